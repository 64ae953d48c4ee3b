// SPDX-License-Identifier: Apache-2.0
#include "cells/window/window.h"

#include <algorithm>
#include <bit>

#include "cells/swu/depth.h"
#include "diag/diagnostics.h"

namespace finn {
namespace {

/// What the Verilog calls by these names in capitals.
struct Scan {
  std::int64_t frame, start, last, drain;
  bool padded;

  explicit Scan(const SwuConfig& c) {
    frame = c.h * c.w;
    const std::int64_t ahead = (c.kh - 1 - c.pt) * c.w + c.kw - 1 - c.pl;
    start = (frame - ahead) % frame;
    last = (c.oh - 1) * c.sh * c.w + (c.ow - 1) * c.sw;
    drain = ahead > 0 && last >= start ? last - start + 1 : 0;
    padded = c.pt > 0 || c.pl > 0 || (c.oh - 1) * c.sh - c.pt + c.kh > c.h || (c.ow - 1) * c.sw - c.pl + c.kw > c.w;
  }
};

constexpr const char* kNames[] = {"WIDTH", "LANES", "H",  "W",  "KH",       "KW",    "SH",       "SW",
                                  "PT",    "PL",    "OH", "OW", "PAD_CODE", "DEPTH", "RAM_STYLE"};

SwuConfig config_of(const Params& p) {
  SwuConfig c;
  c.width = static_cast<int>(p.at("WIDTH"));
  c.lanes = p.at("LANES");
  c.h = p.at("H");
  c.w = p.at("W");
  c.kh = p.at("KH");
  c.kw = p.at("KW");
  c.sh = p.at("SH");
  c.sw = p.at("SW");
  c.pt = p.at("PT");
  c.pl = p.at("PL");
  c.oh = p.at("OH");
  c.ow = p.at("OW");
  c.taps = c.kh * c.kw;
  c.depth = p.at("DEPTH");
  c.style = static_cast<RamStyle>(p.at("RAM_STYLE"));
  return c;
}

/// One style for both memories: that of the larger one, the lines.
RamStyle ram_style(const SwuConfig& c) {
  return decide_ram_style(c.style, std::max<std::int64_t>(c.kh - 1, 1) * c.lanes * c.width, std::max(c.w, c.depth));
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_window";
  binding.files = {"window/fr_window.v", "ram/fr_ram.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.params.back().value = static_cast<std::int64_t>(ram_style(config_of(params)));
  return binding;
}

class WindowActor final : public Actor {
 public:
  explicit WindowActor(const SwuConfig& config)
      : config_(config), scan_(config), at_(scan_.start), fill_(scan_.drain > 0) {}

  void drive_valid() override { out_[0]->valid = scan_.padded ? masked_ : valid_; }
  void drive_ready() override { in_[0]->ready = level_ < config_.depth; }

  void tick() override {
    const bool enable = out_[0]->ready || !out_[0]->valid;
    const bool advance = scan_.padded ? enable || !valid_ : enable;
    const bool alone = takes_none();
    const bool go = advance && (alone || level_ > 0);
    if (scan_.padded && enable) masked_ = valid_;
    if (advance) valid_ = go && is_window();
    if (in_[0]->fires()) ++level_;
    if (go && !alone) --level_;
    if (go) step(alone);
  }

  std::int64_t quiet() const override {
    const bool enable = out_[0]->ready || !out_[0]->valid;
    const bool advance = scan_.padded ? enable || !valid_ : enable;
    const bool moves = (advance && (takes_none() || level_ > 0)) || (scan_.padded && enable && valid_);
    return moves ? 1 : kForever;
  }
  void skip(std::int64_t cycles) override {
    if (cycles > 0) tick();  // a second one would change nothing, see quiet()
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {level_, at_, fill_, alone_, valid_, masked_});
  }

 private:
  bool takes_none() const {
    if (scan_.drain == 0) return false;
    return at_ == scan_.start && !fill_ ? level_ < scan_.drain : alone_;
  }

  bool is_window() const {
    const std::int64_t y = at_ / config_.w;
    const std::int64_t x = at_ % config_.w;
    return !fill_ && y % config_.sh == 0 && y / config_.sh < config_.oh && x % config_.sw == 0 &&
           x / config_.sw < config_.ow;
  }

  void step(bool alone) {
    const bool last = at_ == scan_.last;
    const bool jump = alone && last;
    fill_ = jump || (fill_ && at_ + 1 < scan_.frame);
    alone_ = alone && !last;
    at_ = jump ? scan_.start : (at_ + 1) % scan_.frame;
  }

  SwuConfig config_;
  Scan scan_;
  std::int64_t level_ = 0;
  std::int64_t at_;
  bool fill_;
  bool alone_ = false, valid_ = false, masked_ = false;
};

std::unique_ptr<Actor> actor(const Params& params) { return std::make_unique<WindowActor>(config_of(params)); }

std::int64_t cycles(const Params& params) { return config_of(params).input_beats(); }

/// A counter of n bits takes n LUTs and n flip-flops; about a LUT for each tap row, column and masked tap, and ten of
/// control. The taps are flip-flops, with padding twice; the newest column is the memories' register.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const SwuConfig c = config_of(params);
  const Scan scan(c);
  const RamStyle style = ram_style(c);
  const std::int64_t word = c.lanes * c.width;
  CounterCost scan_counters;
  scan_counters.add(c.h);
  scan_counters.add(c.w);
  const std::int64_t scan_bits = scan_counters.bits;
  const std::int64_t fifo_bits = 2 * count_bits(c.depth) + count_bits(c.depth + 1);
  Cost ram = ram_cost(style, word, c.depth, family);
  if (c.kh > 1) ram += ram_cost(style, (c.kh - 1) * word, c.w, family);
  const auto is_power = [](std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); };
  const std::int64_t padded = scan.padded ? 1 : 0;
  const std::int64_t drains = scan.drain > 0 ? 1 : 0;
  return {.lut = {{"scan", scan_bits},
                  {"scan_wraps", 4 * scan_counters.wraps},
                  {"strides", 2 * scan_bits * (c.sh > 1 || c.sw > 1 ? 1 : 0)},
                  {"windows", (c.kh > 1 ? 1 : 0) + (c.kw > 1 ? 1 : 0)},
                  {"fifo", fifo_bits},
                  {"fifo_wraps", is_power(c.depth) ? 0 : 4},
                  {"padding", padded * 2 * (c.kh + c.kw)},
                  {"masks", padded * c.taps},
                  {"drain", 8 * drains},
                  {"memory", ram.lut},
                  {"control", 16}},
          .ff = {{"scan", scan_bits + count_bits(c.w)},
                 {"fifo", fifo_bits},
                 {"taps", c.kh * (c.kw - 1) * word},
                 {"padding", padded * (c.taps * word + c.kh + c.kw + 2)},
                 {"drain", 2 * drains},
                 {"memory", ram.ff},
                 {"control", 3}},
          .bram18 = ram.bram18};
}

