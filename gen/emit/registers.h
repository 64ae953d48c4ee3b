// SPDX-License-Identifier: Apache-2.0
// The register map of an accelerator's shell: registers.def as data.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "emit/interface.h"

namespace finn {

/// Where a block's registers are: at base + index * stride. Ports: the inputs, then the outputs; channels likewise.
struct RegisterBlock {
  std::string_view name;
  std::int64_t base;
  std::int64_t stride;  ///< 0: there is one
};
inline constexpr RegisterBlock kControlBlock{"control", 0x0000, 0};
inline constexpr RegisterBlock kPortBlock{"port", 0x1000, 0x40};
inline constexpr RegisterBlock kChannelBlock{"channel", 0x4000, 0x40};
inline constexpr std::int64_t kRuntimeBase = 0x8000;  ///< up to 0xFFFF: kept for weights that are written at run time
inline constexpr std::int64_t kMostPorts = 192;       ///< inputs and outputs that the map has room for

inline constexpr int kRegisterMapVersion = 1;

struct RegisterField {
  std::string_view name;
  int low;
  int bits;
  std::string_view doc;
};

struct Register {
  std::string_view block;
  std::string_view name;
  std::int64_t offset;      ///< in its block
  std::string_view access;  ///< ro, rw, wo or w1c
  std::string_view doc;
  std::vector<RegisterField> fields;
};

/// All registers, in the order of their blocks and addresses.
const std::vector<Register>& register_map();

/// The map for the driver: {"version", "size", "blocks": {control: {"base", "stride", "registers": {ID: {"offset",
/// "access", "fields": {...}}}}}}; without channels where there is no DMA.
nlohmann::ordered_json registers_json(const Shell& shell);

/// sim/shell_registers.h: addresses as C++ constants, kControlId, kPortFrames and so on for the bench.
std::string registers_header();

}  // namespace finn
