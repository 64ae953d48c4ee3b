// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "netlist/netlist.h"

namespace finn {
namespace {

std::size_t index(NetId net) { return static_cast<std::size_t>(net); }

/// Where nets go: everything but the next position of the same chain.
struct Loads {
  std::vector<int> all;
  std::vector<int> registers;

  explicit Loads(const Netlist& netlist) : all(index(netlist.net_count)), registers(index(netlist.net_count)) {
    const auto read = [&](NetId net) { ++all[index(net)]; };
    for (const LutNode& lut : netlist.luts) std::for_each(lut.inputs.begin(), lut.inputs.end(), read);
    for (const CarryChain& chain : netlist.chains) {
      read(chain.ci);
      for (const CarryPosition& position : chain.positions) {
        read(position.s);
        read(position.di);
      }
    }
    for (const RegisterNode& node : netlist.registers) {
      read(node.d);
      ++registers[index(node.d)];
    }
    for (const NetPort& port : netlist.outputs) std::for_each(port.bits.begin(), port.bits.end(), read);
  }

  bool used(NetId net) const { return net != kNoNet && all[index(net)] > 0; }
  /// Can end in the flip-flop of its position.
  bool own_register(NetId net) const { return all[index(net)] == 1 && registers[index(net)] == 1; }
};

std::int64_t count_breaks(const Netlist& netlist, const Loads& loads) {
  std::vector<NetId> beside(index(netlist.net_count), kNoNet);  // o5 of the LUT that drives a net as o6
  for (const LutNode& lut : netlist.luts) beside[index(lut.o6)] = lut.o5;
  std::int64_t breaks = 0;
  for (const CarryChain& chain : netlist.chains) {
    for (const CarryPosition& position : chain.positions)
      if (loads.used(position.o) && loads.used(position.co) && !loads.own_register(position.o) &&
          !loads.own_register(position.co))
        ++breaks;
    const CarryPosition& first = chain.positions.front();
    const auto needs_bypass = [&](NetId net) { return net != kZeroNet && net != kOneNet; };
    if (needs_bypass(chain.ci) && first.di != chain.ci && first.di != beside[index(first.s)]) ++breaks;
  }
  return breaks;
}

/// Does the output o6 (o5: the lower half of the table) depend on input k?
bool depends(const LutNode& lut, std::size_t k, bool o5) {
  for (unsigned at = 0; at < (o5 ? 32U : 64U); ++at)
    if (((lut.table >> at) & 1) != ((lut.table >> (at ^ (1U << k))) & 1)) return true;
  return false;
}

std::int64_t longest_path(const Netlist& netlist) {
  std::vector<std::int64_t> depth(index(netlist.net_count), 0);
  bool changed = true;
  std::int64_t longest = 0;
  const auto raise = [&](NetId net, std::int64_t to) {
    if (net == kNoNet || depth[index(net)] >= to) return;
    depth[index(net)] = to;
    longest = std::max(longest, to);
    changed = true;
  };
  while (changed) {
    changed = false;
    for (const LutNode& lut : netlist.luts) {
      std::int64_t from6 = 0;
      std::int64_t from5 = 0;
      for (std::size_t k = 0; k < 6; ++k) {
        const std::int64_t from = depth[index(lut.inputs[k])];
        if (depends(lut, k, false)) from6 = std::max(from6, from);
        if (k < 5 && depends(lut, k, true)) from5 = std::max(from5, from);
      }
      raise(lut.o6, from6 + 1);
      raise(lut.o5, from5 + 1);
    }
    for (const CarryChain& chain : netlist.chains) {
      std::int64_t from = depth[index(chain.ci)];
      for (const CarryPosition& position : chain.positions) {
        from = std::max({from, depth[index(position.s)], depth[index(position.di)]});
        raise(position.o, from);
        raise(position.co, from);
      }
    }
  }
  return longest;
}

}  // namespace

NetlistCost netlist_cost(const Netlist& netlist) {
  NetlistCost cost;
  cost.lut = static_cast<std::int64_t>(netlist.luts.size());
  cost.ff = static_cast<std::int64_t>(netlist.registers.size());
  for (const CarryChain& chain : netlist.chains)
    cost.carry4 += (static_cast<std::int64_t>(chain.positions.size()) + 3) / 4;
  cost.breaks = count_breaks(netlist, Loads(netlist));
  cost.levels = longest_path(netlist);
  return cost;
}

}  // namespace finn
