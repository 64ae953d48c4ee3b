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

/// clamp(round(x / scale) + zero_point, min, max), exactly: ties are those of the real quotient, not of its double.
/// Nothing if x is not a number.
std::optional<std::int64_t> quantize(const HostQuantizer& quantizer, double x);

/// What a real input becomes by comparisons in row `row` (a channel, or 0): see HostThresholds; nothing if x is not a
/// number.
std::optional<std::int64_t> quantize(const HostThresholds& thresholds, std::size_t row, DataType type, double x);

/// Shape of a host array of an input or output: `given`, or where that is empty the hardware's with hardware axis i as
/// host axis permutation[i].
Shape host_shape(const Shape& hardware, const std::vector<std::int64_t>& permutation, const Shape& given = {});

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

/// Real results of one frame of output number `index`: raw * scale + bias in double, in the host's layout, before the
/// final operator.
std::vector<double> real_output(const Network& network, std::size_t index, const Tensor& raw);

/// The host's final operator on the real results of one frame: softmax and its logarithm over all of them, sigmoid of
/// each; argmax and topk give indices, of equal values the lower one first. As it is where there is none.
std::vector<double> final_result(const HostOutput& host, std::vector<double> real);
/// Shape of what final_result gives for real results of a shape.
Shape final_shape(const HostOutput& host, Shape real);

}  // namespace finn
