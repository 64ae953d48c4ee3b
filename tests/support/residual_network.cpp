// SPDX-License-Identifier: Apache-2.0
#include "support/residual_network.h"

#include <random>

#include "support/net_builder.h"

namespace finn::test {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed), net_(seed) {}

  nlohmann::ordered_json make(bool small) {
    channels_ = small ? 2 : 2 * uniform(1, 2);
    const std::int64_t most = small ? 4 : 6;
    net_.input({uniform(3, most), uniform(3, most), channels_}, "INT3");
    std::string tensor = "x";
    for (std::int64_t blocks = small ? 1 : uniform(1, 2); blocks > 0; --blocks) tensor = block(tensor);
    return net_.json();
  }

 private:
  std::int64_t uniform(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  /// 1, 2 or 4, a divisor of `count`.
  std::int64_t divisor(std::int64_t count) {
    std::int64_t found = std::int64_t{1} << uniform(0, 2);
    while (count % found != 0) found /= 2;
    return found;
  }

  void conv(std::int64_t kernel) {
    const std::int64_t simd = kernel == 1 ? divisor(channels_) : divisor(channels_) * (uniform(0, 1) == 0 ? 1 : 9);
    net_.conv(channels_, kernel, "INT2", kernel / 2)
        .fold(divisor(channels_), simd > channels_ && simd % channels_ != 0 ? channels_ : simd);
  }
  void threshold() { net_.threshold("INT3").fold(divisor(channels_)); }

  std::string branch(const std::string& from, std::int64_t steps) {
    net_.from(from);
    for (std::int64_t i = 0; i < steps; ++i) {
      conv(uniform(0, 2) == 0 ? 1 : 3);
      threshold();
    }
    return steps == 0 ? from : net_.newest();
  }

  std::string block(const std::string& from) {
    const std::string near = branch(from, uniform(0, 1));
    const std::string far = branch(from, uniform(1, 2));
    net_.join(uniform(0, 3) == 0 ? "concat" : "add", {near, far});
    if (net_.channels() != channels_) conv(1);
    threshold();
    return net_.newest();
  }

  std::mt19937 random_;
  NetBuilder net_;
  std::int64_t channels_ = 2;
};

}  // namespace

nlohmann::ordered_json residual_network(std::uint32_t seed, bool small) { return Generator(seed).make(small); }

}  // namespace finn::test
