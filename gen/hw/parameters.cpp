// SPDX-License-Identifier: Apache-2.0
#include "hw/parameters.h"

#include <algorithm>
#include <bit>

#include "hw/memory.h"

namespace finn {
namespace {

std::int64_t power_of_two(std::int64_t least) {
  return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(least)));
}

const Memory& memory_of(const HwGraph& graph, const ParameterRegion& region) {
  return graph.nodes.at(static_cast<std::size_t>(region.node)).memories.at(static_cast<std::size_t>(region.memory));
}

}  // namespace

std::int64_t ParameterRegion::size() const { return stride * power_of_two(rows); }

int ParameterMap::address_bits() const {
  return std::max(1,
                  static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(words, 1) - 1))));
}

ParameterMap parameter_map(const HwGraph& graph) {
  ParameterMap map;
  for (const Node& node : graph.nodes)
    for (std::size_t i = 0; i < node.memories.size(); ++i) {
      const Memory& memory = node.memories[i];
      if (!memory.writable) continue;
      ParameterRegion region;
      region.node = node.id;
      region.memory = static_cast<int>(i);
      region.stride = power_of_two((memory.width + kParameterBits - 1) / kParameterBits);
      region.rows = static_cast<std::int64_t>(memory.words.size());
      region.base = (map.words + region.size() - 1) / region.size() * region.size();
      map.words = region.base + region.rows * region.stride;
      map.regions.push_back(region);
    }
  return map;
}

std::vector<std::uint32_t> parameter_words(const HwGraph& graph, const ParameterRegion& region) {
  const Memory& memory = memory_of(graph, region);
  std::vector<std::uint32_t> words(static_cast<std::size_t>(region.rows * region.stride));
  auto row = words.begin();
  for (const BitWord& word : memory.words) {
    auto to = row;
    for (std::int64_t at = 0; at < memory.width; at += kParameterBits)
      *to++ = static_cast<std::uint32_t>(word.get(at, static_cast<int>(std::min(kParameterBits, memory.width - at))));
    row += region.stride;
  }
  return words;
}

}  // namespace finn
