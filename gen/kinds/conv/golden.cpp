// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/window_matmul.h"
#include "kinds/conv/conv.h"
#include "kinds/support.h"

namespace finn {

GoldenRun conv_golden(const Network& network, const Layer& layer) {
  const TensorInfo& input = input_of(network, layer);
  const ConvSpec spec = conv_spec(layer, input);
  if (spec.groups > 1) return grouped_golden(spec, output_of(network, layer));
  const std::vector<std::int64_t> matrix = conv_matrix(spec);
  golden::MatmulProblem problem;
  problem.window = spec.window;
  problem.rows = spec.outputs;
  problem.matrix = matrix;
  problem.pad_value = spec.pad_value;
  problem.bipolar_input = input.type.is_bipolar();
  problem.input = input.range;
  const auto matmul = std::make_shared<golden::WindowMatmul>(problem);
  const TensorInfo& output = output_of(network, layer);
  return [matmul, type = output.type, shape = output.shape](const std::vector<const Tensor*>& inputs,
                                                            std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    matmul->run(inputs.at(0)->data.data(), result.data.data());
  };
}

}  // namespace finn
