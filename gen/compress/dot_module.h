// SPDX-License-Identifier: Apache-2.0
// Dot products as Verilog modules: the compressor in device primitives, and a behavioural twin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compress/compressor.h"
#include "hw/cell.h"

namespace finn {

/// Ports: clk, en, a, w (none with constants), y; with an accumulator also `add`, and `first` where a sum
/// has several adds.
/// With the macro FR_PRIMITIVES the module instantiates LUT6_2, CARRY4 (CARRY8 with FR_CARRY8) and registers; without
/// it, it is plain Verilog of the same latency and the same codes.
struct DotModule {
  RtlSource source;
  std::vector<std::string> files;  ///< library modules that it instantiates
  int stages = 1;                  ///< see Compressor::stages
  int width = 1;                   ///< of y
  std::int64_t offset = 0;         ///< see Compressor::offset
  NetlistCost cost;
};

/// Equal arguments give the same module, which stays valid.
const DotModule& dot_module(const DotSpec& spec, const CompressorOptions& options,
                            const std::optional<Accumulator>& accumulator);

}  // namespace finn
