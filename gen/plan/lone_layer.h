// SPDX-License-Identifier: Apache-2.0
// Layers lowered one by one, to see what they take and how they behave at a folding.
#pragma once

#include <vector>

#include "hw/graph.h"
#include "kinds/kind.h"

namespace finn {

/// One layer between graph inputs and outputs of its own, its width converters in.
struct LoneLayer {
  HwGraph graph;
  std::vector<std::int64_t> in_lanes;   ///< elements of a beat, by layer input
  std::vector<std::int64_t> out_lanes;  ///< by layer output
};

/// Weights have shapes here, but no contents (hw/blank_memory.h), in the layers that lead the folding.
class LoneLayers {
 public:
  explicit LoneLayers(const Network& network);

  const Network& network() const { return network_; }
  /// What a tensor's stream carries; lanes are not said. Codes and encodings hardly depend on the folding: they are
  /// those of the smallest.
  const StreamEnd& stream(TensorId tensor) const { return ends_[static_cast<std::size_t>(tensor)]; }
  LoneLayer lower(const Layer& layer, const Folding& folding) const;

 private:
  Network network_;
  std::vector<StreamEnd> ends_;  ///< by tensor
};

}  // namespace finn
