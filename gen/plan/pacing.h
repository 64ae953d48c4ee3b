// SPDX-License-Identifier: Apache-2.0
// How a layer's output follows its input.
#pragma once

#include "plan/lone_layer.h"

namespace finn {

/// Which input a layer's output waits for. That is a matter of the operator and hardly of its folding.
struct Pacing {
  double head = 0;         ///< part of a frame's input that has come when the first output leaves
  std::int64_t tail = 0;   ///< elements of a frame's output that leave only after the last input has come
  std::int64_t depth = 0;  ///< cycles from the beat that releases the first output to that output
};

/// Feeds a layer one beat of each input at a time, and lets it come to rest in between. At the folding with the fewest
/// cycles; one that goes element by element and takes a whole frame in a beat there, at the smallest.
Pacing pacing_of(const LoneLayers& layers, const Layer& layer);

}  // namespace finn
