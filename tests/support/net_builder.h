// SPDX-License-Identifier: Apache-2.0
// Builds small networks for tests: NetBuilder().input({8}, "UINT4").fc(4, "INT2").threshold("UINT2").network().
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "ir/network.h"

namespace finn::test {

/// Layers follow each other; parameters are seeded random values of their type. Layer i is called "<kind><i>", its
/// output "t<i>"; the last tensor is the output "t<last>".
class NetBuilder {
 public:
  explicit NetBuilder(std::uint32_t seed = 1) : random_(seed) {}

  NetBuilder& input(std::vector<std::int64_t> shape, const std::string& type);
  NetBuilder& fc(std::int64_t outputs, const std::string& weights);
  NetBuilder& conv(std::int64_t outputs, std::int64_t kernel, const std::string& weights, std::int64_t pad = 0,
                   std::int64_t stride = 1);
  NetBuilder& maxpool(std::int64_t kernel);
  NetBuilder& threshold(const std::string& type);
  /// Several tensors into one: "add" (all shapes alike) or "concat" (along the channels).
  NetBuilder& join(const std::string& kind, const std::vector<std::string>& tensors);
  /// Channels of the tensor that the next layer reads.
  std::int64_t channels() const { return tensors_.at(current_).shape.back(); }
  /// The newest layer's output.
  const std::string& newest() const { return tensors_.back().tensor; }
  /// Fold of the newest layer.
  NetBuilder& fold(std::int64_t pe, std::int64_t simd = 0);
  /// The next layer reads this tensor instead of the newest.
  NetBuilder& from(const std::string& tensor);
  /// The newest tensor is an output besides.
  NetBuilder& output();

  nlohmann::ordered_json json() const;
  /// Reads the network through the program's reader; throws std::runtime_error with its diagnostics on any error.
  Network network() const;

 private:
  struct Shaped {
    std::string tensor;
    std::vector<std::int64_t> shape;
  };
  NetBuilder& add(const std::string& kind, nlohmann::ordered_json attributes, std::vector<std::int64_t> shape);
  nlohmann::ordered_json random_tensor(const std::string& type, const std::vector<std::int64_t>& shape);
  Shaped& current() { return tensors_.at(current_); }

  std::mt19937 random_;
  nlohmann::ordered_json layers_ = nlohmann::ordered_json::array();
  nlohmann::ordered_json folds_ = nlohmann::ordered_json::object();
  nlohmann::ordered_json inputs_ = nlohmann::ordered_json::array();
  std::vector<std::string> outputs_;
  std::vector<Shaped> tensors_;
  std::size_t current_ = 0;
};

}  // namespace finn::test
