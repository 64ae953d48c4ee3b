// SPDX-License-Identifier: Apache-2.0
// A folder with model.onnx, input.npy, output.npy and, where no quantizer stands at the graph's input, input_type: what
// the program is told with --input-type.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/program.h"

namespace finn::test {

struct ModelFolder {
  std::filesystem::path path;

  std::string file(const std::string& name = "model.onnx") const { return (path / name).string(); }
  /// finn-rtlgen with these arguments and the model's --input-type.
  ProgramResult finn_rtlgen(std::vector<std::string> arguments) const;
  /// finn-rtlgen run on input.npy; the results go to `output`.
  ProgramResult run(const std::filesystem::path& output) const;
  /// Generates the accelerator below `out` and returns its folder; throws if that fails.
  std::filesystem::path generate(const std::filesystem::path& out) const;
};

/// The folders of models in `root`, sorted by name; none if there is no such folder.
std::vector<ModelFolder> model_folders(const std::filesystem::path& root);

/// An array of integers or real numbers as doubles; throws if the file cannot be read.
std::vector<double> read_reals(const std::filesystem::path& file);

}  // namespace finn::test
