// SPDX-License-Identifier: Apache-2.0
#include "emit/roofline.h"

#include <algorithm>

#include "emit/peak_ops.h"
#include "kinds/kind.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

struct Precision {
  DataType weight;
  DataType activation;
  std::int64_t ops = 0;
};

/// Pairs of types that layers with weights multiply, in the layers' order, with their operations a frame.
std::vector<Precision> precisions(const Network& network) {
  std::vector<Precision> found;
  for (const Layer& layer : network.layers) {
    if (!layer.attrs.has("weights")) continue;
    const DataType weight = layer.attrs.tensor("weights").type;
    const DataType activation = network.tensors[static_cast<std::size_t>(layer.inputs.front())].type;
    auto same = std::find_if(found.begin(), found.end(), [&](const Precision& other) {
      return other.weight == weight && other.activation == activation;
    });
    if (same == found.end()) same = found.insert(found.end(), {weight, activation, 0});
    same->ops += layer.kind->operations(network, layer);
  }
  return found;
}

/// Null instead of a number that means nothing.
Json number_if(bool means_something, double number) { return means_something ? Json(number) : Json(); }

}  // namespace

Json roofline_json(const Network& network, const Platform& platform, double clock_mhz, std::int64_t ops_per_frame,
                   std::int64_t bytes_per_frame) {
  Json roofline;
  roofline["precisions"] = Json::array();
  double ops = 0;
  double time = 0;  // of these operations at their peaks, in units of 1 / TOp/s
  for (const Precision& precision : precisions(network)) {
    const PeakOps peak = peak_ops(platform, precision.weight, precision.activation, clock_mhz);
    ops += static_cast<double>(precision.ops);
    time += static_cast<double>(precision.ops) / peak.tops();
    roofline["precisions"].push_back({{"weights", precision.weight.name()},
                                      {"activations", precision.activation.name()},
                                      {"ops", precision.ops},
                                      {"lut_per_mac", peak.lut_per_mac},
                                      {"dsp_per_mac", number_if(peak.dsp_per_mac > 0, peak.dsp_per_mac)},
                                      {"lut_tops", peak.lut_tops},
                                      {"dsp_tops", number_if(peak.dsp_per_mac > 0, peak.dsp_tops)}});
  }
  const bool computes = ops > 0;
  const bool has_memory = platform.bandwidth > 0;
  const double compute = computes ? ops / time : 0;
  const double intensity = static_cast<double>(ops_per_frame) / static_cast<double>(bytes_per_frame);
  const double memory = platform.bandwidth * intensity / 1000;
  const bool memory_bound = has_memory && (!computes || memory < compute);
  roofline["compute_tops"] = number_if(computes, compute);
  roofline["bandwidth"] = platform.bandwidth;
  roofline["bytes_per_frame"] = bytes_per_frame;
  roofline["ops_per_byte"] = intensity;
  roofline["memory_tops"] = number_if(has_memory, memory);
  roofline["roof_tops"] = number_if(computes || has_memory, memory_bound ? memory : compute);
  roofline["bound"] = memory_bound ? "memory" : computes ? "compute" : "none";
  return roofline;
}

}  // namespace finn
