// SPDX-License-Identifier: Apache-2.0
// Any network that the program takes: net.json, or an ONNX graph that is streamlined on the way.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "streamline/streamline.h"

namespace finn::qonnx {

struct LoadOptions {
  /// --input-type: TYPE, TYPE/N or TYPE*S for all inputs of an ONNX graph, NAME=... for one.
  std::vector<std::string> input_types;
};

/// Is it an ONNX file by its name (.onnx)?
bool is_onnx(const std::filesystem::path& path);

/// The network of a file, with what became of each node of an ONNX graph (no notes for net.json). Nothing if there was
/// an error; every problem of the file has been reported.
std::optional<Streamlined> load_network(const std::filesystem::path& path, const LoadOptions& options,
                                        Diagnostics& diagnostics);

}  // namespace finn::qonnx
