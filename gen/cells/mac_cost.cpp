// SPDX-License-Identifier: Apache-2.0
#include "cells/mac_cost.h"

#include "cells/mvu/dsp_shape.h"
#include "cells/mvu/mvu.h"
#include "compress/dot_module.h"

namespace finn {
namespace {

/// Lanes of the dot product that is built to count: more where products are small and the sum weighs more.
int lanes_of(DataType weight, DataType activation) { return weight.bits() * activation.bits() <= 16 ? 32 : 8; }

/// More rows than any DSP packs, so that packing alone decides.
constexpr std::int64_t kManyRows = 64;

double lut_per_mac(DataType weight, DataType activation) {
  DotSpec spec;
  spec.simd = lanes_of(weight, activation);
  spec.activation = {activation.bits(), operand_kind(activation)};
  spec.weight = {weight.bits(), operand_kind(weight)};
  const bool flip = weight.is_bipolar() && !activation.is_bipolar();
  spec.mode = flip ? DotMode::kFlip : mvu_mode(activation, weight);
  const NetlistCost& cost = dot_module(spec, {}, std::nullopt).cost;
  return static_cast<double>(cost.lut + cost.breaks) / spec.simd;
}

double products_per_dsp(DataType weight, DataType activation) {
  MvuConfig config;
  config.mh = config.pe = kManyRows;
  config.weight = weight;
  config.activation = activation;
  config.fixed_weights = false;
  return static_cast<double>(dsp_rows(config, {}));
}

}  // namespace

MacCost mac_cost(DataType weight, DataType activation) {
  MacCost cost;
  cost.lut = lut_per_mac(weight, activation);
  cost.in_dsp = dsp_obstacle(activation, weight).empty();
  if (cost.in_dsp) cost.dsp = 1.0 / products_per_dsp(weight, activation);
  return cost;
}

}  // namespace finn
