// SPDX-License-Identifier: Apache-2.0
// Folded network -> hardware graph: every layer becomes its cells.
#pragma once

#include <vector>

#include "hw/graph.h"
#include "kinds/kind.h"

namespace finn {

/// Lowers one layer: its cells, and one stream end for each output. Where an output is encoded and a consumer wants
/// plain codes (or it is a graph output), its values are restored.
std::vector<StreamEnd> lower_layer(HwGraph& graph, const Network& network, const Layer& layer, const Folding& folding,
                                   std::vector<StreamEnd> inputs);

/// Lowers all layers. Sources may still feed several streams, and lanes may differ along a stream;
/// streams from graph inputs have the lanes of their receivers. Streams that carry a network tensor whole say so.
HwGraph lower_network(const Network& network, const std::vector<Folding>& foldings);

}  // namespace finn
