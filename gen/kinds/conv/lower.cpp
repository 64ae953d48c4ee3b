// SPDX-License-Identifier: Apache-2.0
#include "kinds/conv/conv.h"
#include "kinds/matrix.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_conv(LowerContext& context) {
  const ConvSpec spec = conv_spec(context.layer, input_of(context.network, context.layer));
  if (spec.groups > 1) return {lower_grouped(context, spec)};
  const ConvWindow choice = conv_window(spec, context.folding);
  StreamEnd from = context.inputs.front();
  if (choice.used) from = lower_window(context, from, spec.window, choice.in_lanes, choice.taps, spec.pad_value);
  const MatrixSpec matrix{spec.columns(),     spec.outputs,      spec.vectors(),
                          spec.weights->type, conv_matrix(spec), Recipe::attribute("weights").transpose({0, 2, 3, 1})};
  return {lower_matrix(context, from, matrix, output_of(context.network, context.layer).range)};
}

}  // namespace finn
