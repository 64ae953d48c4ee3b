// SPDX-License-Identifier: Apache-2.0
// The fitted cost model: what gen/cells/costs.def holds, and estimates beside synthesised modules that the fit has not
// seen (cost_modules.def).
#include "cells/cost.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "hw/memory.h"

namespace finn {
namespace {

struct KeptModule {
  std::string cell;
  std::string parameters;  ///< "NAME=VALUE ..."
  double lut, ff, bram18, dsp;
};

const std::vector<KeptModule>& kept_modules() {
  static const std::vector<KeptModule> modules = {
#define FINN_KEPT(cell, parameters, lut, ff, bram18, dsp) {cell, parameters, lut, ff, bram18, dsp},
#include "cost_modules.def"
#undef FINN_KEPT
  };
  return modules;
}

const Cell* cell_named(const std::string& name) {
  for (const Cell* cell : all_cells())
    if (cell->name == name) return cell;
  return nullptr;
}

Params params_of(const std::string& text) {
  Params params;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equal = word.find('=');
    params.set(word.substr(0, equal), std::stoll(word.substr(equal + 1)));
  }
  return params;
}

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

TEST(FittedCost, SevenSeriesHasCoefficientsForEveryTermOfEveryPart) {
  ASSERT_TRUE(fit_error(Family::kXc7).has_value());
  for (const Cell* cell : all_cells())
    for (const CellExample& example : cell->examples())
      EXPECT_TRUE(cell_cost(*cell, example.params, Family::kXc7, example.memories).fitted)
          << cell->name << " " << example.name << ": bench/fit/run.py fits terms that are new";
  EXPECT_TRUE(estimate(kRomPart, rom_terms(8, 100), Family::kXc7).fitted);
  EXPECT_TRUE(estimate(kRomSelectPart, rom_select_terms(8, 5000, 1024), Family::kXc7).fitted);
}

TEST(FittedCost, CoefficientsBelongToPartsThatExistAndAreNotNegative) {
  std::set<std::tuple<Family, std::string_view, std::string_view, std::string_view>> seen;
  for (const CostCoefficient& line : cost_coefficients()) {
    EXPECT_GE(line.value, 0) << line.part << " " << line.term;
    EXPECT_TRUE(line.resource == "lut" || line.resource == "ff") << line.resource;
    EXPECT_TRUE(line.part == kRomPart || line.part == kRomSelectPart || cell_named(std::string(line.part)) != nullptr)
        << line.part;
    EXPECT_TRUE(seen.insert({line.family, line.part, line.resource, line.term}).second)
        << line.part << " " << line.term;
  }
}

TEST(FittedCost, TheStatedErrorIsWithinTheLimits) {
  for (const Family family : kFamilies) {
    const std::optional<FitError> error = fit_error(family);
    if (!error) continue;
    EXPECT_GE(error->configurations, 100);
    EXPECT_LE(error->lut_median, 5.0) << family_name(family);
    EXPECT_LE(error->lut_p95, 15.0) << family_name(family);
  }
}

TEST(FittedCost, EstimatesAreNearModulesThatTheFitHasNotSeen) {
  std::vector<double> errors;
  std::map<std::string, std::vector<double>> by_cell;
  for (const KeptModule& module : kept_modules()) {
    const Cell* cell = cell_named(module.cell);
    ASSERT_NE(cell, nullptr) << module.cell;
    const Cost cost = cell_cost(*cell, params_of(module.parameters), Family::kXc7);
    EXPECT_EQ(cost.dsp, module.dsp) << module.cell << " " << module.parameters;
    EXPECT_EQ(cost.bram18, module.bram18) << module.cell << " " << module.parameters;
    errors.push_back(std::abs(cost.lut - module.lut) / std::max(1.0, module.lut));
    by_cell[module.cell].push_back(errors.back());
  }
  ASSERT_GE(errors.size(), 50U);
  EXPECT_LE(percentile(errors, 0.5), 0.05);
  EXPECT_LE(percentile(errors, 0.95), 0.15);
  for (const auto& [cell, own] : by_cell) EXPECT_LE(percentile(own, 0.5), 0.12) << cell;
}

TEST(FittedCost, WithoutCoefficientsTheStructureCounts) {
  const CostTerms terms{.lut = {{"a", 3}, {"b", 4}}, .ff = {{"c", 5}}, .bram18 = 2, .dsp = 1};
  const Cost cost = estimate("no such part", terms, Family::kXc7);
  EXPECT_FALSE(cost.fitted);
  EXPECT_EQ(cost.lut, 7);
  EXPECT_EQ(cost.ff, 5);
  EXPECT_EQ(cost.bram18, 2);
  EXPECT_EQ(cost.dsp, 1);
}

TEST(RomTerms, OfFewWordsAreBoundedByTheKindsOfBits) {
  EXPECT_EQ(rom_terms(300, 1).structural().lut, 0);
  EXPECT_NEAR(rom_terms(1000, 4).structural().lut, 12, 0.1);
  EXPECT_NEAR(rom_terms(1000, 4).structural().ff, 14, 0.1);
  EXPECT_EQ(rom_terms(10, 64).structural().lut, 10);
  EXPECT_EQ(rom_terms(10, 65).structural().lut, 20);
  EXPECT_EQ(rom_terms(10, 129).structural().lut, 40);  // three LUTs take a slice
  EXPECT_EQ(rom_terms(10, 320).structural().lut, 60);
}

TEST(BlockRam, BanksLieBehindOneAnotherWhereThePrimitiveIsTooShallow) {
  EXPECT_EQ(bram18_banks(16, 3072), 3);
  EXPECT_EQ(bram18_banks(16, 1024), 1);
  EXPECT_EQ(bram18_banks(4, 4096), 1);
}

}  // namespace
}  // namespace finn
