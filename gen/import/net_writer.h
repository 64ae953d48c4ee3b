// SPDX-License-Identifier: Apache-2.0
// Writer of net.json, version 1, with its .npy files.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "ir/network.h"

namespace finn {

/// Tensors with at most this many values stand in net.json itself, others in files "<layer>_<attribute>.npy".
constexpr std::int64_t kMostInlineValues = 64;

/// The files of a network, name to bytes: "net.json" and its .npy files. The same network gives the same bytes, and
/// reading them back gives the same network.
std::map<std::string, std::string> network_files(const Network& network);

/// Writes these files into a folder, which is made if it does not exist. Throws std::filesystem::filesystem_error on
/// failure.
void write_network(const Network& network, const std::filesystem::path& folder);

}  // namespace finn
