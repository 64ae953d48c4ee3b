// SPDX-License-Identifier: Apache-2.0
#include "cells/reorder/reorder.h"

#include <algorithm>
#include <bit>
#include <string>

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "LANES", "SEGMENTS", "CRD", "H",  "ROW",  "N0",    "N1",       "N2",
                                  "N3",    "S0",    "S1",       "S2",  "S3", "FREE", "DEPTH", "RAM_STYLE"};
constexpr std::int64_t kSlack = 2;  // a word is written a cycle after a slot is free, and read a cycle later

ReorderConfig config_of(const Params& p) {
  ReorderConfig c;
  c.width = static_cast<int>(p.at("WIDTH"));
  c.lanes = p.at("LANES");
  c.segments = p.at("SEGMENTS");
  c.crd = p.at("CRD") != 0;
  c.h = p.at("H");
  c.row = p.at("ROW");
  for (std::size_t i = 0; i < 4; ++i) {
    c.count[i] = p.at("N" + std::to_string(i));
    c.step[i] = p.at("S" + std::to_string(i));
  }
  c.free = p.at("FREE");
  c.depth = p.at("DEPTH");
  c.style = static_cast<RamStyle>(p.at("RAM_STYLE"));
  return c;
}

RamStyle ram_style(const ReorderConfig& c) { return decide_ram_style(c.style, c.lanes * c.width, c.depth); }

/// Words that are held at most if a word comes in every cycle and one leaves in every cycle: the reader starts as early
/// as it never waits. Everything is linear in the loops' variables, so that the extremes are at their ends.
std::int64_t most_held(const ReorderConfig& c) {
  const auto& n = c.count;
  const std::int64_t cycles[4] = {n[1] * n[2] * n[3], n[2] * n[3], n[3], 1};  // of a step of each loop
  std::int64_t lag = 0;
  for (std::size_t i = 0; i < 4; ++i) lag += std::max<std::int64_t>(0, (n[i] - 1) * (c.step[i] - cycles[i]));
  std::int64_t most = 0;
  for (const std::int64_t x : {std::int64_t{0}, n[1] - 1})
    most = std::max(most, lag + (n[0] - 1) * cycles[0] + (x + 1) * cycles[1] - x * c.free);
  return most;
}

/// With more beats out than in, the next row comes while this one is read for the last time.
std::int64_t full_depth(const ReorderConfig& c) {
  const std::int64_t held = c.beats() > c.row ? c.row : std::max(c.row, most_held(c));
  return held + c.free + kSlack;
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_reorder";
  binding.files = {"reorder/fr_reorder.v", "ram/fr_ram.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.params.back().value = static_cast<std::int64_t>(ram_style(config_of(params)));
  return binding;
}

class ReorderActor : public Actor {
 public:
  explicit ReorderActor(const ReorderConfig& config) : config_(config) {}

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override { in_[0]->ready = held_ < config_.depth; }

  void tick() override {
    const bool push = in_[0]->fires();
    if (enabled()) {
      valid_ = here_ > word();
      if (valid_) step();
    }
    if (push) {
      ++held_;
      ++here_;
    }
  }

  std::int64_t quiet() const override { return enabled() && here_ > word() ? 1 : kForever; }
  void skip(std::int64_t cycles) override {
    if (cycles > 0) tick();  // a second one would change nothing, see quiet()
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {k_[0], k_[1], k_[2], k_[3], held_, here_, valid_});
  }

 private:
  bool enabled() const { return out_[0]->ready || !valid_; }
  std::int64_t word() const {
    std::int64_t at = 0;
    for (std::size_t i = 0; i < 4; ++i) at += k_[i] * config_.step[i];
    return at;
  }

  void step() {
    const bool last_turn = k_[0] == config_.count[0] - 1;
    std::size_t loop = 3;
    while (++k_[loop] == config_.count[loop]) {
      k_[loop] = 0;
      if (loop == 2 && last_turn) held_ -= config_.free;
      if (loop == 0) {
        here_ -= config_.row;
        return;
      }
      --loop;
    }
  }

  ReorderConfig config_;
  std::array<std::int64_t, 4> k_{};
  std::int64_t held_ = 0;
  std::int64_t here_ = 0;
  bool valid_ = false;
};