std::int64_t next_depth(const Params& params) { return swu_next_depth(config_of(params)); }

CellExample example(const char* name, SwuConfig c, std::int64_t bottom = 0, std::int64_t right = 0) {
  c.oh = (c.h + c.pt + bottom - c.kh) / c.sh + 1;
  c.ow = (c.w + c.pl + right - c.kw) / c.sw + 1;
  c.taps = c.kh * c.kw;
  return {name, window_params(c)};
}

std::vector<CellExample> examples() {
  constexpr RamStyle kBlock = RamStyle::kBlock;
  return {
      example("plain", {.width = 4, .lanes = 2, .h = 5, .w = 6, .kh = 3, .kw = 3}),
      example("same", {.width = 4, .lanes = 2, .h = 5, .w = 5, .kh = 3, .kw = 3, .pt = 1, .pl = 1, .pad_code = 3}, 1,
              1),
      example("same_block",
              {.width = 3, .h = 4, .w = 6, .kh = 3, .kw = 3, .pt = 1, .pl = 1, .pad_code = 5, .style = kBlock}, 1, 1),
      example("same_5", {.width = 2, .h = 5, .w = 7, .kh = 5, .kw = 5, .pt = 2, .pl = 2, .pad_code = 1}, 2, 2),
      example("stride_2", {.width = 3, .h = 7, .w = 6, .kh = 3, .kw = 3, .sh = 2, .sw = 2, .pt = 1, .pl = 1}, 1, 1),
      example("pool", {.width = 5, .h = 6, .w = 8, .kh = 2, .kw = 2, .sh = 2, .sw = 2, .style = kBlock}),
      example("stride_3", {.width = 1, .lanes = 3, .h = 8, .w = 7, .kh = 2, .kw = 3, .sh = 3, .sw = 3}),
      example("pad_after", {.width = 4, .h = 4, .w = 5, .kh = 2, .kw = 3, .pad_code = 9}, 1, 2),
      example("pad_before", {.width = 4, .h = 4, .w = 5, .kh = 3, .kw = 2, .pt = 2, .pl = 1, .pad_code = 8}),
      example("line", {.width = 4, .h = 1, .w = 9, .kh = 1, .kw = 4, .pl = 1, .pad_code = 7}, 0, 2),
      example("tall", {.width = 4, .h = 6, .w = 2, .kh = 3, .kw = 1}),
      example("one_tap", {.width = 6, .h = 3, .w = 4, .sh = 2}),
      example("depth_minimum", {.width = 4, .h = 4, .w = 4, .kh = 3, .kw = 3, .pt = 1, .pl = 1, .depth = 6}, 1, 1),
      example("wide_element",
              {.width = 40, .h = 3, .w = 3, .kh = 2, .kw = 2, .pt = 1, .pad_code = std::uint64_t{1} << 39}, 0, 1),
  };
}

}  // namespace

