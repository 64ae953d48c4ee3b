// SPDX-License-Identifier: Apache-2.0
#include "emit/peak_ops.h"

#include "cells/mac_cost.h"

namespace finn {
namespace {

double tops(std::int64_t resources, double per_mac, double clock_mhz) {
  constexpr double kOperationsPerMac = 2;
  return kOperationsPerMac * static_cast<double>(resources) / per_mac * clock_mhz / 1e6;
}

}  // namespace

PeakOps peak_ops(const Platform& platform, DataType weight, DataType activation, double clock_mhz) {
  const MacCost cost = mac_cost(weight, activation);
  PeakOps peak;
  peak.lut_per_mac = cost.lut;
  peak.lut_tops = tops(platform.lut, cost.lut, clock_mhz);
  if (cost.in_dsp) {
    peak.dsp_per_mac = cost.dsp;
    peak.dsp_tops = tops(platform.dsp, cost.dsp, clock_mhz);
  }
  return peak;
}

PeakOps peak_ops(const Platform& platform, int weight_bits, int activation_bits) {
  const DataType weight = weight_bits == 1 ? DataType::bipolar() : DataType::sint(weight_bits);
  const DataType activation = activation_bits == 1 ? DataType::bipolar() : DataType::uint(activation_bits);
  return peak_ops(platform, weight, activation, platform.clock_mhz);
}

}  // namespace finn
