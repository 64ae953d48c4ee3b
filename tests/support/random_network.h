// SPDX-License-Identifier: Apache-2.0
// Random small networks for end-to-end tests: every layer kind, operand type, geometry and folding can meet.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace finn::test {

/// A legal net.json of one to five layers on at most 9x9x8 elements; same seed, same network. Some tensors are read
/// twice or are outputs besides, some layers are folded at random, the others by the program.
nlohmann::ordered_json random_network(std::uint32_t seed);

}  // namespace finn::test
