// SPDX-License-Identifier: Apache-2.0
#include "kinds/widths.h"

#include <algorithm>
#include <memory>

#include "kinds/requant/requant.h"

namespace finn {

/// The multipliers stay; offsets are 0, and the shift brings the largest product to the output's largest value.
void requant_widths(const WidthChange& change, Attrs& attrs) {
  const TensorInfo& input = input_of(change.network, change.layer);
  const RequantSpec spec = requant_spec(change.layer, input);
  const DataType type = change.output.value_or(spec.type);
  if (type == spec.type && change.same_input) return;
  attrs.set("type", type);
  attrs.set("min", type.min());
  attrs.set("max", type.max());
  attrs.set("offsets", std::make_shared<const Tensor>(spec.offsets->type, spec.offsets->shape,
                                                      std::vector<std::int64_t>(spec.offsets->data.size(), 0)));
  Wide most = 0;
  for (const std::int64_t multiplier : spec.multipliers->data) {
    const WideRange products = product_range(multiplier, input.range);
    most = std::max({most, products.max, -products.min});
  }
  int shift = 0;
  while (shift < kMaxRequantShift && (most >> shift) > type.max()) ++shift;
  attrs.set("shift", std::int64_t{shift});
}

}  // namespace finn
