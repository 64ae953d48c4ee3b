// SPDX-License-Identifier: Apache-2.0
// A row's hardware as units of synthesis (bench/units), beside its naive version.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "row.h"

namespace finn::qor {

/// Writes DIR/<row>/: a wrapper a unit, the library and naive modules, memory files and design.json, which lists
///   name, facts, ours, naive: units (see bench/units/folder.h),
///   emitted: {top, files}: the same as emission prints it (rows that are graphs).
void write_row(const Row& row, const std::filesystem::path& dir, const std::filesystem::path& data);

}  // namespace finn::qor
