// SPDX-License-Identifier: Apache-2.0
#include "passes/memories.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "cells/cost.h"
#include "diag/diagnostics.h"
#include "hw/memory.h"
#include "hw/parameters.h"
#include "hw/rom_plan.h"

namespace finn {
namespace {

/// A node's memory that is not logic of the node.
struct Item {
  int node = kNone;
  int memory = 0;
  MemoryShape shape;
  MemoryPlan plan;
};

struct Sharing {
  std::size_t a = 0;
  std::size_t b = 0;
  PairPlan plan;
  std::int64_t saving = 0;
};

std::vector<Item> items_of(const HwGraph& graph) {
  std::vector<Item> items;
  for (const Node& node : graph.nodes) {
    const std::vector<std::string> ports = node.cell->rtl(node.params, node.memories).memories;
    for (std::size_t i = 0; i < node.memories.size(); ++i) {
      const Memory& memory = node.memories[i];
      if (std::find(ports.begin(), ports.end(), memory.port) == ports.end()) {
        if (memory.writable) throw Defect("node " + node.name + ": what the host may rewrite became logic");
        continue;
      }
      MemoryShape shape{memory.width, static_cast<std::int64_t>(memory.words.size()), memory.ram_style,
                        memory.writable};
      MemoryPlan plan = plan_memory(shape);
      items.push_back({node.id, static_cast<int>(i), std::move(shape), std::move(plan)});
    }
  }
  return items;
}

/// All pairs that save block RAM and are cheaper, the greatest saving first.
std::vector<Sharing> sharings(const std::vector<Item>& items) {
  std::vector<Sharing> all;
  for (std::size_t a = 0; a < items.size(); ++a)
    for (std::size_t b = 0; b < items.size(); ++b) {
      const std::int64_t bram18 = items[a].plan.bram18 + items[b].plan.bram18;
      if (a == b || bram18 < 2 || items[a].shape.writable || items[b].shape.writable) continue;
      std::optional<PairPlan> pair = plan_pair(items[a].shape, items[b].shape);
      if (!pair || pair->total_bram18() >= bram18) continue;
      const std::int64_t saving = items[a].plan.price() + items[b].plan.price() - pair->price();
      if (saving > 0) all.push_back({a, b, std::move(*pair), saving});
    }
  std::stable_sort(all.begin(), all.end(), [](const Sharing& x, const Sharing& y) { return x.saving > y.saving; });
  return all;
}

/// Copies a port's part of the memory into the array.
void fill(const Memory& memory, const RomPort& port, std::vector<BitWord>& words) {
  const auto depth = static_cast<std::int64_t>(memory.words.size());
  for (std::int64_t at = 0; at < port.slots;) {
    const std::int64_t segment = (port.first + at) / memory.width;
    const std::int64_t column = (port.first + at) % memory.width;
    const auto bits = static_cast<int>(std::min({std::int64_t{64}, memory.width - column, port.slots - at}));
    for (std::int64_t row = 0; row < port.rows && segment * port.step + row < depth; ++row)
      words[static_cast<std::size_t>(port.base + row)].put(
          at, bits, memory.words[static_cast<std::size_t>(segment * port.step + row)].get(column, bits));
    at += bits;
  }
}

void add_rom(HwGraph& graph, bool block, std::vector<RomPort> ports, bool writable = false) {
  Rom rom;
  rom.block = block;
  rom.writable = writable;
  std::int64_t depth = 0;
  for (const RomPort& port : ports) {
    rom.width = std::max(rom.width, port.slots);
    depth = std::max(depth, port.base + port.rows);
  }
  rom.words.assign(static_cast<std::size_t>(depth), BitWord(rom.width));
  for (const RomPort& port : ports)
    fill(graph.nodes[static_cast<std::size_t>(port.node)].memories[static_cast<std::size_t>(port.memory)], port,
         rom.words);
  rom.ports = std::move(ports);
  graph.roms.push_back(std::move(rom));
}

RomPort port_of(const Item& item, std::int64_t step, std::int64_t slots) {
  return {item.node, item.memory, step, 0, slots, step, 0};
}

void add_own_roms(HwGraph& graph, const Item& item, const MemoryPlan& plan) {
  for (const RomPlan& rom : plan.roms) {
    RomPort port = port_of(item, plan.step, rom.slots);
    port.first = rom.first;
    port.rows = rom.rows;
    add_rom(graph, rom.bram18 > 0, {port}, item.shape.writable);
  }
}

const Memory& memory_of(const HwGraph& graph, const RomPort& port) {
  return graph.nodes[static_cast<std::size_t>(port.node)].memories[static_cast<std::size_t>(port.memory)];
}

/// BRAM18 of each port of an array.
std::vector<std::int64_t> bram18_of(const Rom& rom) {
  std::vector<std::int64_t> shares(rom.ports.size(), 0);
  if (!rom.block) return shares;
  const auto depth = static_cast<std::int64_t>(rom.words.size());
  if (rom.writable) return {bram18_count(rom.width, depth)};
  if (rom.ports.size() == 1) return {rom_bram18(rom.width, depth, 1)};
  const std::int64_t all = rom_bram18(rom.width, depth, 2);
  const auto bits = [&](std::size_t i) { return static_cast<double>(rom.ports[i].slots * rom.ports[i].rows); };
  shares[0] = std::llround(static_cast<double>(all) * bits(0) / (bits(0) + bits(1)));
  shares[1] = all - shares[0];
  return shares;
}

}  // namespace

void build_memories(HwGraph& graph) {
  const std::vector<Item> items = items_of(graph);
  std::vector<bool> built(items.size(), false);
  for (const Sharing& sharing : sharings(items)) {
    if (built[sharing.a] || built[sharing.b]) continue;
    built[sharing.a] = built[sharing.b] = true;
    const PairPlan& plan = sharing.plan;
    RomPort a = port_of(items[sharing.a], plan.a.step, plan.a_slots);
    RomPort b = port_of(items[sharing.b], plan.b.step, plan.b_slots);
    b.base = plan.base;
    add_rom(graph, true, {a, b});
    add_own_roms(graph, items[sharing.a], plan.a);
    add_own_roms(graph, items[sharing.b], plan.b);
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!built[i]) add_own_roms(graph, items[i], items[i].plan);
}

Cost memory_cost(const HwGraph& graph, NodeId node, Family family) {
  Cost cost;
  std::vector<int> selected;
  bool is_writable = false;
  for (const Rom& rom : graph.roms) {
    const std::vector<std::int64_t> shares = bram18_of(rom);
    for (std::size_t i = 0; i < rom.ports.size(); ++i) {
      const RomPort& port = rom.ports[i];
      if (port.node != node) continue;
      const Memory& memory = memory_of(graph, port);
      if (rom.writable) {
        cost += parameter_ram_cost(rom.block, rom.width, static_cast<std::int64_t>(rom.words.size()), family);
        is_writable = true;
        continue;
      }
      cost.bram18 += static_cast<double>(shares[i]);
      if (!rom.block) cost += estimate(kRomPart, rom_terms(port.slots, port.rows), family);
      if (std::find(selected.begin(), selected.end(), port.memory) != selected.end()) continue;
      selected.push_back(port.memory);
      const auto depth = static_cast<std::int64_t>(memory.words.size());
      if (port.step < depth) cost += estimate(kRomSelectPart, rom_select_terms(memory.width, depth, port.step), family);
    }
  }
  if (is_writable) cost.ff += static_cast<double>(1 + parameter_map(graph).address_bits() + kParameterBits);
  return cost;
}

}  // namespace finn
