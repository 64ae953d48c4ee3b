// SPDX-License-Identifier: Apache-2.0
// Random small networks with dead channels: thresholds that never or always fire, rows and columns of zeros.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace finn::test {

/// A legal net.json of convolutions, pools, sums, concatenations, slices and activations, without a folding; same seed,
/// same network. About a third of what can be dead is. Constant channels meet what passes their contributions on and
/// what cannot.
nlohmann::ordered_json dead_network(std::uint32_t seed);

/// Makes some channels of another network dead: of its thresholds [C, n] and its weights; the folding stays.
nlohmann::ordered_json with_dead_channels(nlohmann::ordered_json net, std::uint32_t seed);

}  // namespace finn::test
