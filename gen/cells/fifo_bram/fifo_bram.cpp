// SPDX-License-Identifier: Apache-2.0
#include "cells/fifo_bram/fifo_bram.h"

#include <bit>
#include <cmath>

#include "hw/memory.h"

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_fifo_bram";
  binding.files = {"fifo_bram/fr_fifo_bram.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}, {"DEPTH", params.at("DEPTH")}};
  return binding;
}

/// Memory, then the memory's output latch, then the output register.
class FifoBramActor : public Actor {
 public:
  explicit FifoBramActor(std::int64_t depth) : memory_(depth - 2) {}
  void drive_valid() override { out_[0]->valid = out_valid_; }
  void drive_ready() override { in_[0]->ready = stored_ < memory_; }
  void tick() override { step(in_[0]->fires(), out_[0]->ready); }
  std::int64_t quiet() const override {
    // Without a transfer, only beats on their way to an empty output register change anything.
    return !out_valid_ && (fetched_ || stored_ > 0) ? 1 : kForever;
  }
  void skip(std::int64_t cycles) override {
    for (std::int64_t i = 0; i < cycles && i < 3; ++i) step(false, out_[0]->ready);  // at rest after three
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {stored_, fetched_, out_valid_});
  }

 private:
  void step(bool push, bool ready) {
    const bool advance = ready || !out_valid_;
    const bool fetch = stored_ > 0 && (advance || !fetched_);
    if (advance) out_valid_ = fetched_;
    fetched_ = fetch || (fetched_ && !advance);
    stored_ += (push ? 1 : 0) - (fetch ? 1 : 0);
  }

  std::int64_t memory_;
  std::int64_t stored_ = 0;
  bool fetched_ = false;
  bool out_valid_ = false;
};

/// The memory with tlast beside each beat; the output register (the latch before it is in the block RAM); two
/// pointers, which before block RAM Yosys maps with abc: a LUT for each bit, whether they wrap round by themselves or
/// not; what finds their ends; their comparison, of three bits in a LUT; three state bits.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t bits = params.at("WIDTH") + 1;
  const std::int64_t words = params.at("DEPTH") - 2;
  CounterCost pointers;
  pointers.add(words);
  return {.lut = {{"pointers", 2 * pointers.bits},
                  {"ends", 2 * pointers.ends},
                  {"same", (pointers.bits + 2) / 3},
                  {"control", 6}},
          .ff = {{"data", bits}, {"pointers", 2 * pointers.bits}, {"control", 3}},
          .bram18 = static_cast<double>(bram18_count(bits, words))};
}

std::vector<CellExample> examples() {
  return {{"depth4", fifo_bram_params({.width = 1, .depth = 4})},
          {"depth5", fifo_bram_params({.width = 70, .depth = 5})},
          {"depth18", fifo_bram_params({.width = 8, .depth = 18})},
          {"depth100", fifo_bram_params({.width = 17, .depth = 100})}};
}

}  // namespace

Params fifo_bram_params(const FifoBramConfig& config) { return {{"WIDTH", config.width}, {"DEPTH", config.depth}}; }

const Cell& cell_fifo_bram() {
  static const Cell cell = {
      .name = "fifo_bram",
      .doc = "deep FIFO in block RAM",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<FifoBramActor>(params.at("DEPTH"));
      },
      .cycles = [](const Params&) -> std::int64_t { return 0; },  // computes nothing: its beats alone count
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
      .depth_param = "DEPTH",
  };
  return cell;
}

}  // namespace finn
