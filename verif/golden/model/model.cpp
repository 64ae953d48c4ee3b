// SPDX-License-Identifier: Apache-2.0
#include "golden/model/model.h"

#include <algorithm>
#include <utility>

namespace finn {

GoldenModel::GoldenModel(const Network& network) {
  for (const TensorInfo& info : network.tensors) {
    Tensor& tensor = tensors_.emplace_back();
    tensor.type = info.type;
    tensor.shape = info.shape;
  }
  for (const GraphInput& input : network.inputs) inputs_.push_back(input.tensor);
  for (const GraphOutput& output : network.outputs) outputs_.push_back(output.tensor);
  for (const LayerId id : network.topological_order()) {
    const Layer& layer = network.layers.at(static_cast<std::size_t>(id));
    steps_.push_back({layer.kind->golden(network, layer), layer.inputs, layer.outputs});
  }
}

void GoldenModel::run(const std::vector<Tensor>& inputs) {
  if (inputs.size() != inputs_.size()) throw Defect("golden model: wrong number of inputs");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Tensor& tensor = tensors_[static_cast<std::size_t>(inputs_[i])];
    if (inputs[i].size() != element_count(tensor.shape)) throw Defect("golden model: input has a wrong size");
    const auto& data = inputs[i].data;
    if (!std::all_of(data.begin(), data.end(), [&](std::int64_t value) { return tensor.type.contains(value); }))
      throw Defect("golden model: input value outside its type");
    tensor.data = data;
  }
  for (const Step& step : steps_) {
    step_inputs_.clear();
    for (const TensorId id : step.inputs) step_inputs_.push_back(&tensors_[static_cast<std::size_t>(id)]);
    // The tensors' memory travels through step_outputs_, so that no frame but the first allocates.
    step_outputs_.resize(step.outputs.size());
    for (std::size_t i = 0; i < step.outputs.size(); ++i)
      std::swap(step_outputs_[i], tensors_[static_cast<std::size_t>(step.outputs[i])]);
    step.run(step_inputs_, step_outputs_);
    for (std::size_t i = 0; i < step.outputs.size(); ++i)
      std::swap(step_outputs_[i], tensors_[static_cast<std::size_t>(step.outputs[i])]);
  }
}

}  // namespace finn
