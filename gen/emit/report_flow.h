// SPDX-License-Identifier: Apache-2.0
// What flows between layers, for report.json.
#pragma once

#include <nlohmann/json.hpp>

#include "hw/graph.h"

namespace finn {

/// Tensors that a layer reads: [{"tensor", "from"}], "from" the layer that makes it, null for an input of the network.
nlohmann::ordered_json layer_inputs_json(const Network& network, const Layer& layer);

/// Tensors that a layer makes: [{"tensor", "type", "shape"}].
nlohmann::ordered_json layer_outputs_json(const Network& network, const Layer& layer);

/// Name of the layer that makes a tensor; null for an input of the network.
nlohmann::ordered_json producer_json(const Network& network, TensorId tensor);

/// The buffers between cells: [{"name", "depth", "width", "bits", "from", "to"}]. Depth in beats, width in bits a beat;
/// "from" and "to" are the nearest layers before and behind, null for the network's boundary.
nlohmann::ordered_json buffers_json(const Network& network, const HwGraph& graph);

}  // namespace finn