/// Loop counters, four word numbers with their adders, two counts of words, three addresses with two adders that wrap
/// round; the selection of a part.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const ReorderConfig c = config_of(params);
  std::int64_t counters = count_bits(c.h);
  for (const std::int64_t count : c.count) counters += count_bits(count);
  const std::int64_t words = count_bits(c.depth + c.row + 1);
  const std::int64_t address = count_bits(c.depth);
  const std::int64_t bits = c.lanes * c.width;
  const Cost ram = ram_cost(ram_style(c), bits, c.depth, family);
  return {.lut = {{"counters", counters},
                  {"words", 8 * words},
                  {"addresses", 5 * address},
                  {"parts", c.segments > 1 ? (bits + 2) / 3 : 0},
                  {"memory", ram.lut},
                  {"control", 8}},
          .ff = {{"counters", counters},
                 {"words", 6 * words},
                 {"addresses", 2 * address},
                 {"memory", ram.ff},
                 {"control", 2}},
          .bram18 = ram.bram18};
}

CellExample example(std::string name, const ReorderConfig& config) { return {std::move(name), reorder_params(config)}; }

std::vector<CellExample> examples() {
  constexpr RamStyle kBlock = RamStyle::kBlock;
  return {
      example("as_it_is", {.width = 3, .h = 2, .row = 4, .count = {1, 4, 1, 1}}),
      example("one_word", {.width = 2, .h = 3, .row = 1, .count = {3, 1, 2, 1}}),
      example("repeat",
              {.width = 4, .lanes = 2, .h = 2, .row = 6, .count = {2, 3, 3, 2}, .step = {0, 2, 0, 1}, .free = 2}),
      example("repeat_rows_block",
              {.width = 5, .h = 3, .row = 5, .count = {3, 5, 1, 1}, .step = {0, 1, 0, 1}, .style = kBlock}),
      example("one_column", {.width = 4, .h = 4, .row = 4, .count = {2, 1, 1, 4}, .step = {0, 4, 0, 1}, .free = 4}),
      example("shortest", {.width = 4, .h = 3, .row = 4, .count = {2, 4, 2, 1}, .step = {0, 1, 0, 1}, .depth = 4}),
      example("segments_of_rows",
              {.width = 2, .lanes = 2, .h = 2, .row = 12, .count = {2, 3, 1, 2}, .step = {2, 4, 0, 1}, .free = 4}),
      example("strided", {.width = 3, .h = 2, .row = 54, .count = {3, 3, 3, 2}, .step = {3, 18, 1, 9}, .free = 18}),
      example("blocks_of_four",
              {.width = 1, .h = 2, .row = 48, .count = {4, 3, 1, 4}, .step = {4, 16, 0, 1}, .free = 16}),
      example("parts",
              {.width = 3, .lanes = 8, .segments = 2, .h = 3, .row = 3, .count = {2, 3, 1, 1}, .step = {0, 1, 0, 1}}),
      example("parts_permuted", {.width = 2,
                                 .lanes = 18,
                                 .segments = 3,
                                 .crd = true,
                                 .h = 2,
                                 .row = 2,
                                 .count = {3, 2, 1, 1},
                                 .step = {0, 1, 0, 1}}),
  };
}

/// By half a row, the least that lets a producer of even pace go on.
std::int64_t next_depth(const Params& params) { return params.at("DEPTH") + (params.at("ROW") + 1) / 2; }

}  // namespace

Params reorder_params(const ReorderConfig& c) {
  std::int64_t last = 0;
  for (std::size_t i = 0; i < 4; ++i) last += (c.count[i] - 1) * c.step[i];
  if (last >= c.row || c.free * c.count[1] != c.row) throw Defect("reorder: the loops do not fit the row");
  if (c.lanes % c.segments != 0 || (c.segments > 1 && c.count[0] != c.segments))
    throw Defect("reorder: a part for each turn of the outermost loop");
  const std::int64_t depth = c.depth == 0 ? full_depth(c) : c.depth;
  if (depth < c.row || depth < 2) throw Defect("reorder: the memory is smaller than a row");
  Params params{{"WIDTH", c.width},     {"LANES", c.lanes}, {"SEGMENTS", c.segments},
                {"CRD", c.crd ? 1 : 0}, {"H", c.h},         {"ROW", c.row}};
  for (std::size_t i = 0; i < 4; ++i) params.set("N" + std::to_string(i), c.count[i]);
  for (std::size_t i = 0; i < 4; ++i) params.set("S" + std::to_string(i), c.step[i]);
  params.set("FREE", c.free);
  params.set("DEPTH", depth);
  params.set("RAM_STYLE", static_cast<std::int64_t>(c.style));
  return params;
}

const Cell& cell_reorder() {
  static const Cell cell{
      .name = "reorder",
      .doc = "reads each row of an image in another order",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<ReorderActor>(config_of(params));
      },
      .cycles = [](const Params& params) -> std::int64_t {
        const ReorderConfig c = config_of(params);
        return c.h * std::max(c.row, c.beats());
      },
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
      .depth_param = "DEPTH",
      .next_depth = next_depth,
  };
  return cell;
}

}  // namespace finn
