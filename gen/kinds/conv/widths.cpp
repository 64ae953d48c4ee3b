// SPDX-License-Identifier: Apache-2.0
#include "kinds/widths.h"

#include <algorithm>

#include "kinds/conv/conv.h"
#include "kinds/support.h"

namespace finn {

void conv_widths(const WidthChange& change, Attrs& attrs) {
  change_weights(change, attrs);
  if (!attrs.has("pad_value")) return;
  const DataType input = input_of(change.network, change.layer).type;
  const std::int64_t value = std::clamp(attrs.integer("pad_value", 0), input.min(), input.max());
  attrs.set("pad_value", input.contains(value) ? value : input.max());
}

}  // namespace finn
