// SPDX-License-Identifier: Apache-2.0
#include "passes/memories.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "passes/compile.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

/// A shallow, wide memory (512 x 144), a deep one (128 x 2304), and small ones.
HwGraph two_layers() {
  Diagnostics diagnostics;
  const NetBuilder builder = NetBuilder()
                                 .input({288}, "BIPOLAR")
                                 .fc(256, "BIPOLAR")
                                 .fold(16, 32)
                                 .threshold("BIPOLAR")
                                 .fc(1152, "BIPOLAR")
                                 .fold(4, 32);
  std::optional<Design> design = compile(builder.network(), {}, diagnostics);
  EXPECT_TRUE(design) << diagnostics.text();
  return std::move(design->graph);
}

const Memory& memory_of(const HwGraph& graph, const RomPort& port) {
  return graph.nodes[static_cast<std::size_t>(port.node)].memories[static_cast<std::size_t>(port.memory)];
}

TEST(BuildMemories, EveryBitStandsOnceWhereItIsRead) {
  const HwGraph graph = two_layers();
  std::map<const Memory*, std::vector<int>> seen;
  for (const Rom& rom : graph.roms)
    for (const RomPort& port : rom.ports) {
      const Memory& memory = memory_of(graph, port);
      const auto depth = static_cast<std::int64_t>(memory.words.size());
      std::vector<int>& bits = seen[&memory];
      bits.resize(static_cast<std::size_t>(depth * memory.width));
      for (std::int64_t slot = 0; slot < port.slots; ++slot)
        for (std::int64_t row = 0; row < port.rows; ++row) {
          const std::int64_t address = (port.first + slot) / memory.width * port.step + row;
          const std::int64_t column = (port.first + slot) % memory.width;
          if (address >= depth) continue;
          ++bits[static_cast<std::size_t>(address * memory.width + column)];
          ASSERT_EQ(rom.words[static_cast<std::size_t>(port.base + row)].get(slot, 1),
                    memory.words[static_cast<std::size_t>(address)].get(column, 1));
        }
    }
  EXPECT_GE(seen.size(), 3U);
  for (const auto& [memory, bits] : seen)
    for (const int count : bits) ASSERT_EQ(count, 1) << memory->port;
}

TEST(BuildMemories, TwoLayersShareTheirBlockRam) {
  const HwGraph graph = two_layers();
  double bram18 = 0;
  for (const Node& node : graph.nodes) bram18 += memory_cost(graph, node.id, Family::kXc7).bram18;
  EXPECT_EQ(bram18, 25);  // 32 without sharing; the small memories are logic
  int shared = 0;
  for (const Rom& rom : graph.roms) {
    if (rom.ports.size() == 1) continue;
    ++shared;
    ASSERT_EQ(rom.ports.size(), 2U);
    EXPECT_TRUE(rom.block);
    EXPECT_GE(rom.ports[1].base, rom.ports[0].rows);
    EXPECT_LE(rom.words.size(), 1024U);
  }
  EXPECT_EQ(shared, 1);
}

TEST(BuildMemories, IsTheSameEachTime) {
  const HwGraph first = two_layers();
  const HwGraph second = two_layers();
  ASSERT_EQ(first.roms.size(), second.roms.size());
  for (std::size_t i = 0; i < first.roms.size(); ++i) EXPECT_EQ(first.roms[i].words, second.roms[i].words);
}

}  // namespace
}  // namespace finn::test
