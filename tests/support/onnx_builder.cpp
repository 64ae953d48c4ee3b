// SPDX-License-Identifier: Apache-2.0
#include "support/onnx_builder.h"

namespace finn::test {
namespace {

void set_type(::onnx::ValueInfoProto& value, const std::string& name, const OnnxBuilder::Dims& dims, int type) {
  value.set_name(name);
  auto* tensor = value.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type);
  tensor->mutable_shape();
  for (const std::int64_t dim : dims) {
    auto* entry = tensor->mutable_shape()->add_dim();
    if (dim != 0) {
      entry->set_dim_value(dim);
    } else {
      entry->set_dim_param("N");
    }
  }
}

}  // namespace

OnnxBuilder::OnnxBuilder(std::int64_t opset) {
  proto_.set_ir_version(7);
  auto* import = proto_.add_opset_import();
  import->set_domain("");
  import->set_version(opset);
  proto_.mutable_graph()->set_name("g");
}

::onnx::AttributeProto* OnnxBuilder::NodeRef::add(const std::string& name, ::onnx::AttributeProto::AttributeType type) {
  auto* attribute = node_->add_attribute();
  attribute->set_name(name);
  attribute->set_type(type);
  return attribute;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, std::int64_t value) {
  add(name, ::onnx::AttributeProto::INT)->set_i(value);
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, float value) {
  add(name, ::onnx::AttributeProto::FLOAT)->set_f(value);
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, const std::string& value) {
  add(name, ::onnx::AttributeProto::STRING)->set_s(value);
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, const Dims& values) {
  auto* attribute = add(name, ::onnx::AttributeProto::INTS);
  for (const std::int64_t value : values) attribute->add_ints(value);
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, const std::vector<float>& values) {
  auto* attribute = add(name, ::onnx::AttributeProto::FLOATS);
  for (const float value : values) attribute->add_floats(value);
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::set(const std::string& name, const ::onnx::TensorProto& value) {
  *add(name, ::onnx::AttributeProto::TENSOR)->mutable_t() = value;
  return *this;
}

OnnxBuilder::NodeRef& OnnxBuilder::NodeRef::domain(const std::string& name) {
  node_->set_domain(name);
  return *this;
}

OnnxBuilder& OnnxBuilder::input(const std::string& name, const Dims& dims, int type) {
  set_type(*graph().add_input(), name, dims, type);
  return *this;
}

OnnxBuilder& OnnxBuilder::output(const std::string& name) {
  graph().add_output()->set_name(name);
  return *this;
}

OnnxBuilder& OnnxBuilder::floats(const std::string& name, const Dims& dims, const std::vector<float>& values) {
  auto* tensor = graph().add_initializer();
  *tensor = float_tensor(dims, values);
  tensor->set_name(name);
  return *this;
}

OnnxBuilder& OnnxBuilder::integers(const std::string& name, const Dims& dims, const std::vector<std::int64_t>& values) {
  auto* tensor = graph().add_initializer();
  *tensor = int_tensor(dims, values);
  tensor->set_name(name);
  return *this;
}

::onnx::TensorProto& OnnxBuilder::initializer(const std::string& name, const Dims& dims, int type) {
  auto* tensor = graph().add_initializer();
  tensor->set_name(name);
  tensor->set_data_type(type);
  for (const std::int64_t dim : dims) tensor->add_dims(dim);
  return *tensor;
}

OnnxBuilder::NodeRef OnnxBuilder::node(const std::string& op, const Names& inputs, const Names& outputs) {
  auto* node = graph().add_node();
  node->set_op_type(op);
  if (!outputs.empty()) node->set_name(outputs.front());
  for (const std::string& input : inputs) node->add_input(input);
  for (const std::string& output : outputs) node->add_output(output);
  return NodeRef(node);
}

OnnxBuilder& OnnxBuilder::value_info(const std::string& name, const Dims& dims) {
  set_type(*graph().add_value_info(), name, dims, ::onnx::TensorProto::FLOAT);
  return *this;
}

OnnxBuilder& OnnxBuilder::annotate(const std::string& name, const std::string& datatype) {
  auto* annotation = graph().add_quantization_annotation();
  annotation->set_tensor_name(name);
  auto* entry = annotation->add_quant_parameter_tensor_names();
  entry->set_key("finn_datatype");
  entry->set_value(datatype);
  return *this;
}

::onnx::TensorProto OnnxBuilder::int_tensor(const Dims& dims, const std::vector<std::int64_t>& values) {
  ::onnx::TensorProto tensor;
  tensor.set_data_type(::onnx::TensorProto::INT64);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  for (const std::int64_t value : values) tensor.add_int64_data(value);
  return tensor;
}

::onnx::TensorProto OnnxBuilder::float_tensor(const Dims& dims, const std::vector<float>& values) {
  ::onnx::TensorProto tensor;
  tensor.set_data_type(::onnx::TensorProto::FLOAT);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  for (const float value : values) tensor.add_float_data(value);
  return tensor;
}

}  // namespace finn::test
