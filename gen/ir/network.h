// SPDX-License-Identifier: Apache-2.0
// The integer network: integer tensors and integer layers alone. net.json is this, written down.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/attrs.h"
#include "ir/tensor.h"

namespace finn {

struct LayerKind;  // kinds/kind.h

using TensorId = int;
using LayerId = int;
constexpr int kNone = -1;

/// Folding of one layer. An absent pe or simd is for the folding pass to choose.
struct LayerFold {
  std::optional<std::int64_t> pe;
  std::optional<std::int64_t> simd;
  std::string style = "auto";         ///< auto, lut, dsp
  std::string ram_style = "auto";     ///< auto, block, distributed
  std::string window = "sequential";  ///< sequential, parallel
  bool pad = false;                   ///< allow a fold that does not divide
};

/// A tensor that flows through the network.
struct TensorInfo {
  std::string name;
  Shape shape;  ///< [C] or [H, W, C]
  DataType type = DataType::sint(32);
  Range range;                     ///< the values it can really take, within the type
  LayerId producer = kNone;        ///< kNone: a graph input
  std::vector<LayerId> consumers;  ///< in file order; a layer that reads it twice is listed twice
  Location where;

  std::int64_t channels() const { return shape.back(); }
  std::int64_t pixels() const { return element_count(shape) / shape.back(); }
};

struct Layer {
  LayerId id = kNone;
  std::string name;
  const LayerKind* kind = nullptr;
  Attrs attrs;
  std::vector<TensorId> inputs;
  std::vector<TensorId> outputs;
  bool runtime = false;  ///< weights and thresholds may be rewritten by the host
  LayerFold fold;
  Location where;
};

/// Uniform quantizer that the host applies to a real input: clamp(round(x / scale) + zero_point, min, max).
struct HostQuantizer {
  double scale = 1.0;
  std::int64_t zero_point = 0;
  std::string rounding = "half_even";  ///< half_even, half_up, half_away, floor, ceil, truncate
  Range range;
};

/// Quantizer of a real input by comparisons: the type's smallest value plus the number of thresholds t with x >= t
/// (flip: x <= t). BIPOLAR: -1 below its one threshold, +1 from there on.
struct HostThresholds {
  std::vector<std::vector<double>> rows;  ///< one for all channels, or one per channel; ascending
  std::vector<bool> flip;                 ///< per row; empty: none
};

/// What the host does before the accelerator. At most one of the quantizers stands.
struct HostInput {
  std::optional<HostQuantizer> quantizer;
  std::optional<HostThresholds> thresholds;
  Shape shape;  ///< of the host's array, without samples; empty: the hardware's, permuted
  Shape axes;   ///< shape of as many elements that it is seen in when its axes are permuted; empty: as it is
  /// The host's array with its axes in this order, axis permutation[i] at place i, has the hardware's elements in
  /// their order; empty: as it is.
  std::vector<std::int64_t> permutation;
};

/// What the host does after the accelerator; the hardware delivers the integers.
struct HostOutput {
  Shape shape;  ///< of the host's array before the final operator, as HostInput's
  Shape axes;
  std::vector<std::int64_t> permutation;
  std::string final_operator;  ///< "", softmax, log_softmax, sigmoid, argmax, topk
  std::int64_t top_k = 0;
};

struct GraphInput {
  TensorId tensor = kNone;
  HostInput host;
};

struct GraphOutput {
  TensorId tensor = kNone;
  std::vector<double> scale{1.0};  ///< one, or one per channel
  std::vector<double> bias{0.0};
  HostOutput host;
};

/// Ids are indices into the vectors; they are stable.
struct Network {
  std::string name;
  std::string file;  ///< as the user named it
  std::vector<TensorInfo> tensors;
  std::vector<Layer> layers;  ///< in file order
  std::vector<GraphInput> inputs;
  std::vector<GraphOutput> outputs;
  /// Position of a JSON pointer in the source file, for late diagnostics; may be empty.
  std::function<Location(const std::string& pointer)> locate;

  /// Where `sub` ("/weights/shape") of a layer stands.
  Location at(const Layer& layer, const std::string& sub = {}) const;
  /// Layer ids, producers before consumers. Cycles have been rejected before.
  std::vector<LayerId> topological_order() const;
  /// A cycle as layer ids, or empty. Safe on any graph whose ids are valid.
  std::vector<LayerId> find_cycle() const;
};

}  // namespace finn
