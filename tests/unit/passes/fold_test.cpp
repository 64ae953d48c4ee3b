// SPDX-License-Identifier: Apache-2.0
#include "passes/fold.h"

#include <gtest/gtest.h>

#include "support/net_builder.h"

namespace finn::test {
namespace {

std::vector<Folding> fold(const Network& network, const FoldOptions& options) {
  Diagnostics diagnostics;
  const std::vector<Folding> foldings = fold_network(network, options, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return foldings;
}

std::int64_t cycles(const Network& network, std::size_t layer, const std::vector<Folding>& foldings) {
  return network.layers[layer].kind->cycles(network, network.layers[layer], foldings[layer]);
}

TEST(Fold, TargetIsMetExactlyWithTheFewestUnits) {
  const Network network = NetBuilder().input({16}, "UINT4").fc(8, "INT3").network();
  const auto foldings = fold(network, {.target_cycles = 16});
  EXPECT_EQ(cycles(network, 0, foldings), 16);
  EXPECT_EQ(foldings[0].pe * foldings[0].simd, 8);
}

TEST(Fold, FileWinsOverTarget) {
  const Network network = NetBuilder().input({16}, "UINT4").fc(8, "INT3").fold(2, 4).fc(4, "INT2").network();
  const auto foldings = fold(network, {.target_cycles = 16});
  EXPECT_EQ(foldings[0].pe, 2);
  EXPECT_EQ(foldings[0].simd, 4);
  EXPECT_EQ(cycles(network, 1, foldings), 16);
}

TEST(Fold, ParallelBitsBoundTheWholeNetwork) {
  const Network network = NetBuilder().input({64}, "UINT2").fc(64, "INT2").threshold("UINT2").fc(32, "INT2").network();
  for (const std::int64_t bound : {2, 16, 100, 1000, 100000}) {
    const auto foldings = fold(network, {.target_cycles = {}, .parallel_bits = bound});
    std::int64_t bits = 0;
    for (const std::size_t layer : {0U, 2U}) bits += foldings[layer].pe * foldings[layer].simd * 2;
    EXPECT_LE(bits, std::max<std::int64_t>(bound, 4)) << bound;
    if (bound == 100000) {
      EXPECT_EQ(cycles(network, 0, foldings), 1);
    }
  }
}

TEST(Fold, FollowersAreNeverSlowerThanTheirNeighbours) {
  const Network network = NetBuilder()
                              .input({8, 8, 4}, "UINT8")
                              .threshold("UINT2")
                              .conv(8, 3, "INT2", 1)
                              .threshold("UINT2")
                              .maxpool(2)
                              .conv(16, 3, "INT2")
                              .threshold("UINT2")
                              .fc(10, "INT2")
                              .network();
  for (const std::int64_t target : {64, 100, 400, 1600}) {
    const auto foldings = fold(network, {.target_cycles = target});
    EXPECT_LE(cycles(network, 0, foldings), cycles(network, 1, foldings));
    EXPECT_LE(cycles(network, 2, foldings), std::min(cycles(network, 1, foldings), cycles(network, 4, foldings)));
    EXPECT_LE(cycles(network, 3, foldings), std::min(cycles(network, 1, foldings), cycles(network, 4, foldings)));
    EXPECT_LE(cycles(network, 5, foldings), std::min(cycles(network, 4, foldings), cycles(network, 6, foldings)));
    for (std::size_t layer = 0; layer < network.layers.size(); ++layer)
      EXPECT_LE(cycles(network, layer, foldings), target) << layer;
  }
}

TEST(Fold, UnreachableTargetIsAnError) {
  const Network network = NetBuilder().input({8, 8, 4}, "UINT2").conv(8, 3, "INT2").network();
  Diagnostics diagnostics;
  fold_network(network, {.target_cycles = 35}, diagnostics);
  ASSERT_EQ(diagnostics.error_count(), 1U);
  EXPECT_EQ(diagnostics.all().front().code, Code::FR4001);
}

TEST(Fold, DecidedFoldingIsWrittenBack) {
  Network network = NetBuilder().input({16}, "UINT4").fc(8, "INT3").threshold("UINT2").network();
  const auto foldings = fold(network, {.target_cycles = 16});
  apply_folding(network, foldings);
  EXPECT_EQ(network.layers[0].fold.pe, foldings[0].pe);
  EXPECT_EQ(network.layers[0].fold.simd, foldings[0].simd);
  EXPECT_EQ(network.layers[1].fold.pe, foldings[1].pe);
  EXPECT_FALSE(network.layers[1].fold.simd.has_value());
}

}  // namespace
}  // namespace finn::test
