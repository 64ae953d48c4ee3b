// SPDX-License-Identifier: Apache-2.0
#include "kinds/lut/lut.h"
#include "kinds/support.h"

namespace finn {

GoldenRun lut_golden(const Network& network, const Layer& layer) {
  const LutSpec spec = lut_spec(layer, input_of(network, layer));
  const TensorInfo& output = output_of(network, layer);
  // The closure keeps the table alive by itself: a layer may be moved while the model lives.
  return [table = layer.attrs.tensor_ptr("table"), spec, type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::int64_t* in = inputs.at(0)->data.data();
    std::int64_t* out = result.data.data();
    const std::int64_t* const end = out + result.data.size();
    const std::int64_t row_step = spec.rows == 1 ? 0 : spec.entries;
    while (out != end) {
      const std::int64_t* row = table->data.data();
      for (std::int64_t c = 0; c < spec.channels; ++c, row += row_step) *out++ = row[*in++ - spec.input_min];
    }
  };
}

}  // namespace finn
