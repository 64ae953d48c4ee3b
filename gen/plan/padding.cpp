// SPDX-License-Identifier: Apache-2.0
#include "plan/padding.h"

#include <algorithm>
#include <optional>

#include "passes/fold.h"

namespace finn {
namespace {

struct Candidate {
  Folding folding;
  std::int64_t cycles = 0;
  std::int64_t products() const { return folding.pe * folding.simd; }
};

/// For each number of folds of `size` the least lanes.
std::vector<std::int64_t> least_lanes(std::int64_t size) {
  std::vector<std::int64_t> all;
  for (std::int64_t lanes = size; lanes >= 1;) {
    const std::int64_t folds = (size + lanes - 1) / lanes;
    const std::int64_t least = (size + folds - 1) / folds;
    all.push_back(least);
    lanes = least - 1;
  }
  return all;
}

std::vector<std::int64_t> lanes_of(const std::optional<std::int64_t>& fixed, const std::vector<std::int64_t>& legal) {
  return fixed ? std::vector<std::int64_t>{*fixed} : least_lanes(legal.back());
}

bool beats(const Candidate& a, const Candidate& b) { return a.cycles <= b.cycles && a.products() <= b.products(); }

}  // namespace

std::vector<Folding> padded_foldings(const Network& network, const Layer& layer, std::int64_t most) {
  const Knobs knobs = layer.kind->knobs(network, layer);
  if (!knobs.may_pad || (layer.fold.pe && layer.fold.simd)) return {};
  const auto candidate = [&](const Folding& folding) {
    return Candidate{folding, layer.kind->cycles(network, layer, folding)};
  };
  std::vector<Candidate> others;
  for (const Folding& folding : legal_foldings(network, layer)) others.push_back(candidate(folding));
  std::vector<Candidate> padded;
  const std::vector<std::int64_t> simds = lanes_of(layer.fold.simd, knobs.simd);
  for (const std::int64_t pe : lanes_of(layer.fold.pe, knobs.pe)) {
    const auto with = [&](std::int64_t simd) {
      return candidate({pe, simd, layer.fold.style, layer.fold.ram_style, layer.fold.window});
    };
    const auto first = std::partition_point(simds.begin(), simds.end(),  // fewer lanes take more cycles
                                            [&](std::int64_t simd) { return with(simd).cycles <= most / 2; });
    for (auto simd = first; simd != simds.end(); ++simd) {
      Candidate one = with(*simd);
      if (one.cycles > most) break;
      if (knobs.pe.back() % pe == 0 && knobs.simd.back() % *simd == 0) continue;
      const auto beaten_by = [&](const Candidate& other) { return beats(other, one); };
      if (std::any_of(others.begin(), others.end(), beaten_by)) continue;
      std::erase_if(padded, [&](const Candidate& other) { return beats(one, other); });
      if (std::none_of(padded.begin(), padded.end(), beaten_by)) padded.push_back(std::move(one));
    }
  }
  std::vector<Folding> foldings;
  for (Candidate& one : padded) foldings.push_back(std::move(one.folding));
  return foldings;
}

}  // namespace finn
