// SPDX-License-Identifier: Apache-2.0
// The nearest of a set of names, for "did you mean" notes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace finn {

/// The candidate with the smallest edit distance to `name`, if that is small enough to be a likely slip
/// (at most a third of the longer name, and at least 1 edit allowed).
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace finn
