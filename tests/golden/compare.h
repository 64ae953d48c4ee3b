// SPDX-License-Identifier: Apache-2.0
// Runs a network through the golden model and through the naive interpreter, and compares every tensor.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "ir/network.h"

namespace finn::test {

using Json = nlohmann::ordered_json;

/// A tensor parameter of random values of a type.
Json random_parameter(const std::string& type, const std::vector<std::int64_t>& shape, std::mt19937& random);
/// A random value of a type, its extremes more often than by chance.
std::int64_t random_value(DataType type, std::mt19937& random);
/// A network of one input "x" and layers in a chain; each item of `layers` lacks name, inputs and outputs.
Json chain(const std::vector<std::int64_t>& shape, const std::string& type, const std::vector<Json>& layers);

/// The golden model's output for one frame of a network with one input and one output.
std::vector<std::int64_t> run_golden(const Json& net, const std::vector<std::int64_t>& input);

/// Expects that every tensor of `frames` random frames equals the reference's, and lies in its inferred range. Adds a
/// failure with the network's text where not.
void expect_equal_to_reference(const Json& net, std::uint32_t seed, int frames = 2);

}  // namespace finn::test
