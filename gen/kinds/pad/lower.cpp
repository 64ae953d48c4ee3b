// SPDX-License-Identifier: Apache-2.0
#include "kinds/pad/pad.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_pad(LowerContext& context) {
  const TensorInfo& output = output_of(context.network, context.layer);
  const PadSpec spec = pad_spec(context.layer, input_of(context.network, context.layer));
  StreamEnd from = context.inputs.front();
  // The output's own type has the border's value, and takes one code of each element.
  if (from.type.type.bits() != output.type.bits() || from.type.type.is_bipolar() != output.type.is_bipolar())
    from = recode(context, from, output.type, output.range, context.folding.pe);
  from.type = {output.type, output.range, {}};
  const std::int64_t value = spec.window.has_padding() ? spec.value : output.range.min;
  return {lower_window(context, from, spec.window, context.folding.pe, 1, value)};
}

}  // namespace finn
