// SPDX-License-Identifier: Apache-2.0
// What the host does around the accelerator: arrays of samples to frames of integers, integers to real results.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/network.h"

namespace finn {

/// clamp(round(x / scale) + zero_point, min, max); nothing if x is not a number.
std::optional<std::int64_t> quantize(const HostQuantizer& quantizer, double x);

/// Shape of a host array of an input or output: hardware axis i is host axis permutation[i].
Shape host_shape(const Shape& hardware, const std::vector<std::int64_t>& permutation);

/// An array of samples, its last dimension fastest: integers or reals, as a file holds them.
struct SampleArray {
  Shape shape;  ///< [N, ...]
  bool is_real = false;
  std::span<const std::int64_t> integers;
  std::span<const double> reals;
  Location where;  ///< of the file, for errors
};

/// Frames for input number `index` of the network, one tensor per sample.
/// Integers are values of the hardware's input in its layout. Reals are in the host's layout and pass the input's host
/// quantizer; where the network has none, they must be whole numbers. Reports FR2900 (shape), FR2901 (value outside
/// the type) and FR2902 (not a whole number) and returns nothing then; values are reported up to the first few.
std::optional<std::vector<Tensor>> make_frames(const Network& network, std::size_t index, const SampleArray& samples,
                                               Diagnostics& diagnostics);

/// Real results of one frame of output number `index`: raw * scale + bias in double, in the host's layout.
std::vector<double> real_output(const Network& network, std::size_t index, const Tensor& raw);

}  // namespace finn
