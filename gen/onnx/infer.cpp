// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "import/json_source.h"
#include "onnx/draft.h"
#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

class Inference {
 public:
  Inference(GraphDraft& draft, const ReadLimits& limits, Diagnostics& diagnostics)
      : draft_(draft), model_(draft.model), limits_(limits), diagnostics_(diagnostics) {
    folded_left_ = limits.folded_elements;
    flowing_left_ = limits.flowing_elements;
  }

  void run() {
    for (const std::string& input : model_.inputs) {
      const auto value = model_.values.find(input);
      if (value != model_.values.end()) check_input(value->second);
    }
    std::vector<Node> kept;
    for (Node& node : model_.nodes) {
      if (draft_.broken_nodes.count(node.name) != 0 || !step(node)) kept.push_back(std::move(node));
    }
    model_.nodes = std::move(kept);
    for (const auto& [name, datatype] : draft_.datatypes) {
      const auto value = model_.values.find(name);
      if (value != model_.values.end()) value->second.datatype = datatype;
      if (model_.constants.count(name) != 0) model_.datatypes.emplace(name, datatype);
    }
  }

 private:
  void error(Code code, const std::string& message) {
    diagnostics_.error(code, Location{model_.file, 0, 0, {}}, message);
  }

  void check_input(const ValueInfo& input) {
    try {
      if (count_elements(input.shape) <= limits_.value_elements) return;
    } catch (const NodeError&) {
    }
    error(Code::FR2206, fmt::format("input {} has shape {}: at most {} elements are supported", in_quotes(input.name),
                                    dims_text(input.shape), limits_.value_elements));
    draft_.broken.insert(input.name);
    model_.values.erase(input.name);
  }

  NodeView view_of(const Node& node) const {
    NodeView view{node};
    view.opset = model_.opsets.at("");
    view.channels_last = node.domain == "qonnx.custom_op.channels_last";
    for (const std::string& input : node.inputs) {
      const Tensor* constant = model_.constant(input);
      const auto value = model_.values.find(input);
      const bool flows = value != model_.values.end();
      view.constants.push_back(constant);
      view.shapes.push_back(constant != nullptr ? &constant->shape : flows ? &value->second.shape : nullptr);
      view.integer.push_back(constant != nullptr ? constant->is_integer : flows && value->second.is_integer);
    }
    return view;
  }

  /// Handles a node; true if it has been evaluated and vanishes.
  bool step(const Node& node) {
    const NodeView view = view_of(node);
    const ShapeRule* rule = find_rule(node);
    const Evaluator* evaluate = foldable(view);
    try {
      if (rule == nullptr) throw UnknownShape{};
      const Outputs outputs = (*rule)(view);
      if (evaluate != nullptr) return fold(view, *evaluate, outputs);
      keep(node, outputs);
    } catch (const UnknownShape&) {
      fall_back(node);
    } catch (const DynamicShape& dynamic) {
      if (!fall_back(node)) error(Code::FR3105, fmt::format("{}: {}", node_label(node), dynamic.what));
    } catch (const NodeError& wrong) {
      error(Code::FR3103, fmt::format("{}: {}", node_label(node), wrong.what));
    } catch (const FoldError& wrong) {
      error(Code::FR3104, fmt::format("{}: {}", node_label(node), wrong.what));
    }
    return false;
  }

  /// The evaluator, if everything that it needs is known.
  static const Evaluator* foldable(const NodeView& view) {
    const Evaluator* evaluate = find_evaluator(view.node);
    if (evaluate == nullptr) return nullptr;
    const bool shape_alone = view.node.op == "Shape" || view.node.op == "Size";
    for (std::size_t i = 0; i < view.node.inputs.size(); ++i) {
      if (view.given(i) && view.constants[i] == nullptr && !shape_alone) return nullptr;
    }
    return evaluate;
  }

