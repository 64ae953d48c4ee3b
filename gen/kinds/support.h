// SPDX-License-Identifier: Apache-2.0
// What several layer kinds share: checks of shapes, divisors, and exact sums of products.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/network.h"
#include "ir/window.h"

namespace finn {

/// Elements of one frame of a tensor that a kind may infer.
constexpr std::int64_t kMaxTensorElements = std::int64_t{1} << 28;

/// Wide enough for any sum of products of file values: 2^32 * 2^62 * 2^28.
__extension__ using Wide = __int128;

struct WideRange {
  Wide min = 0;
  Wide max = 0;

  WideRange& operator+=(const WideRange& other) {
    min += other.min;
    max += other.max;
    return *this;
  }
  WideRange operator-(const WideRange& other) const { return {min - other.min, max - other.max}; }
  void widen(const WideRange& other) {
    if (other.min < min) min = other.min;
    if (other.max > max) max = other.max;
  }
};

/// All divisors of n >= 1, ascending.
std::vector<std::int64_t> divisors(std::int64_t n);

inline std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Range of weight * value for one weight and any value of a range.
WideRange product_range(std::int64_t weight, Range values);
/// Range of weight * value for any weight and any value of two ranges.
WideRange product_range(Range weights, Range values);

/// Fills type and range of an accumulator tensor. Reports FR2207 and returns false if it needs more than
/// DataType::kMaxBits bits.
bool set_accumulator(const Network& network, const Layer& layer, Diagnostics& diagnostics, const WideRange& range,
                     TensorInfo& output);

/// The layer's only input. The reader has checked that there is one.
const TensorInfo& input_of(const Network& network, const Layer& layer);
/// The layer's only output, after inference.
const TensorInfo& output_of(const Network& network, const Layer& layer);

/// The only tensor of a golden run's outputs, with room for its data.
Tensor& prepare_output(std::vector<Tensor>& outputs, DataType type, const Shape& shape);

/// The only entry of `outputs`, made if it is missing.
TensorInfo& only_output(std::vector<TensorInfo>& outputs);

/// Reports FR2200 and returns false unless the input is an image [H, W, C] (or a vector [C] where `vector_too`).
bool check_input(const Network& network, const Layer& layer, Diagnostics& diagnostics, bool vector_too);
/// Reports FR2206 and returns false if the shape has more than kMaxTensorElements elements.
bool check_size(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Shape& shape);
/// The window of a pooling kind: attributes "kernel", "stride" (default the kernel) and "pad".
WindowGeometry pooling_window(const Layer& layer, const TensorInfo& input);
/// Reports FR2205 and returns false if the window does not fit into the padded input. `sub` is where the layer says
/// how large the window is, e.g. "/kernel".
bool check_window(const Network& network, const Layer& layer, Diagnostics& diagnostics, const WindowGeometry& window,
                  const std::string& sub);
/// Reports FR2209 and returns false if the layer multiplies elements of more than 32 bits: fr_dot takes no wider ones.
bool check_operand(const Network& network, const Layer& layer, Diagnostics& diagnostics, const TensorInfo& input);
/// Reports FR2203 and returns false if the hardware cannot make padding of this value: of a type of more than 32 bits
/// only 0 to 2^31 - 1. `sub` is where the layer says the value.
bool check_wide_padding(const Network& network, const Layer& layer, Diagnostics& diagnostics, DataType type,
                        std::int64_t value, const std::string& sub);
/// Reports FR2210 and returns false unless a per-channel parameter tensor [C or 1, columns] has as many rows as it
/// should. `sub` is its place in the layer, e.g. "/thresholds".
bool check_rows(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Tensor& tensor,
                const std::string& sub, std::int64_t channels);

/// Gives a tensor the narrowest UINTn or INTn for its values if its type does not hold all of them.
void widen_type(Tensor& tensor);

/// For notes: all legal values of a knob, ascending, or those on both sides of `value` if there are many.
std::string legal_values(const std::vector<std::int64_t>& legal, std::int64_t value);

}  // namespace finn
