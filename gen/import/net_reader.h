// SPDX-License-Identifier: Apache-2.0
// Reader of net.json, version 1 (docs/net_json.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "diag/diagnostics.h"
#include "ir/network.h"

namespace finn {

constexpr std::string_view kNetFormat = "finn-rtlgen-net";
constexpr std::int64_t kNetVersion = 1;

/// Reads a network with its side files, infers shapes, types and ranges, and checks everything that can be wrong with
/// the file (1xxx, 2xxx, 3xxx), all in one run. Nothing if there was an error. User input never throws.
std::optional<Network> read_network(const std::filesystem::path& path, Diagnostics& diagnostics);

/// The same for a text in memory: `file` is its name in diagnostics, `folder` holds its side files.
std::optional<Network> parse_network(std::string text, const std::string& file, const std::filesystem::path& folder,
                                     Diagnostics& diagnostics);

/// Reads foldings from a JSON file that holds {layer: fold, ...}, or an object with that under "fold" (a net.json will
/// do). They replace those of the layers that the file names. False if there was an error; a layer with an error keeps
/// its fold.
bool read_fold_file(const std::filesystem::path& path, Network& network, Diagnostics& diagnostics);

}  // namespace finn
