// SPDX-License-Identifier: Apache-2.0
// A second, naive interpreter of net.json: it reads the JSON document itself and computes on values with plain loops.
// It shares nothing with the program, so that both are wrong together only by chance.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace finn::test {

struct Array {
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> data;
};

using Arrays = std::map<std::string, Array>;

/// All tensors of the network for one frame. Parameters must stand in the document ("data", flat or nested).
Arrays interpret(const nlohmann::ordered_json& net, const Arrays& inputs);

}  // namespace finn::test
