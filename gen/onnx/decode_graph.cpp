// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include "import/json_source.h"
#include "onnx/decode.h"

namespace finn::onnx {
namespace {

constexpr std::string_view kControlFlow[] = {"If", "Loop", "Scan", "SequenceMap"};
constexpr std::string_view kSequences[] = {"SequenceConstruct",  "SequenceAt",         "SequenceEmpty",
                                           "SequenceInsert",     "SequenceErase",      "SequenceLength",
                                           "SplitToSequence",    "ConcatFromSequence", "Optional",
                                           "OptionalGetElement", "OptionalHasElement"};

template <typename List>
bool contains(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

std::string normal_domain(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }

/// The shape in a type, with what is missing.
struct StatedShape {
  bool given = false;
  Dims dims;                         ///< unknown leading dimension: 1
  std::vector<std::size_t> unknown;  ///< axes other than the leading one
};

StatedShape stated_shape(const ::onnx::TypeProto& type) {
  StatedShape out;
  out.given = type.tensor_type().has_shape();
  for (const auto& dim : type.tensor_type().shape().dim()) {
    const bool known = dim.value_case() == ::onnx::TensorShapeProto::Dimension::kDimValue && dim.dim_value() > 0;
    if (!known && !out.dims.empty()) out.unknown.push_back(out.dims.size());
    out.dims.push_back(known ? dim.dim_value() : 1);
  }
  return out;
}

class GraphDecoder {
 public:
  GraphDecoder(const ::onnx::ModelProto& proto, DecodeContext& context)
      : proto_(proto), graph_(proto.graph()), context_(context), model_(draft_.model) {}

  GraphDraft run() {
    model_.file = context_.file;
    model_.name = graph_.name();
    read_opsets();
    read_initializers();
    read_inputs();
    read_nodes();
    read_outputs();
    for (const auto& value : graph_.value_info()) read_stated(value);
    for (const auto& annotation : graph_.quantization_annotation()) {
      for (const auto& entry : annotation.quant_parameter_tensor_names()) {
        if (entry.key() == "finn_datatype") draft_.datatypes[annotation.tensor_name()] = entry.value();
      }
    }
    return std::move(draft_);
  }

 private:
  void error(Code code, const std::string& message) { context_.diagnostics.error(code, context_.where(), message); }

  void read_opsets() {
    for (const auto& opset : proto_.opset_import()) {
      std::int64_t& version = model_.opsets[normal_domain(opset.domain())];
      version = std::max(version, opset.version());
    }
    const auto main = model_.opsets.find("");
    if (main == model_.opsets.end()) {
      model_.opsets[""] = kAssumedOpset;
      context_.diagnostics.warning(
          Code::FR1309, context_.where(),
          fmt::format("the model does not say which version of ONNX's operators it uses; {} is assumed",
                      kAssumedOpset));
    } else if (main->second < kOldestOpset || main->second > kNewestOpset) {
      error(Code::FR1303, fmt::format("the model uses version {} of ONNX's operators; {} to {} are read", main->second,
                                      kOldestOpset, kNewestOpset));
    }
  }

  bool named(const std::string& name, std::string_view what) {
    if (!name.empty()) return true;
    error(Code::FR2005, fmt::format("{} of the graph has no name", what));
    return false;
  }

  void read_initializers() {
    for (const auto& initializer : graph_.initializer()) {
      const std::string& name = initializer.name();
      if (!named(name, "an initializer")) continue;
      const std::string label = fmt::format("initializer {}", in_quotes(name));
      if (model_.constants.count(name) != 0 || draft_.broken.count(name) != 0) {
        error(Code::FR3003, fmt::format("{} stands there twice", label));
        continue;
      }
      auto tensor = decode_tensor(initializer, label, context_);
      if (tensor) {
        model_.constants.emplace(name, *std::move(tensor));
      } else {
        draft_.broken.insert(name);
      }
    }
    for (const auto& sparse : graph_.sparse_initializer()) {
      error(Code::FR1310, fmt::format("initializer {} is a sparse tensor; only dense ones are read",
                                      in_quotes(sparse.values().name())));
      draft_.broken.insert(sparse.values().name());
    }
  }

  void read_inputs() {
    for (const auto& input : graph_.input()) {
      const std::string& name = input.name();
      if (!named(name, "an input") || model_.constants.count(name) != 0) continue;
      const std::string label = fmt::format("input {}", in_quotes(name));
      if (draft_.broken.count(name) != 0) continue;
      if (!input_names_.insert(name).second) {
        error(Code::FR2009, fmt::format("there are two inputs {}", in_quotes(name)));
        continue;
      }
      model_.inputs.push_back(name);
      if (auto info = input_info(input, label)) {
        model_.values.emplace(name, *std::move(info));
      } else {
        draft_.broken.insert(name);
      }
    }
  }

  std::optional<ValueInfo> input_info(const ::onnx::ValueInfoProto& input, const std::string& label) {
    if (input.type().value_case() != ::onnx::TypeProto::kTensorType) {
      error(input.has_type() ? Code::FR1310 : Code::FR3101,
            fmt::format("{} {}", label,
                        input.has_type() ? "is a sequence, map, option or sparse tensor; only dense "
                                           "tensors are read"
                                         : "has neither a type nor a shape"));
      return std::nullopt;
    }
    const auto is_integer = is_integer_type(input.type().tensor_type().elem_type());
    if (!is_integer) {
      error(Code::FR1304, fmt::format("{}: the element type {} is not supported", label,
                                      data_type_name(input.type().tensor_type().elem_type())));
      return std::nullopt;
    }
    StatedShape shape = stated_shape(input.type());
    if (!shape.given) {
      error(Code::FR3101, fmt::format("{} has no shape; hardware is built for a fixed one", label));
      return std::nullopt;
    }
    for (const std::size_t axis : shape.unknown)
      error(Code::FR3101,
            fmt::format("{}: dimension {} is unknown; only the leading one, of the batch, may be", label, axis));
    if (!shape.unknown.empty()) return std::nullopt;
    return ValueInfo{input.name(), std::move(shape.dims), *is_integer, std::nullopt};
  }

  void read_outputs() {
    if (graph_.output_size() == 0) error(Code::FR2010, "the graph has no outputs");
    for (const auto& output : graph_.output()) {
      if (!named(output.name(), "an output")) continue;
      if (!output_names_.insert(output.name()).second) {
        error(Code::FR2009, fmt::format("there are two outputs {}", in_quotes(output.name())));
        continue;
      }
      model_.outputs.push_back(output.name());
      read_stated(output);
    }
  }

  void read_stated(const ::onnx::ValueInfoProto& value) {
    if (value.type().value_case() != ::onnx::TypeProto::kTensorType) return;
    StatedShape shape = stated_shape(value.type());
    const auto is_integer = is_integer_type(value.type().tensor_type().elem_type());
    if (!shape.given || !shape.unknown.empty() || !is_integer) return;
    draft_.stated[value.name()] = ValueInfo{value.name(), std::move(shape.dims), *is_integer, std::nullopt};
  }

  void read_nodes() {
    if (graph_.node_size() == 0) error(Code::FR1302, "the graph has no nodes");
    for (const auto& node : graph_.node()) node_names_.insert(node.name());
    std::set<std::string> given;
    for (const auto& node : graph_.node()) {
      const std::int64_t position = positions_[node.op_type()]++;
      // The first node with a name keeps it.
      const bool own = !node.name().empty() && given.insert(node.name()).second;
      read_node(node, own ? node.name() : free_name(node.op_type(), position));
    }
  }

  std::string free_name(const std::string& op, std::int64_t position) {
    std::string name = fmt::format("{}_{}", op, position);
    while (!node_names_.insert(name).second) name += '_';
    return name;
  }

  void read_node(const ::onnx::NodeProto& proto, std::string name) {
    Node node;
    node.name = std::move(name);
    node.op = proto.op_type();
    node.domain = normal_domain(proto.domain());
    node.inputs.assign(proto.input().begin(), proto.input().end());
    node.outputs.assign(proto.output().begin(), proto.output().end());
    bool good = true;
    const std::string label = node_label(node);
    node.attributes = decode_attributes(proto, label, context_, good);
    if (node.domain.empty() && contains(kControlFlow, node.op) && good) {
      error(Code::FR3102, fmt::format("{}: control flow cannot become hardware, which is a fixed pipeline", label));
      good = false;
    }
    if (node.domain.empty() && contains(kSequences, node.op)) {
      error(Code::FR1310, fmt::format("{}: sequences and options are not read, only dense tensors", label));
      good = false;
    }
    if (!good) draft_.broken_nodes.insert(node.name);
    model_.nodes.push_back(std::move(node));
  }

  const ::onnx::ModelProto& proto_;
  const ::onnx::GraphProto& graph_;
  DecodeContext& context_;
  GraphDraft draft_;
  Model& model_;
  std::set<std::string> input_names_;
  std::set<std::string> output_names_;
  std::set<std::string> node_names_;
  std::map<std::string, std::int64_t> positions_;
};

}  // namespace

std::string node_label(const Node& node) {
  const bool word = !node.op.empty() && std::all_of(node.op.begin(), node.op.end(), [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '_');
  });
  return fmt::format("node {} ({})", in_quotes(node.name), word ? node.op : in_quotes(node.op));
}

bool is_known_domain(std::string_view domain) {
  const auto below = [&](std::string_view root) {
    return domain == root || (domain.substr(0, root.size()) == root && domain.substr(root.size(), 1) == ".");
  };
  return domain.empty() || domain == "ai.onnx" || domain == "onnx.brevitas" || below("qonnx.custom_op") ||
         below("finn");
}

GraphDraft decode_graph(const ::onnx::ModelProto& proto, DecodeContext& context) {
  return GraphDecoder(proto, context).run();
}

}  // namespace finn::onnx
