// SPDX-License-Identifier: Apache-2.0
// Random small networks whose branches part and join.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace finn::test {

/// A legal net.json: one or two blocks (`small`: one) on an image of at most 6 x 6 x 4 (`small`: 4 x 4 x 2) in which
/// branches of unlike reach (nothing, convolutions of 1 x 1 or 3 x 3 with thresholds) part and meet again in an add or
/// a concat, folded at random. Same seed, same network.
nlohmann::ordered_json residual_network(std::uint32_t seed, bool small);

}  // namespace finn::test
