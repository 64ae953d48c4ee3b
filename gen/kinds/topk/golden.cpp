// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "kinds/topk/topk.h"

namespace finn {

GoldenRun topk_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  std::vector<std::int64_t> order(static_cast<std::size_t>(input_of(network, layer).channels()));
  return [order, type = output.type, shape = output.shape](const std::vector<const Tensor*>& inputs,
                                                           std::vector<Tensor>& outputs) mutable {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::vector<std::int64_t>& in = inputs.at(0)->data;
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto middle = order.begin() + shape.front();
    std::partial_sort(order.begin(), middle, order.end(), [&](std::int64_t a, std::int64_t b) {
      const std::int64_t x = in[static_cast<std::size_t>(a)];
      const std::int64_t y = in[static_cast<std::size_t>(b)];
      return x != y ? x > y : a < b;
    });
    std::copy(order.begin(), middle, result.data.begin());
  };
}

}  // namespace finn
