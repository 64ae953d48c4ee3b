// SPDX-License-Identifier: Apache-2.0
// Units of synthesis: a row's hardware in pieces that Yosys gets one by one, each with a wrapper of literal
// parameters. Equal pieces are one unit with a count.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "row.h"

namespace finn::qor {

/// Writes DIR/<row>/: a wrapper a unit, the library and naive modules, memory files and design.json, which lists
///   name, facts, ours, naive: [{top, kind: "logic" | "memory", port: memory's port or "", count, cells: [names],
///   files, streams: [{name, width, dir: "in" | "out"}], signals: [{name, width, dir}], reset: bool}],
///   emitted: {top, files}: the same as emission prints it (rows that are graphs).
void write_row(const Row& row, const std::filesystem::path& dir, const std::filesystem::path& data);

}  // namespace finn::qor
