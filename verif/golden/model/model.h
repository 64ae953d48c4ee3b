// SPDX-License-Identifier: Apache-2.0
// The golden model: integer inference of a network, layer by layer. It knows nothing of folding and emission.
#pragma once

#include <vector>

#include "ir/network.h"
#include "kinds/kind.h"

namespace finn {

/// Prepared once (weights packed), run for as many frames as wanted, by one thread at a time. It keeps no reference to
/// the network.
class GoldenModel {
 public:
  /// The network's tensors must be inferred (shape, type, range).
  explicit GoldenModel(const Network& network);

  /// Runs one frame; `inputs` are in the order of Network::inputs. Throws Defect if there are too many or too few, if
  /// one has another number of elements than its tensor, or a value that its tensor's type does not have.
  void run(const std::vector<Tensor>& inputs);

  /// Of the last frame: any tensor of the network, values with the tensor's type and shape.
  const Tensor& tensor(TensorId id) const { return tensors_.at(static_cast<std::size_t>(id)); }
  /// Of the last frame: output number `index` of the network.
  const Tensor& output(std::size_t index) const { return tensor(outputs_.at(index)); }
  std::size_t output_count() const { return outputs_.size(); }

 private:
  struct Step {
    GoldenRun run;
    std::vector<TensorId> inputs;
    std::vector<TensorId> outputs;
  };

  std::vector<TensorId> inputs_;
  std::vector<TensorId> outputs_;
  std::vector<Tensor> tensors_;
  std::vector<Step> steps_;
  std::vector<const Tensor*> step_inputs_;
  std::vector<Tensor> step_outputs_;
};

}  // namespace finn
