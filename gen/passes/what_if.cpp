// SPDX-License-Identifier: Apache-2.0
#include "passes/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "kinds/kind.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// By layer: does a layer with weights come after it?
std::vector<bool> feeds_weights(const Network& network) {
  std::vector<bool> feeds(network.layers.size(), false);
  const std::vector<LayerId> order = network.topological_order();
  for (auto id = order.rbegin(); id != order.rend(); ++id)
    for (const TensorId tensor : network.layers[index(*id)].outputs)
      for (const LayerId reader : network.tensors[index(tensor)].consumers)
        if (feeds[index(reader)] || network.layers[index(reader)].attrs.has("weights")) feeds[index(*id)] = true;
  return feeds;
}

/// What the kinds rewrite, and what follows of types and ranges.
class Changer {
 public:
  Changer(const Network& before, const OperandWidths& widths, Diagnostics& diagnostics)
      : before_(before), widths_(widths), after_(before), feeds_(feeds_weights(before)), diagnostics_(diagnostics) {}

  std::optional<Network> run() {
    for (const GraphInput& input : after_.inputs) {
      if (!widths_.inputs) break;
      TensorInfo& tensor = after_.tensors[index(input.tensor)];
      const DataType type = activation_type(tensor.type, *widths_.inputs);
      if (type == tensor.type) continue;
      tensor.type = type;
      tensor.range = type.range();
    }
    for (const LayerId id : before_.topological_order()) {
      change(id);
      if (!infer(after_.layers[index(id)])) return std::nullopt;
    }
    return std::move(after_);
  }

 private:
  bool is_same(TensorId tensor) const {
    return before_.tensors[index(tensor)].type == after_.tensors[index(tensor)].type &&
           before_.tensors[index(tensor)].range == after_.tensors[index(tensor)].range;
  }

  void change(LayerId id) {
    const Layer& layer = before_.layers[index(id)];
    if (layer.kind->widths == nullptr) return;
    const bool same_input =
        std::all_of(layer.inputs.begin(), layer.inputs.end(), [&](TensorId tensor) { return is_same(tensor); });
    WidthChange change{after_, layer, same_input, widths_.weights, std::nullopt};
    if (widths_.activations && layer.attrs.has("type") && feeds_[index(id)])
      change.output = activation_type(layer.attrs.type("type"), *widths_.activations);
    layer.kind->widths(change, after_.layers[index(id)].attrs);
  }

  bool infer(const Layer& layer) {
    std::vector<TensorInfo> outputs;
    for (const TensorId output : layer.outputs) outputs.push_back(after_.tensors[index(output)]);
    if (!layer.kind->shape(after_, layer, diagnostics_, outputs)) return false;
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      TensorInfo& tensor = after_.tensors[index(layer.outputs[i])];
      tensor.type = outputs[i].type;
      tensor.range = outputs[i].range;
    }
    return true;
  }

  const Network& before_;
  const OperandWidths& widths_;
  Network after_;
  std::vector<bool> feeds_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string OperandWidths::name() const {
  std::string text;
  if (weights) text += fmt::format("W{}", *weights);
  if (activations) text += fmt::format("A{}", *activations);
  if (inputs) text += fmt::format("{}in{}", text.empty() ? "" : " ", *inputs);
  return text.empty() ? "as it is" : text;
}

std::optional<Network> with_widths(const Network& network, const OperandWidths& widths, Diagnostics& diagnostics) {
  Diagnostics found;
  std::optional<Network> changed = Changer(network, widths, found).run();
  if (changed) return changed;
  Diagnostic& error =
      diagnostics.error(Code::FR4010, {network.file, 0, 0, {}},
                        "expected a network that can have the operands {}, found one that cannot", widths.name());
  for (const Diagnostic& why : found.all()) error.notes.push_back(why.message);
  return std::nullopt;
}

}  // namespace finn
