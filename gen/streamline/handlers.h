// SPDX-License-Identifier: Apache-2.0
// What becomes of each operator. A handler gives every output of the flow's current node a value, or refuses.
#pragma once

#include "streamline/flow.h"

namespace finn::qonnx {

// elementwise.cpp: functions that wait in the chain, and sums of two streams
void handle_add(Flow& flow);
void handle_mul(Flow& flow);
void handle_unary(Flow& flow);
void handle_identity(Flow& flow);
void handle_leaky(Flow& flow);
void handle_clip(Flow& flow);
void handle_bound(Flow& flow);
void handle_hard_sigmoid(Flow& flow);
void handle_curve(Flow& flow);
void handle_rounding(Flow& flow);
void handle_batch_norm(Flow& flow);

// quantizers.cpp
void handle_quant(Flow& flow);
void handle_bipolar_quant(Flow& flow);
void handle_multi_threshold(Flow& flow);
void handle_float_quant(Flow& flow);
/// Counts the thresholds of a constant [channels or 1, levels - 1], in the channels of a stream.
std::optional<Step> count_step(Flow& flow, const Stream& stream, std::size_t input, bool channels_last);
/// count * scale + bias behind a count; as BIPOLAR where that is what it means.
void append_levels(Chain& chain, const Exact& scale, const Exact& bias);

// truncation.cpp
void handle_trunc(Flow& flow);

// moves.cpp: shapes and views
void handle_move(Flow& flow);

// matrices.cpp and convolutions.cpp
void handle_matmul(Flow& flow);
void handle_conv(Flow& flow);

// pools.cpp
void handle_max_pool(Flow& flow);
void handle_average_pool(Flow& flow);
void handle_reduce(Flow& flow);
void handle_global_sum(Flow& flow);

// joins.cpp: several streams, or parts of one
void handle_sum_of_streams(Flow& flow, const Exact& sign_of_second);
void handle_concat(Flow& flow);
void handle_split(Flow& flow);
void handle_slice(Flow& flow);

// images.cpp
void handle_resize(Flow& flow);
void handle_depth_to_space(Flow& flow);
void handle_pad(Flow& flow);

// ends.cpp
void handle_softmax(Flow& flow);
void handle_top_k(Flow& flow);
void handle_label_select(Flow& flow);

// finn_nodes.cpp
void handle_mvau(Flow& flow);
void handle_vvau(Flow& flow);
void handle_windows(Flow& flow);
void handle_fm_padding(Flow& flow);
void handle_duplicate(Flow& flow);
void handle_channelwise(Flow& flow);
void handle_thresholding(Flow& flow);

}  // namespace finn::qonnx
