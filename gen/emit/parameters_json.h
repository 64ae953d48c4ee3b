// SPDX-License-Identifier: Apache-2.0
// What the driver must know to rewrite parameters.
#pragma once

#include <nlohmann/json.hpp>

#include "hw/graph.h"
#include "ir/network.h"

namespace finn {

/// accelerator.json "parameters": {"words", "window", "page_words", "layers": {name: {"attributes": {"weights":
/// {"type", "shape"}, "flip": {"type": "BINARY", "shape", "default"}}, "shared": [recipe...], "memories": [{"base",
/// "stride", "rows", "parts": [{"first", "step", "bits", "values": recipe}]}]}}}. A recipe (hw/recipe.h) may name one
/// of "shared" as
/// ["shared", index]. Null if nothing can be rewritten.
nlohmann::ordered_json parameters_json(const HwGraph& graph, const Network& network);

}  // namespace finn
