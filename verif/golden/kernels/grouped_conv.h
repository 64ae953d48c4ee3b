// SPDX-License-Identifier: Apache-2.0
// Convolution in groups: each group of outputs sees its own channels alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/window.h"

namespace finn::golden {

struct GroupedProblem {
  WindowGeometry window;
  std::int64_t groups = 1;                ///< divides the channels and the outputs
  std::int64_t outputs = 1;               ///< of all groups
  std::span<const std::int64_t> weights;  ///< [outputs, channels / groups, KH, KW]
  std::int64_t pad_value = 0;
};

class GroupedConv {
 public:
  explicit GroupedConv(const GroupedProblem& problem);

  /// image: [H][W][C]; out: [OH*OW][outputs]. Sums must fit 64 bits.
  void run(const std::int64_t* image, std::int64_t* out) const;

 private:
  void add_tap(const std::int64_t* pixel, std::int64_t tap, std::int64_t* out) const;

  WindowGeometry window_;
  std::int64_t groups_;
  std::int64_t outputs_;
  std::vector<std::int64_t> weights_;  ///< [tap][channel of a group][output]
  std::vector<std::int64_t> padding_;  ///< a pixel
};

}  // namespace finn::golden
