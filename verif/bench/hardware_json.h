// SPDX-License-Identifier: Apache-2.0
// sim/hardware.json: cells and streams of a generated top, for the cycle model. Contents of memories are not in it.
#pragma once

#include <filesystem>
#include <string>

#include "hw/graph.h"

namespace finn {

/// Same graph, same bytes.
std::string hardware_json(const HwGraph& graph);

/// Reads sim/hardware.json: names, cells, parameters and streams. Throws std::runtime_error with a message that names
/// the file if it is missing or broken.
HwGraph read_hardware_json(const std::filesystem::path& file);

}  // namespace finn
