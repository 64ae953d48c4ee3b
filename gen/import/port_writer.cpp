// SPDX-License-Identifier: Apache-2.0
#include "import/port_writer.h"

#include <cmath>

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

const TensorInfo& tensor_of(const Network& network, TensorId id) {
  return network.tensors.at(static_cast<std::size_t>(id));
}

Json real(double value) {
  if (!std::isfinite(value)) throw Defect("a coefficient of an output is not finite");
  return value;
}

Json coefficients(const std::vector<double>& values) {
  if (values.size() == 1) return real(values.front());
  Json out = Json::array();
  for (const double value : values) out.push_back(real(value));
  return out;
}

}  // namespace

Json input_json(const Network& network, const GraphInput& input) {
  const TensorInfo& tensor = tensor_of(network, input.tensor);
  Json out;
  out["name"] = tensor.name;
  out["shape"] = tensor.shape;
  out["type"] = tensor.type.name();
  Json host;
  if (input.host.quantizer) {
    const HostQuantizer& quantizer = *input.host.quantizer;
    host["quantizer"] = {{"scale", real(quantizer.scale)},
                         {"zero_point", quantizer.zero_point},
                         {"rounding", quantizer.rounding},
                         {"range", {quantizer.range.min, quantizer.range.max}}};
  }
  if (input.host.thresholds) {
    host["thresholds"] = Json::array();
    for (const std::vector<double>& row : input.host.thresholds->rows) {
      Json edges = Json::array();
      for (const double edge : row) edges.push_back(real(edge));
      host["thresholds"].push_back(std::move(edges));
    }
    if (!input.host.thresholds->flip.empty()) host["flip"] = input.host.thresholds->flip;
  }
  if (!input.host.shape.empty() && input.host.shape != tensor.shape) host["shape"] = input.host.shape;
  if (!input.host.axes.empty()) host["axes"] = input.host.axes;
  if (!input.host.permutation.empty()) host["permutation"] = input.host.permutation;
  if (!host.empty()) out["host"] = std::move(host);
  return out;
}

Json output_json(const Network& network, const GraphOutput& output) {
  const TensorInfo& tensor = tensor_of(network, output.tensor);
  Json out;
  out["name"] = tensor.name;
  out["scale"] = coefficients(output.scale);
  out["bias"] = coefficients(output.bias);
  Json host;
  if (!output.host.shape.empty() && output.host.shape != tensor.shape) host["shape"] = output.host.shape;
  if (!output.host.axes.empty()) host["axes"] = output.host.axes;
  if (!output.host.permutation.empty()) host["permutation"] = output.host.permutation;
  if (!output.host.final_operator.empty()) host["final_operator"] = output.host.final_operator;
  if (output.host.top_k != 0) host["top_k"] = output.host.top_k;
  if (!host.empty()) out["host"] = std::move(host);
  return out;
}

}  // namespace finn
