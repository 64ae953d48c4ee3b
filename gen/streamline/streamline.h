// SPDX-License-Identifier: Apache-2.0
// From a quantized ONNX graph to the integer network that computes the same, exactly (docs/import.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/network.h"
#include "onnx/model.h"
#include "streamline/input_type.h"

namespace finn::qonnx {

struct StreamlineOptions {
  /// Of all graph inputs, or by name.
  std::optional<InputType> input_type;
  std::map<std::string, InputType> input_types;
  std::string network_name;  ///< empty: from the file
};

/// What became of one ONNX node.
struct NodeNote {
  std::string node;
  std::string op;
  std::string became;  ///< layers, "host" or "nothing to do"
  std::string detail;  ///< scale, range, thresholds
};

struct Streamlined {
  Network network;
  std::vector<NodeNote> notes;  ///< one per node, in order
};

/// Nothing if anything cannot be mapped; every problem is reported with its node (FR60xx), all in one run.
std::optional<Streamlined> streamline(const onnx::Model& model, const StreamlineOptions& options,
                                      Diagnostics& diagnostics);

}  // namespace finn::qonnx
