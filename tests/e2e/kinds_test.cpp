// SPDX-License-Identifier: Apache-2.0
// Contract of the layer kinds: every kind's examples, as hardware, equal the golden model under stalls, take the
// cycles that kind and cycle model say, and the interval is the largest layer's cycles.
#include <gtest/gtest.h>

#include <optional>

#include "e2e/accelerator.h"
#include "import/net_reader.h"
#include "kinds/kind.h"
#include "passes/compile.h"
#include "passes/layer_cycles.h"
#include "support/program.h"

namespace finn::test {
namespace {

struct NamedExample {
  std::string kind;
  KindExample example;
};

void PrintTo(const NamedExample& named, std::ostream* out) { *out << named.kind << " " << named.example.name; }

std::vector<NamedExample> all_examples() {
  std::vector<NamedExample> all;
  for (const LayerKind* kind : all_kinds())
    for (const KindExample& example : kind->examples()) all.push_back({std::string(kind->name), example});
  return all;
}

class KindContract : public testing::TestWithParam<NamedExample> {};

TEST_P(KindContract, HardwareEqualsGolden) {
  const NamedExample& named = GetParam();
  const TemporaryFolder folder(named.kind + "_" + named.example.name);
  write_text(folder / "net.json", named.example.net_json);
  Accelerator accelerator = generate(folder / "net.json", folder / "out");
  verify(accelerator, {"--frames", "5", "--stall", "0.4", "--seed", "7"});
  expect_no_bubbles(accelerator);
}

TEST_P(KindContract, CyclesOfKindAreThoseOfItsCells) {
  const TemporaryFolder folder("cycles");
  write_text(folder / "net.json", GetParam().example.net_json);
  Diagnostics diagnostics;
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  ASSERT_TRUE(network) << diagnostics.text();
  const std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
  ASSERT_TRUE(design) << diagnostics.text();
  for (const Layer& layer : design->network.layers)
    EXPECT_EQ(layer.kind->cycles(design->network, layer, design->foldings[static_cast<std::size_t>(layer.id)]),
              layer_cycles(design->graph, layer.id))
        << layer.name;
}

std::string example_name(const testing::TestParamInfo<NamedExample>& info) {
  return info.param.kind + "_" + info.param.example.name;
}

INSTANTIATE_TEST_SUITE_P(Kinds, KindContract, testing::ValuesIn(all_examples()), example_name);

}  // namespace
}  // namespace finn::test
