// SPDX-License-Identifier: Apache-2.0
// Inputs and outputs of a network as net.json writes them.
#pragma once

#include <nlohmann/json.hpp>

#include "ir/network.h"

namespace finn {

/// Name, shape, type and what the host does before. Throws Defect if a coefficient is not finite.
nlohmann::ordered_json input_json(const Network& network, const GraphInput& input);
/// Name, scale, bias and what the host does after. Throws Defect if a coefficient is not finite.
nlohmann::ordered_json output_json(const Network& network, const GraphOutput& output);

}  // namespace finn
