// SPDX-License-Identifier: Apache-2.0
#include "hw/cost.h"

#include <bit>

namespace finn {
namespace {

struct FamilyNames {
  std::string_view name;
  std::string_view title;
};

constexpr FamilyNames kNames[] = {{"xc7", "7-series"}, {"xcup", "UltraScale+"}};

double sum(const std::vector<CostTerm>& terms) {
  double total = 0;
  for (const CostTerm& term : terms) total += term.count;
  return total;
}

}  // namespace

std::string_view family_name(Family family) { return kNames[static_cast<std::size_t>(family)].name; }
std::string_view family_title(Family family) { return kNames[static_cast<std::size_t>(family)].title; }

std::optional<Family> family_named(std::string_view name) {
  for (const Family family : kFamilies)
    if (family_name(family) == name) return family;
  return std::nullopt;
}

Cost& Cost::operator+=(const Cost& other) {
  lut += other.lut;
  ff += other.ff;
  bram18 += other.bram18;
  uram += other.uram;
  dsp += other.dsp;
  fitted = fitted && other.fitted;
  return *this;
}

Cost CostTerms::structural() const {
  return {.lut = sum(lut), .ff = sum(ff), .bram18 = bram18, .uram = uram, .dsp = dsp, .fitted = false};
}

std::int64_t count_bits(std::int64_t count) {
  return count <= 1 ? 0 : std::bit_width(static_cast<std::uint64_t>(count - 1));
}

void CounterCost::add(std::int64_t count) {
  if (count <= 1) return;
  ++counters;
  bits += count_bits(count);
  ends += (count_bits(count) + 5) / 6;
  wraps += std::has_single_bit(static_cast<std::uint64_t>(count)) ? 0 : 1;
}

}  // namespace finn
