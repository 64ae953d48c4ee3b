// SPDX-License-Identifier: Apache-2.0
// The register map of an accelerator's shell: registers.def as data.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
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
inline constexpr RegisterBlock kParameterBlock{"parameters", 0x7000, 0};
inline constexpr std::array kRegisterBlocks{kControlBlock, kPortBlock, kChannelBlock, kParameterBlock};
inline constexpr std::int64_t kParameterWindow = 0x8000;       ///< address of the page of parameters
inline constexpr std::int64_t kParameterWindowWords = 0x2000;  ///< of a page
inline constexpr std::int64_t kMostPorts = 192;                ///< inputs and outputs that the map has room for

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
  std::int64_t words = 1;              ///< of 32 bits, at ascending addresses
  std::optional<std::uint32_t> reset;  ///< what it reads after a reset, if that is the same for all accelerators
};

/// All registers, in the order of their blocks and addresses.
const std::vector<Register>& register_map();

/// Has an accelerator the block? Channels are there with DMA alone, parameters where some can be rewritten.
bool has_block(const RegisterBlock& block, const Shell& shell, bool parameters);

/// A register of a certain accelerator, at its address on the bus.
struct PlacedRegister {
  std::string name;      ///< "STATUS" of the accelerator, "PORT0_FRAMES", "CHANNEL1_STATUS"; a C identifier
  std::int64_t address;  ///< in bytes
  std::int64_t words;    ///< of 32 bits from there on
  std::string doc;       ///< that of a port or channel begins with its interface's name
  const Register* row;   ///< of register_map()
};

/// What is placed apart, a register for each word: NAME_0, NAME_1, ... What is longer stays one.
inline constexpr std::int64_t kMostWordsApart = 16;

/// All registers of an accelerator with these interfaces (bus_interfaces()) and, last, the window to parameters if some
/// can be rewritten; in the order of the blocks and addresses. None without an AXI4-Lite slave.
std::vector<PlacedRegister> placed_registers(const std::vector<BusInterface>& interfaces, bool parameters);

/// The map for the driver: {"version", "size", "blocks": {control: {"base", "stride", "registers": {ID: {"offset",
/// "access", "fields": {...}}}}}}, with the blocks that the accelerator has.
nlohmann::ordered_json registers_json(const Shell& shell, bool parameters);

/// sim/shell_registers.h: addresses as C++ constants, kControlId, kPortFrames and so on for the bench.
std::string registers_header();

}  // namespace finn
