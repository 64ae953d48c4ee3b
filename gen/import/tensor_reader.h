// SPDX-License-Identifier: Apache-2.0
// Constant tensors of a network file: {"type", "shape", "data" | "file"}.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "import/json_value.h"
#include "ir/tensor.h"

namespace finn {

/// Bad values of one tensor that are reported one by one; a note counts the others.
constexpr std::size_t kMostBadValues = 5;

/// The path of a file that a network names, or nothing (FR1201) if it is absolute, empty, or leaves `folder` by ".." or
/// through a symbolic link. `where` is the place of the name.
std::optional<std::filesystem::path> resolve_inside(const std::filesystem::path& folder, const std::string& name,
                                                    const Location& where, Diagnostics& diagnostics);

/// Reads a tensor. `rank` is its number of dimensions (0: any), its type may have `max_bits` bits; files are relative
/// to `folder`. Every value has been checked against the type. Reports everything that is wrong and returns null then.
std::shared_ptr<const Tensor> read_tensor(const JsonValue& value, std::size_t rank, int max_bits,
                                          const std::filesystem::path& folder, JsonChecker& check);

}  // namespace finn
