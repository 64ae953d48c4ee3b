// SPDX-License-Identifier: Apache-2.0
// conv: a two-dimensional convolution (cross-correlation, as every training tool means it) over an image [H, W, C].
#pragma once

#include "cells/vvu/vvu.h"
#include "ir/window.h"
#include "kinds/kind.h"

namespace finn {

/// The attributes of a conv layer, read.
struct ConvSpec {
  WindowGeometry window;
  std::int64_t outputs = 1;         ///< O, the matrix's rows (MH)
  std::int64_t groups = 1;          ///< divides C and O
  std::int64_t pad_value = 0;       ///< what stands in the padding; a value of the input's type
  const Tensor* weights = nullptr;  ///< [O, I, KH, KW] with I = C/groups, owned by the layer

  std::int64_t group_channels() const { return window.channels / groups; }   ///< I
  std::int64_t group_outputs() const { return outputs / groups; }            ///< rows of a group's matrix
  std::int64_t columns() const { return window.taps() * group_channels(); }  ///< MW = KH*KW*I
  std::int64_t vectors() const { return window.windows(); }                  ///< OH*OW
  /// A 1x1 convolution with stride 1 and no padding reads each pixel once, in order: no sliding window.
  bool is_pointwise() const;
};

/// The layer must have passed `conv_shape`.
ConvSpec conv_spec(const Layer& layer, const TensorInfo& input);
/// Exact range of the sums of each output channel, over all window positions and independent inputs, whose channels
/// take these values; channels that are gone add nothing.
std::vector<WideRange> conv_ranges(const ConvSpec& spec, const ChannelFacts& inputs);
/// For one group: weights as the matrix that the hardware and the golden model use: [O, MW], columns ordered (kh, kw,
/// c), c fastest.
/// Empty if the weights' tensor is: a shape alone.
std::vector<std::int64_t> conv_matrix(const ConvSpec& spec);

/// Lanes of the sliding-window unit of a folded convolution.
struct ConvWindow {
  bool used = false;              ///< false: pointwise, the stream goes straight to the MVU
  std::int64_t lanes = 1;         ///< elements of an output beat: S (a divisor of C) or P*C (P taps a beat)
  std::int64_t in_lanes = 1;      ///< elements of an input beat: min(lanes, C)
  std::int64_t taps = 1;          ///< taps of an output beat: 1 or P
  std::int64_t input_beats = 1;   ///< of a frame
  std::int64_t window_beats = 1;  ///< output beats of a frame
};

/// Chooses the lanes: candidates are the divisors of C (one pixel in C/S words) and P*C for P dividing KH*KW (P taps
/// a beat). The smallest that is at least SIMD and needs no more input beats and window beats than the MVU needs
/// cycles; if there is none, the one with the fewest of max(input beats, window beats), the smallest of equals.
/// folding.window "parallel" leaves one candidate, the whole window.
ConvWindow conv_window(const ConvSpec& spec, const Folding& folding);

/// A convolution in groups on the vvu: its folds, and the lanes of the window unit before it (one, or of a depthwise
/// convolution SIMD taps a beat). Types and accumulators are left to lowering.
struct GroupedFold {
  VvuConfig vvu;
  std::int64_t lanes = 1;         ///< elements of a tap in a beat
  std::int64_t input_beats = 1;   ///< of a frame
  std::int64_t window_beats = 1;  ///< of a frame
};

GroupedFold grouped_fold(const ConvSpec& spec, const Folding& folding);
Knobs grouped_knobs(const ConvSpec& spec);
GoldenRun grouped_golden(const ConvSpec& spec, const TensorInfo& output);
StreamEnd lower_grouped(LowerContext& context, const ConvSpec& spec);

bool conv_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs conv_knobs(const Network& network, const Layer& layer);
std::int64_t conv_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t conv_operations(const Network& network, const Layer& layer);
GoldenRun conv_golden(const Network& network, const Layer& layer);
const ChannelRules& conv_channels();
void conv_widths(const WidthChange& change, Attrs& attrs);
std::vector<KindExample> conv_examples();
std::vector<StreamEnd> lower_conv(LowerContext& context);

}  // namespace finn
