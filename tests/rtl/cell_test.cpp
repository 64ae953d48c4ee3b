// SPDX-License-Identifier: Apache-2.0
// The contract of every cell, for each of its examples: a new cell is tested by existing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>

#include "cells/cost.h"
#include "driver/bench.h"
#include "driver/module_header.h"
#include "hw/cell.h"
#include "support/program.h"

namespace finn {

void PrintTo(const Cell* cell, std::ostream* out) { *out << cell->name; }

}  // namespace finn

namespace finn::rtltest {
namespace {

namespace fs = std::filesystem;

class CellContract : public testing::TestWithParam<const Cell*> {};

/// All instances of a cell's examples run side by side in one model.
class CellBenches {
 public:
  explicit CellBenches(const Cell& cell, const std::string& macro = {}) : examples_(cell.examples()) {
    const CellReference* reference = find_reference(cell.name);
    if (reference == nullptr) throw std::runtime_error(fmt::format("tests/rtl/reference has no {}", cell.name));
    int input = 0;
    int output = 0;
    std::vector<RtlInstance> instances;
    for (const CellExample& example : examples_) {
      benches_.emplace_back(cell, example, *reference, input, output);
      instances.push_back(benches_.back().instance());
      input += static_cast<int>(instances.back().inputs.size());
      output += static_cast<int>(instances.back().outputs.size());
    }
    const fs::path folder = fs::path(FINN_BINARY_DIR) / "rtl_models" / (std::string(cell.name) + macro);
    model_ = std::make_unique<RtlModel>(folder, instances, 1, macro);
    reset();
  }

  /// One cycle of reset, with anything on the pins.
  void reset() {
    for (Bench& bench : benches_) bench.drive_junk(*model_);
    model_->settle(true);
    model_->clock(true);
  }

  void run(const Scenario& scenario, std::uint64_t seed) {
    for (std::size_t i = 0; i < benches_.size(); ++i) benches_[i].start(scenario, seed + 1000 * i);
    while (!std::all_of(benches_.begin(), benches_.end(), [](const Bench& bench) { return bench.done(); })) cycle();
    for (const Bench& bench : benches_) EXPECT_EQ(bench.failure(), "") << "scenario seed " << seed;
  }

  void check_timing() {
    for (Bench& bench : benches_) {
      bench.check_timing();
      EXPECT_EQ(bench.failure(), "");
    }
  }

 private:
  void cycle() {
    for (Bench& bench : benches_) bench.drive(*model_);
    // Neither probe is a cycle: they show what depends on a valid or ready that must not.
    for (const Bench& bench : benches_) bench.drive_probe(*model_, true, false);
    model_->settle(false);
    for (Bench& bench : benches_) bench.remember_ready(*model_);
    for (const Bench& bench : benches_) bench.drive_probe(*model_, true, true);
    model_->settle(false);
    for (Bench& bench : benches_) bench.remember_valid(*model_);
    for (const Bench& bench : benches_) bench.drive_probe(*model_, false, true);
    model_->settle(false);
    for (Bench& bench : benches_) bench.check(*model_);
    model_->clock(false);
  }

