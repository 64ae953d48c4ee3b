// SPDX-License-Identifier: Apache-2.0
#include "plan/set_folding.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace finn {
namespace {

constexpr std::int64_t kWeightStreamBits = 36;  // mvau_wwidth_max's default

/// The choices of one layer by pe and simd, the one of least area each.
class Folds {
 public:
  Folds(const LayerChoices& choices, const Cost& capacity) {
    for (std::size_t i = 0; i < choices.foldings.size(); ++i) {
      const Folding& folding = choices.foldings[i];
      const auto [found, is_new] = best_.try_emplace({folding.pe, folding.simd}, i);
      const auto area = [&](std::size_t choice) { return area_of(choices.choices[choice].cost, capacity); };
      if (!is_new && area(i) < area(found->second)) found->second = i;
      pes_.insert(folding.pe);
      simds_.insert(folding.simd);
    }
  }

  std::optional<std::size_t> find(std::int64_t pe, std::int64_t simd) const {
    const auto found = best_.find({pe, simd});
    return found == best_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::set<std::int64_t>& pes() const { return pes_; }
  const std::set<std::int64_t>& simds() const { return simds_; }

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> best_;
  std::set<std::int64_t> pes_;
  std::set<std::int64_t> simds_;
};

class Rule {
 public:
  Rule(const LoneLayers& layers, const Layer& layer, const LayerChoices& choices, const Cost& capacity)
      : folds_(choices, capacity), choices_(choices) {
    const Knobs knobs = layer.kind->knobs(layers.network(), layer);
    is_matrix_ = knobs.leads && knobs.pe_for_simd == 0;
    if (layer.attrs.has("weights")) weight_bits_ = layer.attrs.tensor("weights").type.bits();
  }

  std::size_t choose(std::int64_t target) const {
    std::int64_t pe = *folds_.pes().begin();
    std::int64_t simd = *folds_.simds().begin();
    if (is_matrix_) {
      for (const std::int64_t next : folds_.simds()) {
        if (!folds_.find(pe, next) || (next * weight_bits_ + 7) / 8 * 8 > kWeightStreamBits) break;
        simd = next;
        if (cycles(pe, simd) < target) break;
      }
      raise_pe(pe, simd, target);
    } else {
      raise_pe(pe, simd, target);
      for (const std::int64_t next : folds_.simds()) {
        if (cycles(pe, simd) < target) break;
        if (folds_.find(pe, next)) simd = next;
      }
    }
    return folds_.find(pe, simd).value();
  }

 private:
  std::int64_t cycles(std::int64_t pe, std::int64_t simd) const {
    return choices_.choices[folds_.find(pe, simd).value()].cycles;
  }
  void raise_pe(std::int64_t& pe, std::int64_t simd, std::int64_t target) const {
    for (const std::int64_t next : folds_.pes()) {
      if (!folds_.find(next, simd)) continue;
      pe = next;
      if (cycles(pe, simd) < target) break;
    }
  }

  Folds folds_;
  const LayerChoices& choices_;
  bool is_matrix_ = false;
  std::int64_t weight_bits_ = 1;
};

class Rules {
 public:
  Rules(const LoneLayers& layers, const std::vector<LayerChoices>& choices, const SelectionProblem& problem)
      : problem_(problem) {
    for (const Layer& layer : layers.network().layers)
      rules_.emplace_back(layers, layer, choices[static_cast<std::size_t>(layer.id)], problem.capacity);
  }

  std::vector<std::size_t> choose(std::int64_t target) const {
    std::vector<std::size_t> chosen = pass(target);
    const std::int64_t reached = evaluate(problem_, chosen).interval;
    return reached > target ? pass(reached) : chosen;
  }

 private:
  std::vector<std::size_t> pass(std::int64_t target) const {
    std::vector<std::size_t> chosen;
    for (const Rule& rule : rules_) chosen.push_back(rule.choose(target));
    return chosen;
  }

  const SelectionProblem& problem_;
  std::vector<Rule> rules_;
};

}  // namespace

std::vector<std::size_t> set_folding(const LoneLayers& layers, const std::vector<LayerChoices>& choices,
                                     const SelectionProblem& problem, std::int64_t target_cycles) {
  return Rules(layers, choices, problem).choose(target_cycles);
}

Selection best_set_folding(const LoneLayers& layers, const std::vector<LayerChoices>& choices,
                           const SelectionProblem& problem) {
  const Rules rules(layers, choices, problem);
  std::set<std::int64_t> targets;  // those between which the rule does the same
  for (const std::vector<Choice>& of_layer : problem.layers)
    for (const Choice& choice : of_layer) targets.insert(choice.cycles + 1);
  Selection best;
  for (const std::int64_t target : targets) {
    Selection selection = evaluate(problem, rules.choose(target));
    if (selection.feasible && (!best.feasible || selection.interval < best.interval)) best = std::move(selection);
  }
  return best;
}

}  // namespace finn
