// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen import model.onnx -o net.json: the integer network of an ONNX graph.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "streamline/load.h"

namespace finn {

struct ImportOptions {
  std::string model;
  std::string output;
  qonnx::LoadOptions load;
  bool explain = false;
};

/// --input-type, for every command that takes a network.
void add_load_options(CLI::App& app, qonnx::LoadOptions& options);
void add_import_options(CLI::App& app, ImportOptions& options);
/// The exit code.
int import_command(const ImportOptions& options);

}  // namespace finn
