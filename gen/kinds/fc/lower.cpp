// SPDX-License-Identifier: Apache-2.0
#include "kinds/fc/fc.h"
#include "kinds/matrix.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_fc(LowerContext& context) {
  const FcSpec spec = fc_spec(context.layer, input_of(context.network, context.layer));
  const MatrixSpec matrix{spec.inputs,        spec.outputs,       1,
                          spec.weights->type, spec.weights->data, Recipe::attribute("weights")};
  return {lower_matrix(context, context.inputs.front(), matrix, output_of(context.network, context.layer).range)};
}

}  // namespace finn
