// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/add/add.h"

namespace finn {

GoldenRun add_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [factors = add_factors(layer), type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    // Unsigned, as a partial sum may leave 64 bits where the whole one does not.
    for (std::size_t i = 0; i < result.data.size(); ++i) {
      std::uint64_t sum = 0;
      for (std::size_t k = 0; k < factors.size(); ++k)
        sum += static_cast<std::uint64_t>(factors[k]) * static_cast<std::uint64_t>(inputs[k]->data[i]);
      result.data[i] = static_cast<std::int64_t>(sum);
    }
  };
}

}  // namespace finn
