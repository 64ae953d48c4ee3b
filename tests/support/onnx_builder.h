// SPDX-License-Identifier: Apache-2.0
// Builds small ONNX models over the protobuf classes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "onnx.pb.h"

namespace finn::test {

class OnnxBuilder {
 public:
  using Dims = std::vector<std::int64_t>;
  using Names = std::vector<std::string>;

  /// A node that has just been added; sets attributes.
  class NodeRef {
   public:
    explicit NodeRef(::onnx::NodeProto* node) : node_(node) {}
    NodeRef& set(const std::string& name, std::int64_t value);
    NodeRef& set(const std::string& name, int value) { return set(name, std::int64_t{value}); }
    NodeRef& set(const std::string& name, float value);
    NodeRef& set(const std::string& name, const std::string& value);
    NodeRef& set(const std::string& name, const char* value) { return set(name, std::string(value)); }
    NodeRef& set(const std::string& name, const Dims& values);
    NodeRef& set(const std::string& name, const std::vector<float>& values);
    NodeRef& set(const std::string& name, const ::onnx::TensorProto& value);
    NodeRef& domain(const std::string& name);
    ::onnx::NodeProto& proto() { return *node_; }

   private:
    ::onnx::AttributeProto* add(const std::string& name, ::onnx::AttributeProto::AttributeType type);
    ::onnx::NodeProto* node_;
  };

  explicit OnnxBuilder(std::int64_t opset = 13);

  /// A float input; a dimension of 0 is a free one.
  OnnxBuilder& input(const std::string& name, const Dims& dims, int type = ::onnx::TensorProto::FLOAT);
  OnnxBuilder& output(const std::string& name);
  OnnxBuilder& floats(const std::string& name, const Dims& dims, const std::vector<float>& values);
  OnnxBuilder& integers(const std::string& name, const Dims& dims, const std::vector<std::int64_t>& values);
  ::onnx::TensorProto& initializer(const std::string& name, const Dims& dims, int type);
  /// The node's name is that of its first output.
  NodeRef node(const std::string& op, const Names& inputs, const Names& outputs);
  /// States a shape (graph.value_info).
  OnnxBuilder& value_info(const std::string& name, const Dims& dims);
  OnnxBuilder& annotate(const std::string& name, const std::string& datatype);

  ::onnx::ModelProto& proto() { return proto_; }
  ::onnx::GraphProto& graph() { return *proto_.mutable_graph(); }
  std::string bytes() const { return proto_.SerializeAsString(); }

  static ::onnx::TensorProto int_tensor(const Dims& dims, const std::vector<std::int64_t>& values);
  static ::onnx::TensorProto float_tensor(const Dims& dims, const std::vector<float>& values);

 private:
  ::onnx::ModelProto proto_;
};

}  // namespace finn::test