bool window_fits(const SwuConfig& c) {
  return c.cf == 1 && c.taps == c.kh * c.kw && c.dh == 1 && c.dw == 1 && c.w >= 2 && c.pt < c.kh && c.pl < c.kw &&
         c.kh - c.pt <= c.h && c.kw - c.pl <= c.w && (c.oh - 1) * c.sh < c.h && (c.ow - 1) * c.sw < c.w;
}

const Cell& cell_window() {
  static const Cell cell = {
      .name = "window",
      .doc = "sliding window, all taps in parallel, from line buffers",
      .rtl = rtl,
      .actor = actor,
      .cycles = cycles,
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
      .depth_param = "DEPTH",
      .next_depth = next_depth,
  };
  return cell;
}

Params window_params(const SwuConfig& c) {
  if (!window_fits(c)) throw Defect("window: not a geometry of line buffers");
  const std::int64_t pad = swu_pad_parameter(c);
  const std::int64_t least = std::max<std::int64_t>(Scan(c).drain + 1, 2);
  const std::int64_t depth = c.depth == 0 ? swu_fit_depth(c, least) : c.depth;
  if (depth < least) throw Defect(fmt::format("window: a FIFO of {} pixels leaves bubbles", depth));
  return {{"WIDTH", c.width}, {"LANES", c.lanes}, {"H", c.h},
          {"W", c.w},         {"KH", c.kh},       {"KW", c.kw},
          {"SH", c.sh},       {"SW", c.sw},       {"PT", c.pt},
          {"PL", c.pl},       {"OH", c.oh},       {"OW", c.ow},
          {"PAD_CODE", pad},  {"DEPTH", depth},   {"RAM_STYLE", static_cast<std::int64_t>(c.style)}};
}

}  // namespace finn
