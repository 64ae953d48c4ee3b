// SPDX-License-Identifier: Apache-2.0
// Networks of one or two layers from short texts, for the tests of layer kinds.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "import/net_reader.h"
#include "kinds/kind.h"

namespace finn::test {

/// Text of a network: an input "x" ({"shape", "type"} members) and layers from "x" over "t0", "t1"... in a chain. Each
/// layer is given by its members without name, inputs and outputs.
inline std::string net_text(const std::string& input, const std::vector<std::string>& layers) {
  std::string text = R"({"format": "finn-rtlgen-net", "version": 1, "name": "test", "inputs": [{"name": "x", )" +
                     input + R"(}], "outputs": [{"name": "t)" + std::to_string(layers.size() - 1) +
                     R"("}], "layers": [)";
  for (std::size_t i = 0; i < layers.size(); ++i)
    text += fmt::format(R"({}{{"name": "l{}", "inputs": ["{}"], "outputs": ["t{}"], {}}})", i == 0 ? "" : ", ", i,
                        i == 0 ? "x" : fmt::format("t{}", i - 1), i, layers[i]);
  return text + "]}";
}

struct Parsed {
  std::optional<Network> network;
  Diagnostics diagnostics;

  const TensorInfo& tensor(const std::string& name) const {
    return *std::find_if(network->tensors.begin(), network->tensors.end(),
                         [&](const TensorInfo& info) { return info.name == name; });
  }
  const Layer& layer(std::size_t i) const { return network->layers.at(i); }
};

inline Parsed parse(const std::string& input, const std::vector<std::string>& layers) {
  Parsed parsed;
  parsed.network = parse_network(net_text(input, layers), "net.json", ".", parsed.diagnostics);
  return parsed;
}

/// Expects one error with this code, at this pointer below the last layer, whose message holds each of `words`.
inline void expect_error(const Parsed& parsed, Code code, const std::string& pointer,
                         const std::vector<std::string>& words) {
  EXPECT_FALSE(parsed.network);
  ASSERT_EQ(parsed.diagnostics.error_count(), 1U) << parsed.diagnostics.text();
  const Diagnostic& error = parsed.diagnostics.all().front();
  EXPECT_EQ(error.code, code) << parsed.diagnostics.text();
  EXPECT_EQ(error.where.pointer, "/layers/0" + pointer);
  EXPECT_GT(error.where.line, 0);
  for (const std::string& word : words)
    EXPECT_NE(error.message.find(word), std::string::npos) << error.message << " lacks " << word;
}

}  // namespace finn::test
