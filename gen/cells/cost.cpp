// SPDX-License-Identifier: Apache-2.0
#include "cells/cost.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

#include "hw/memory.h"

namespace finn {
namespace {

constexpr std::string_view kLut = "lut";
constexpr std::string_view kFf = "ff";

/// The coefficients of one part and resource.
using Coefficients = std::vector<std::pair<std::string_view, double>>;
using Key = std::tuple<Family, std::string_view, std::string_view>;

const Coefficients& coefficients_of(Family family, std::string_view part, std::string_view resource) {
  static const std::map<Key, Coefficients> table = [] {
    std::map<Key, Coefficients> made;
    for (const CostCoefficient& line : cost_coefficients())
      made[{line.family, line.part, line.resource}].emplace_back(line.term, line.value);
    return made;
  }();
  static const Coefficients none;
  const auto found = table.find({family, part, resource});
  return found == table.end() ? none : found->second;
}

/// Empty if a term has no coefficient.
std::optional<double> weighted(const std::vector<CostTerm>& terms, const Coefficients& coefficients) {
  double total = 0;
  for (const CostTerm& term : terms) {
    const auto is_its = [&](const auto& coefficient) { return coefficient.first == term.name; };
    const auto found = std::find_if(coefficients.begin(), coefficients.end(), is_its);
    if (found == coefficients.end()) return std::nullopt;
    total += found->second * term.count;
  }
  return total;
}

}  // namespace

const std::vector<CostCoefficient>& cost_coefficients() {
  static const std::vector<CostCoefficient> lines = {
#define FINN_COST_ERROR(family, tool, configurations, median, p95)
#define FINN_COST(family, part, resource, term, value) {Family::family, part, resource, term, value},
#include "cells/costs.def"
#undef FINN_COST
#undef FINN_COST_ERROR
  };
  return lines;
}

std::optional<FitError> fit_error(Family family) {
  static const std::map<Family, FitError> table = {
#define FINN_COST(family, part, resource, term, value)
#define FINN_COST_ERROR(family, tool, configurations, median, p95) \
  {Family::family, {tool, configurations, median, p95}},
#include "cells/costs.def"
#undef FINN_COST
#undef FINN_COST_ERROR
  };
  const auto found = table.find(family);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

Cost estimate(std::string_view part, const CostTerms& terms, Family family) {
  Cost cost = terms.structural();
  const auto lut = weighted(terms.lut, coefficients_of(family, part, kLut));
  const auto ff = weighted(terms.ff, coefficients_of(family, part, kFf));
  if (lut && ff) {
    cost.lut = *lut;
    cost.ff = *ff;
    cost.fitted = true;
  }
  return cost;
}

Cost cell_cost(const Cell& cell, const Params& params, Family family, const std::vector<Memory>& memories) {
  return estimate(cell.name, cell.cost(params, memories, family), family);
}

CostTerms rom_terms(std::int64_t width, std::int64_t rows) {
  return {.lut = {{"luts", rom_luts(width, rows)}}, .ff = {{"word", rows > 1 ? width : 0}}};
}

/// A multiplexer of four in a LUT, about a LUT for three where there are more.
CostTerms rom_select_terms(std::int64_t width, std::int64_t depth, std::int64_t step) {
  const std::int64_t segments = (depth + step - 1) / step;
  const bool is_power = std::has_single_bit(static_cast<std::uint64_t>(step));
  return {.lut = {{"four", segments <= 4 ? width : 0},
                  {"wide", segments > 4 ? static_cast<double>(width * segments) / 3 : 0},
                  {"five", segments == 5 ? width : 0},
                  {"row", is_power ? 0 : 2 * segments}},
          .ff = {{"segment", count_bits(segments)}}};
}

}  // namespace finn
