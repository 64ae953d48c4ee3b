// SPDX-License-Identifier: Apache-2.0
// Platforms: the boards and parts that a network can be built for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "hw/cost.h"

namespace finn {

/// What a platform offers: the whole device as its data sheet has it; less a shell that is always there, where its
/// size is known ("source" says so).
struct Platform {
  std::string name;  ///< == the file's name without .json
  std::string part;  ///< as Vivado names it
  Family family = Family::kXc7;
  std::int64_t lut = 0;  ///< six-input LUTs
  std::int64_t ff = 0;
  std::int64_t bram36 = 0;  ///< 36 Kbit blocks; each may be used as two BRAM18
  std::int64_t uram = 0;    ///< 288 Kbit blocks
  std::int64_t dsp = 0;
  double clock_mhz = 0;  ///< the clock to assume when the user names none
  double bandwidth = 0;  ///< peak of the external memory, GB/s (10^9 bytes); 0: there is none
  std::string source;    ///< where the figures come from
};

/// All that the platform offers.
Cost available(const Platform& platform);

/// Reads ip/platforms/<name>.json below `data` (see data_dir()), or the file itself where `name_or_path` holds a '/'
/// or ends in ".json". All that is wrong with the file is reported in one run: FR5002 (no such platform, with the
/// known ones), FR5003 (not JSON), FR5004 (a key that is missing, unknown, of a wrong type or out of range),
/// FR1005 (a key that stands there twice); then throws InputRejected.
Platform read_platform(std::string_view name_or_path, const std::filesystem::path& data, Diagnostics& diagnostics);

/// Names of the shipped platforms, sorted.
std::vector<std::string> platform_names(const std::filesystem::path& data);

}  // namespace finn
