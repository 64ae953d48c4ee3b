// SPDX-License-Identifier: Apache-2.0
// Foldings in FINN's own form (folding_config.json): {"Defaults": {...}, "<operator>_<number>": {"PE", "SIMD", ...}}.
#pragma once

#include "import/json_value.h"
#include "ir/network.h"

namespace finn {

/// By its content: a member "Defaults", or a member that is an object with "PE" or "SIMD".
bool is_finn_folding(const JsonValue& root);

/// Reads the folding into the layers. FINN's nodes of an operator stand for the network's layers in topological order,
/// by their number, or by their place in the file where several variants of the operator (_hls, _rtl) are numbered
/// apart:
///   MVAU, MatrixVectorActivation, StreamingFCLayer_Batch: layers with weights, not in groups
///   VVAU, VectorVectorActivation, Vector_Vector_Activate_Batch: convolutions in groups
///   Thresholding, Thresholding_Batch: thresholds that do not follow such a layer directly (there FINN's MVAU holds
///     them), or all thresholds (FINN's "standalone_thresholds"), as their number says; one more than that is FINN's
///     quantizer of the input, which the host has here
/// PE, SIMD, ram_style and resType are taken, "Defaults" too. What has no counterpart is a warning (FR2158), another
/// number of nodes than of layers an error (FR2157), a key of another form FR2151, and what is illegal for a layer is
/// reported as for our own foldings. A layer with an error keeps its fold.
void read_finn_folding(const JsonValue& root, Network& network, JsonChecker& check);

}  // namespace finn
