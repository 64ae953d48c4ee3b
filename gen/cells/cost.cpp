// SPDX-License-Identifier: Apache-2.0
#include "cells/cost.h"

#include <algorithm>
#include <bit>
#include <cmath>
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
#define FINN_COST_ERROR(family, tool, configurations, median, p95, dsp, bram18)
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
#define FINN_COST_ERROR(family, tool, configurations, median, p95, dsp, bram18) \
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

namespace {

/// LUTs of a bit: a slice joins 2 or 4, so 3 take as many as 4; a multiplexer for each four slices.
std::int64_t rom_bit_luts(std::int64_t rows) {
  constexpr std::int64_t kLutRows = 64;
  constexpr std::int64_t kSliceRows = 4 * kLutRows;
  const std::int64_t whole = rows / kSliceRows;
  const std::int64_t rest = rows % kSliceRows;
  const std::int64_t last = rest == 0 ? 0 : rest <= kLutRows ? 1 : rest <= 2 * kLutRows ? 2 : 4;
  const std::int64_t slices = whole + (rest > 0 ? 1 : 0);
  return 4 * whole + last + (slices > 1 ? (slices + 3) / 4 : 0);
}

/// How many of `width` bits differ in random words of so few rows that there are only `kinds` kinds of bits.
double distinct_bits(std::int64_t width, double kinds, double free) {
  return (kinds - free) * (1 - std::pow(1 - 1 / kinds, static_cast<double>(width)));
}

}  // namespace

CostTerms rom_terms(std::int64_t width, std::int64_t rows) {
  constexpr std::int64_t kFewRows = 4;
  constexpr std::int64_t kSomeRows = 7;  // few enough that bits are alike
  if (rows <= 1) return {.lut = {{"luts", 0}}, .ff = {{"word", 0}}};
  if (rows <= kFewRows) {  // constants are free, and so are bits that are an address bit, but for their register
    const auto kinds = static_cast<double>(1 << rows);
    return {.lut = {{"luts", distinct_bits(width, kinds, 2 + static_cast<double>(count_bits(rows)))}},
            .ff = {{"word", distinct_bits(width, kinds, 2)}}};
  }
  if (rows <= kSomeRows) {
    const double bits = distinct_bits(width, static_cast<double>(1 << rows), 0);
    return {.lut = {{"luts", bits}}, .ff = {{"word", bits}}};
  }
  return {.lut = {{"luts", width * rom_bit_luts(rows)}}, .ff = {{"word", width}}};
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
