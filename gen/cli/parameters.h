// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen parameters: what the host of an accelerator writes to give it other weights.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/import.h"

namespace finn {

struct ParametersOptions {
  std::string folder;   ///< DIR/<name>
  std::string network;  ///< empty: the accelerator's own
  std::string output;
  qonnx::LoadOptions load;
};

void add_parameters_options(CLI::App& app, ParametersOptions& options);
/// Returns the program's exit code.
int parameters_command(const ParametersOptions& options);

}  // namespace finn
