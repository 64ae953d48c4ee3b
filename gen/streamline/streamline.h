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
  std::string became;  ///< layers, "host", "constant", "layout" or "nothing to do"
  std::string detail;  ///< scale, range, number of thresholds; what it adds to a layer that a later node completes
};

/// Channels of an activation layer that are not like the others.
struct ChannelNote {
  std::string layer;                  ///< kind and name
  std::string what;                   ///< "flipped": the function falls; "constant": it always gives the same
  std::vector<std::size_t> channels;  ///< ascending
};

struct Streamlined {
  Network network;
  std::vector<NodeNote> notes;        ///< one per node, in order
  std::vector<ChannelNote> channels;  ///< of the layers in order
};

/// Nothing if anything cannot be mapped; every problem is reported with its node (FR60xx), all in one run.
std::optional<Streamlined> streamline(const onnx::Model& model, const StreamlineOptions& options,
                                      Diagnostics& diagnostics);

}  // namespace finn::qonnx
