// SPDX-License-Identifier: Apache-2.0
// Random networks through all passes: no pass fails, the interval is the largest layer's cycles, and kinds know the
// cycles of their cells.
#include <gtest/gtest.h>

#include <cstdlib>

#include "import/net_reader.h"
#include "passes/compile.h"
#include "passes/layer_cycles.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

void check_seed(std::uint32_t seed, const TemporaryFolder& folder) {
  const nlohmann::ordered_json json = random_network(seed);
  write_text(folder / "net.json", json.dump(1));
  Diagnostics diagnostics;
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  ASSERT_TRUE(network) << diagnostics.text();
  const std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
  ASSERT_TRUE(design) << diagnostics.text();
  EXPECT_EQ(design->predicted.interval(), design->ideal);
  for (const Layer& layer : design->network.layers)
    EXPECT_EQ(layer.kind->cycles(design->network, layer, design->foldings[static_cast<std::size_t>(layer.id)]),
              layer_cycles(design->graph, layer.id))
        << layer.name;
}

TEST(RandomNetworks, RunAtTheirSlowestLayersRate) {
  const char* more = std::getenv("FINN_RANDOM_SEEDS");  // a longer search by hand
  const std::uint32_t last = more != nullptr ? static_cast<std::uint32_t>(std::atoi(more)) : 300;
  const TemporaryFolder folder("random");
  for (std::uint32_t seed = 1; seed <= last; ++seed) {
    check_seed(seed, folder);
    if (HasFailure()) {
      FAIL() << "seed " << seed << ":\n" << random_network(seed).dump(1);
    }
  }
}

}  // namespace
}  // namespace finn::test
