// SPDX-License-Identifier: Apache-2.0
// Random small networks: bit-exact, cycle-exact and without bubbles, whatever meets in them.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

void check_seed(std::uint32_t seed) {
  const nlohmann::ordered_json network = random_network(seed);
  const TemporaryFolder folder(network.at("name").get<std::string>());
  write_text(folder / "net.json", network.dump(1));
  Accelerator accelerator = generate(folder / "net.json", folder / "out");
  verify(accelerator, {"--frames", "4", "--stall", "0.3", "--seed", std::to_string(seed)});
  expect_no_bubbles(accelerator);
  if (testing::Test::HasFailure()) ADD_FAILURE() << "seed " << seed << ":\n" << network.dump(1);
}

class RandomNetwork : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomNetwork, IsExact) { check_seed(GetParam()); }

std::string seed_name(const testing::TestParamInfo<std::uint32_t>& info) { return std::to_string(info.param); }

INSTANTIATE_TEST_SUITE_P(Seeds, RandomNetwork, testing::Range<std::uint32_t>(FIRST_SEED, LAST_SEED + 1), seed_name);

}  // namespace
}  // namespace finn::test
