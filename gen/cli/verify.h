// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen verify DIR/<name>: the hardware against the golden model, in Verilator.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finn {

struct VerifyCliOptions {
  std::string folder;
  std::vector<std::string> inputs;
  std::vector<std::string> expects;
  std::optional<std::int64_t> frames;
  double stall = 0.2;
  std::uint64_t seed = 1;
  bool keep = false;
  bool quiet = false;
};

void add_verify_options(CLI::App& app, VerifyCliOptions& options);

/// Returns the exit code: 0 only if the hardware is bit-exact, at the predicted interval and latency.
int verify_command(const VerifyCliOptions& options);

}  // namespace finn
