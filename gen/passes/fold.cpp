// SPDX-License-Identifier: Apache-2.0
#include "passes/fold.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

struct Candidate {
  Folding folding;
  std::int64_t cycles = 0;
  std::int64_t units() const { return folding.pe * folding.simd; }
};

/// Candidates of a MAC layer that no other beats in both cycles and units, fastest first.
std::vector<Candidate> frontier(const Network& network, const Layer& layer) {
  std::vector<Candidate> all;
  for (const Folding& folding : legal_foldings(network, layer))
    all.push_back({folding, layer.kind->cycles(network, layer, folding)});
  std::sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) {
    if (x.cycles != y.cycles) return x.cycles < y.cycles;
    if (x.units() != y.units()) return x.units() < y.units();
    return x.folding.simd > y.folding.simd;
  });
  std::vector<Candidate> kept;
  for (const Candidate& candidate : all)
    if (kept.empty() || candidate.units() < kept.back().units()) kept.push_back(candidate);
  return kept;
}

/// The cheapest candidate within `cycles`; the fastest if none is.
const Candidate& cheapest_within(const std::vector<Candidate>& frontier, std::int64_t cycles) {
  const Candidate* best = &frontier.front();
  for (const Candidate& candidate : frontier)
    if (candidate.cycles <= cycles) best = &candidate;
  return *best;
}

/// The smallest interval at which the MAC layers together stay within the bound.
std::int64_t smallest_interval(const Network& network, const std::map<LayerId, std::vector<Candidate>>& frontiers,
                               std::int64_t parallel_bits) {
  std::set<std::int64_t> intervals;
  for (const auto& [id, frontier] : frontiers)
    for (const Candidate& candidate : frontier) intervals.insert(candidate.cycles);
  for (const std::int64_t interval : intervals) {
    std::int64_t bits = 0;
    for (const auto& [id, frontier] : frontiers) {
      const TensorId input = network.layers[index(id)].inputs.front();
      bits += cheapest_within(frontier, interval).units() * network.tensors[index(input)].type.bits();
    }
    if (bits <= parallel_bits) return interval;
  }
  return intervals.empty() ? 1 : *intervals.rbegin();
}

/// Cycles of the fastest of the nearest MAC layers on either side, or "any" without one.
std::int64_t neighbour_limit(const Network& network, LayerId start, const std::vector<std::int64_t>& mac_cycles) {
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  for (const bool upstream : {true, false}) {
    std::vector<LayerId> pending{start};
    std::set<LayerId> seen{start};
    while (!pending.empty()) {
      const Layer& layer = network.layers[index(pending.back())];
      pending.pop_back();
      std::vector<LayerId> next;
      for (const TensorId tensor : upstream ? layer.inputs : layer.outputs) {
        const TensorInfo& info = network.tensors[index(tensor)];
        if (!upstream) next.insert(next.end(), info.consumers.begin(), info.consumers.end());
        if (upstream && info.producer != kNone) next.push_back(info.producer);
      }
      for (const LayerId id : next) {
        if (mac_cycles[index(id)] > 0)
          limit = std::min(limit, mac_cycles[index(id)]);
        else if (seen.insert(id).second)
          pending.push_back(id);
      }
    }
  }
  return limit;
}

/// The smallest parallelism of a layer without a target of its own.
Folding follow(const Network& network, const Layer& layer, std::int64_t limit, std::int64_t producer_pe) {
  std::vector<Folding> all = legal_foldings(network, layer);
  std::sort(all.begin(), all.end(), [](const Folding& x, const Folding& y) {
    return std::pair(x.pe * x.simd, x.simd) < std::pair(y.pe * y.simd, y.simd);
  });
  const Folding* fastest = nullptr;
  std::int64_t fastest_cycles = 0;
  for (const Folding& folding : all) {
    const std::int64_t cycles = layer.kind->cycles(network, layer, folding);
    if (folding.pe >= producer_pe && cycles <= limit) return folding;
    if (fastest == nullptr || cycles < fastest_cycles) {
      fastest = &folding;
      fastest_cycles = cycles;
    }
  }
  return *fastest;
}

}  // namespace

std::vector<Folding> legal_foldings(const Network& network, const Layer& layer) {
  const Knobs knobs = layer.kind->knobs(network, layer);
  const auto choices = [](const std::optional<std::int64_t>& fixed, const std::vector<std::int64_t>& legal) {
    if (fixed) return std::vector<std::int64_t>{*fixed};
    return legal.empty() ? std::vector<std::int64_t>{1} : legal;
  };
  std::vector<Folding> all;
  for (const std::int64_t pe : choices(layer.fold.pe, knobs.pe))
    for (const std::int64_t simd : choices(layer.fold.simd, knobs.simd))
      if (simd == 1 || knobs.pe_for_simd == 0 || pe == knobs.pe_for_simd)
        all.push_back({pe, simd, layer.fold.style, layer.fold.ram_style, layer.fold.window});
  return all;
}

std::vector<Folding> fold_network(const Network& network, const FoldOptions& options, Diagnostics& diagnostics) {
  std::map<LayerId, std::vector<Candidate>> frontiers;
  for (const Layer& layer : network.layers)
    if (layer.kind->knobs(network, layer).leads) frontiers.emplace(layer.id, frontier(network, layer));
  const std::int64_t interval =
      options.target_cycles ? *options.target_cycles : smallest_interval(network, frontiers, options.parallel_bits);
  std::vector<Folding> foldings(network.layers.size());
  std::vector<std::int64_t> mac_cycles(network.layers.size(), 0);
  for (const auto& [id, frontier] : frontiers) {
    const Layer& layer = network.layers[index(id)];
    const Candidate& chosen = cheapest_within(frontier, interval);
    foldings[index(id)] = chosen.folding;
    mac_cycles[index(id)] = chosen.cycles;
    if (options.target_cycles && chosen.cycles > *options.target_cycles)
      diagnostics
          .error(Code::FR4001, network.at(layer),
                 "layer \"{}\" takes {} cycles a frame at its highest parallelism, the target allows {}", layer.name,
                 chosen.cycles, *options.target_cycles)
          .notes.push_back("a lower --target-fps or a higher --clock-mhz would fit");
  }
  for (const LayerId id : network.topological_order()) {
    if (frontiers.count(id) != 0) continue;
    const Layer& layer = network.layers[index(id)];
    const LayerId producer = network.tensors[index(layer.inputs.front())].producer;
    foldings[index(id)] = follow(network, layer, neighbour_limit(network, id, mac_cycles),
                                 producer == kNone ? 1 : foldings[index(producer)].pe);
  }
  return foldings;
}

void apply_folding(Network& network, const std::vector<Folding>& foldings) {
  for (Layer& layer : network.layers) {
    const Folding& folding = foldings.at(index(layer.id));
    const Knobs knobs = layer.kind->knobs(network, layer);
    if (!knobs.pe.empty()) layer.fold.pe = folding.pe;
    if (!knobs.simd.empty()) layer.fold.simd = folding.simd;
    layer.fold.style = folding.style;
    layer.fold.ram_style = folding.ram_style;
    if (knobs.may_pad && (knobs.pe.back() % folding.pe != 0 || knobs.simd.back() % folding.simd != 0))
      layer.fold.pad = true;
  }
}

}  // namespace finn