  bool fold(const NodeView& view, const Evaluator& evaluate, const Outputs& outputs) {
    for (const Output& output : outputs) {
      const std::int64_t count = count_elements(output.shape);
      if (count > folded_left_) {
        error(Code::FR2206, fmt::format("{}: a constant of shape {} exceeds the {} elements that folded constants may "
                                        "have together",
                                        node_label(view.node), dims_text(output.shape), limits_.folded_elements));
        return false;
      }
      folded_left_ -= count;
    }
    std::vector<Tensor> results = evaluate(view, outputs);
    for (std::size_t i = 0; i < std::min(results.size(), view.node.outputs.size()); ++i) {
      if (!view.node.outputs[i].empty()) model_.constants.insert_or_assign(view.node.outputs[i], std::move(results[i]));
    }
    return true;
  }

  void keep(const Node& node, const Outputs& outputs) {
    for (std::size_t i = 0; i < std::min(outputs.size(), node.outputs.size()); ++i) {
      const std::int64_t count = count_elements(outputs[i].shape);
      if (count == 0) node_error("output {} has shape {}, no elements", i, dims_text(outputs[i].shape));
      if (count > limits_.value_elements) {
        error(Code::FR2206, fmt::format("{}: its output has shape {}; at most {} elements are supported",
                                        node_label(node), dims_text(outputs[i].shape), limits_.value_elements));
        return;
      }
      if (count > flowing_left_) {
        error(Code::FR2206, fmt::format("{}: with its output of shape {} the tensors of the graph have more than {} "
                                        "elements together",
                                        node_label(node), dims_text(outputs[i].shape), limits_.flowing_elements));
        return;
      }
      flowing_left_ -= count;
      add(node.outputs[i], outputs[i].shape, outputs[i].is_integer);
    }
  }

  void add(const std::string& name, const Dims& shape, bool is_integer) {
    // A tensor that is produced twice has been reported; the first one stays.
    if (!name.empty() && model_.constants.count(name) == 0)
      model_.values.emplace(name, ValueInfo{name, shape, is_integer, std::nullopt});
  }

  /// Takes what the file says; true if it says something of every output.
  bool fall_back(const Node& node) {
    bool all = true;
    for (const std::string& output : node.outputs) {
      const auto stated = draft_.stated.find(output);
      const bool usable = stated != draft_.stated.end() && small_enough(stated->second.shape);
      all = all && (usable || output.empty());
      if (usable) flowing_left_ -= count_elements(stated->second.shape);
      if (usable) add(output, stated->second.shape, stated->second.is_integer);
    }
    return all;
  }

  bool small_enough(const Dims& shape) const {
    try {
      return count_elements(shape) <= std::min(limits_.value_elements, flowing_left_);
    } catch (const NodeError&) {
      return false;
    }
  }

  GraphDraft& draft_;
  Model& model_;
  const ReadLimits& limits_;
  Diagnostics& diagnostics_;
  std::int64_t folded_left_ = 0;
  std::int64_t flowing_left_ = 0;
};

}  // namespace

void infer(GraphDraft& draft, const ReadLimits& limits, Diagnostics& diagnostics) {
  Inference(draft, limits, diagnostics).run();
}

void prune(Model& model) {
  std::set<std::string, std::less<>> needed(model.outputs.begin(), model.outputs.end());
  std::vector<Node> kept;
  for (std::size_t i = model.nodes.size(); i-- > 0;) {
    Node& node = model.nodes[i];
    const bool needs = std::any_of(node.outputs.begin(), node.outputs.end(),
                                   [&](const std::string& output) { return needed.count(output) != 0; });
    if (!needs) continue;
    needed.insert(node.inputs.begin(), node.inputs.end());
    kept.push_back(std::move(node));
  }
  std::reverse(kept.begin(), kept.end());
  model.nodes = std::move(kept);
  std::erase_if(model.constants, [&](const auto& entry) { return needed.count(entry.first) == 0; });
  std::erase_if(model.datatypes, [&](const auto& entry) { return model.constants.count(entry.first) == 0; });
  for (const Node& node : model.nodes) needed.insert(node.outputs.begin(), node.outputs.end());
  needed.insert(model.inputs.begin(), model.inputs.end());
  std::erase_if(model.values, [&](const auto& entry) { return needed.count(entry.first) == 0; });
}

}  // namespace finn::onnx