  std::vector<CellExample> examples_;
  std::vector<Bench> benches_;
  std::unique_ptr<RtlModel> model_;
};

TEST_P(CellContract, HeaderAgreesWithBinding) {
  const Cell& cell = *GetParam();
  ASSERT_GE(cell.examples().size(), 3u);
  for (const CellExample& example : cell.examples()) {
    const RtlBinding binding = cell.rtl(example.params, example.memories);
    std::vector<std::string> bound;
    for (const RtlParam& param : binding.params) bound.push_back(param.name);
    ASSERT_FALSE(binding.files.empty() && binding.sources.empty());
    std::map<std::string, std::string> texts;
    for (const std::string& file : binding.files)
      texts[fs::path(file).stem().string()] = test::read_text(fs::path(FINN_SOURCE_DIR) / "rtl_templates" / file);
    for (const RtlSource& source : binding.sources) texts[source.module] = source.text;
    for (const auto& [module, text] : texts) {
      const ModuleHeader header = read_module_header(text, module);
      EXPECT_EQ(header.contract, (std::vector<std::string>{"Latency", "Throughput", "Backpressure", "Reset"}))
          << module;
      if (module == binding.module) {
        EXPECT_EQ(header.parameters, bound) << example.name;
      }
    }
  }
}

TEST_P(CellContract, CostTermsAreTheSameAndPositive) {
  const Cell& cell = *GetParam();
  const auto names = [](const std::vector<CostTerm>& terms) {
    std::vector<std::string_view> list;
    for (const CostTerm& term : terms) list.push_back(term.name);
    return list;
  };
  for (const Family family : kFamilies) {
    const CostTerms first = cell.cost(cell.examples().front().params, {}, family);
    for (const CellExample& example : cell.examples()) {
      const CostTerms terms = cell.cost(example.params, example.memories, family);
      EXPECT_EQ(names(terms.lut), names(first.lut)) << example.name;
      EXPECT_EQ(names(terms.ff), names(first.ff)) << example.name;
      for (const auto* list : {&terms.lut, &terms.ff})
        for (const CostTerm& term : *list) EXPECT_GE(term.count, 0) << example.name << " " << term.name;
      const Cost cost = cell_cost(cell, example.params, family, example.memories);
      for (double part : {cost.lut, cost.ff, cost.bram18, cost.uram, cost.dsp}) EXPECT_GE(part, 0) << example.name;
    }
  }
}

TEST_P(CellContract, RtlEqualsReferenceAndActor) {
  CellBenches benches(*GetParam());
  std::uint64_t seed = 1;
  benches.run({.name = "full speed", .frames = 8}, seed++);
  benches.check_timing();
  for (double idle : {0.0, 0.25, 0.75})
    for (double stall : {0.0, 0.25, 0.75}) {
      benches.reset();
      benches.run({.name = fmt::format("idle {} stall {}", idle, stall), .idle = idle, .stall = stall}, seed++);
    }
  for (int i = 0; i < 4; ++i) {
    benches.reset();
    benches.run({.name = "bursts", .frames = 5, .bursts = true}, seed++);
  }
  benches.reset();
  benches.run({.name = "freezes", .frames = 4, .idle = 0.5, .stall = 0.5, .freezes = true}, seed++);
  benches.reset();
  benches.run({.name = "frozen bursts", .frames = 4, .bursts = true, .freezes = true}, seed++);
}

bool has_form(const Cell& cell, const std::string& macro) {
  for (const CellExample& example : cell.examples()) {
    const RtlBinding binding = cell.rtl(example.params, example.memories);
    for (const std::string& file : binding.files)
      if (test::read_text(fs::path(FINN_SOURCE_DIR) / "rtl_templates" / file).find(macro) != std::string::npos)
        return true;
    for (const RtlSource& source : binding.sources)
      if (source.text.find(macro) != std::string::npos) return true;
  }
  return false;
}

/// Another form of the same cell keeps the contract, if there is one.
void check_form(const Cell& cell, const std::string& macro) {
  if (!has_form(cell, macro)) return;
  CellBenches benches(cell, macro);
  benches.run({.name = "full speed", .frames = 8}, 1);
  benches.check_timing();
  benches.reset();
  benches.run({.name = "idle and stall", .idle = 0.25, .stall = 0.25}, 2);
}

/// Where Verilator gets a faster form of a module, the plain one must do the same.
TEST_P(CellContract, PlainFormEqualsReference) { check_form(*GetParam(), "FR_PLAIN"); }
/// So must the form for a device, with models of its primitives.
TEST_P(CellContract, PrimitivesEqualReference) { check_form(*GetParam(), "FR_PRIMITIVES"); }

TEST_P(CellContract, ResetLeavesNothingBehind) {
  CellBenches benches(*GetParam());
  Rng rng(7);
  std::uint64_t seed = 100;
  for (int i = 0; i < 12; ++i) {
    const auto cycles = static_cast<std::int64_t>(1 + rng() % 60);
    benches.run({.name = "before reset", .idle = 0.1, .stall = i % 3 == 0 ? 0.9 : 0.2, .cycles = cycles}, seed++);
    benches.reset();
    benches.run({.name = "after reset", .frames = 2, .idle = 0.2, .stall = 0.2}, seed++);
    benches.reset();
  }
}

std::string cell_name(const testing::TestParamInfo<const Cell*>& cell) { return std::string(cell.param->name); }

INSTANTIATE_TEST_SUITE_P(Cells, CellContract, testing::ValuesIn(all_cells()), cell_name);

}  // namespace
}  // namespace finn::rtltest
