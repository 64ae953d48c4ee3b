// SPDX-License-Identifier: Apache-2.0
// Pieces of Verilog text.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace finn {

using Connection = std::pair<std::string, std::string>;

/// [bits-1:0]
std::string vector_range(std::int64_t bits);

/// Bits of an address of `depth` words, at least 1.
std::int64_t address_bits(std::int64_t depth);

/// An instance u_<name> with every parameter and port by name, a line each.
std::string instance_text(const std::string& module, const std::string& name, const std::vector<Connection>& params,
                          const std::vector<Connection>& ports);

}  // namespace finn
