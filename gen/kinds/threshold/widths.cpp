// SPDX-License-Identifier: Apache-2.0
#include "kinds/widths.h"

#include <memory>

#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {

/// As many rows as before, of one threshold less than the type has values, each one that the input reaches.
void threshold_widths(const WidthChange& change, Attrs& attrs) {
  const ThresholdSpec spec = threshold_spec(change.layer, input_of(change.network, change.layer));
  const DataType type = change.output.value_or(spec.type);
  if (type == spec.type && change.same_input) return;
  const Range input = input_of(change.network, change.layer).range;
  attrs.set("type", type);
  attrs.set("thresholds", std::make_shared<const Tensor>(made_up_rows({std::min(input.min + 1, input.max), input.max},
                                                                      {spec.rows, type.levels() - 1})));
}

}  // namespace finn
