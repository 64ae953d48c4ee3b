// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/sumpool/sumpool.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// The fewest and the most real elements that a window sees along an axis.
Range real_taps(const WindowAxis& axis) {
  Range range{axis.kernel, 0};
  const std::int64_t out = axis.out();
  for (std::int64_t o = 0; o < out; ++o) {
    const std::int64_t taps = std::max<std::int64_t>(0, axis.last_tap(o) - axis.first_tap(o));
    range = {std::min(range.min, taps), std::max(range.max, taps)};
  }
  return range;
}

}  // namespace

WideRange sumpool_range(const WindowGeometry& window, Range input) {
  const Range rows = real_taps(window.h);
  const Range columns = real_taps(window.w);
  // The sum of n elements lies in n * range; which n is the worst depends on the ends' signs.
  WideRange sums{Wide{rows.max} * columns.max * input.min, Wide{rows.max} * columns.max * input.max};
  sums.widen({Wide{rows.min} * columns.min * input.min, Wide{rows.min} * columns.min * input.max});
  return sums;
}

bool sumpool_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const WindowGeometry window = pooling_window(layer, input);
  if (!check_window(network, layer, diagnostics, window, "/kernel")) return false;
  TensorInfo& output = only_output(outputs);
  output.shape = {window.h.out(), window.w.out(), window.channels};
  if (!check_size(network, layer, diagnostics, output.shape)) return false;
  return set_accumulator(network, layer, diagnostics, sumpool_range(window, input.range), output);
}

}  // namespace finn
