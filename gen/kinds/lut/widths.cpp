// SPDX-License-Identifier: Apache-2.0
#include "kinds/widths.h"

#include <memory>

#include "kinds/lut/lut.h"
#include "kinds/support.h"

namespace finn {

/// As many rows as before, with an entry for each value of the input; of at most kMaxLutEntries + 1 of them, which
/// lut_shape rejects.
void lut_widths(const WidthChange& change, Attrs& attrs) {
  const TensorInfo& input = input_of(change.network, change.layer);
  const LutSpec spec = lut_spec(change.layer, input);
  const DataType type = change.output.value_or(spec.type);
  if (type == spec.type && change.same_input) return;
  const std::int64_t entries = std::min(input.range.max - input.range.min, kMaxLutEntries) + 1;
  attrs.set("type", type);
  attrs.set("input_min", input.range.min);
  attrs.set("table", std::make_shared<const Tensor>(made_up_values(type, {spec.rows, entries})));
}

}  // namespace finn
