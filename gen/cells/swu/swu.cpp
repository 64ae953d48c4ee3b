// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/swu.h"

#include <algorithm>
#include <bit>

#include "cells/swu/cost.h"
#include "cells/swu/depth.h"
#include "cells/swu/geometry.h"
#include "diag/diagnostics.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "LANES", "CF", "TAPS", "H",  "W",  "KH",       "KW",    "SH",       "SW",
                                  "PT",    "PL",    "OH", "OW",   "DH", "DW", "PAD_CODE", "DEPTH", "RAM_STYLE"};

SwuConfig config_of(const Params& p) {
  SwuConfig c;
  c.width = static_cast<int>(p.at("WIDTH"));
  c.lanes = p.at("LANES");
  c.cf = p.at("CF");
  c.taps = p.at("TAPS");
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
  c.dh = p.at("DH");
  c.dw = p.at("DW");
  c.depth = p.at("DEPTH");
  c.style = static_cast<RamStyle>(p.at("RAM_STYLE"));
  return c;
}

void check(const SwuConfig& c) {
  const bool positive =
      std::min({c.lanes, c.cf, c.taps, c.h, c.w, c.kh, c.kw, c.sh, c.sw, c.oh, c.ow, c.dh, c.dw}) >= 1;
  if (!positive || c.pt < 0 || c.pl < 0 || c.width < 1 || c.width > 64) throw Defect("sliding window: bad geometry");
  if (c.kh * c.kw % c.taps != 0) throw Defect("sliding window: taps must divide the window");
  if (c.taps > 1 && c.cf > 1) throw Defect("sliding window: several taps a beat need whole pixels in a word");
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_swu";
  binding.files = {"swu/fr_swu.v", "swu/fr_swu_count.v", "ram/fr_ram.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  const SwuConfig c = config_of(params);
  binding.params.back().value = static_cast<std::int64_t>(decide_ram_style(c.style, c.lanes * c.width, c.depth * c.cf));
  return binding;
}

/// Counts pixels from the start of time; the Verilog holds the differences of these counts.
class SwuActor final : public Actor {
 public:
  explicit SwuActor(const Params& params) : geometry_(config_of(params)) { seek(); }

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override { in_[0]->ready = word_ != 0 || started_ - freed_total() < geometry_.config().depth; }

  void tick() override {
    const bool free_output = out_[0]->ready || !valid_;
    const bool go = free_output && needed_ < written_;
    if (free_output) valid_ = go;
    if (in_[0]->fires()) write();
    if (go) advance();
  }

  std::int64_t quiet() const override { return (out_[0]->ready || !valid_) && needed_ < written_ ? 1 : kForever; }
  void skip(std::int64_t cycles) override {
    if (cycles > 0) tick();  // a second one would change nothing, see quiet()
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {started_ - frame_start_, written_ - frame_start_, word_, oy_, ox_, group_, cf_, freed_,
                               needed_ < 0 ? needed_ : needed_ - frame_start_, valid_});
  }

 private:
  std::int64_t freed_total() const { return frame_start_ + freed_; }

  void write() {
    if (word_ == 0) ++started_;
    if (++word_ == geometry_.config().cf) {
      word_ = 0;
      ++written_;
    }
  }

  void advance() {
    const SwuConfig& c = geometry_.config();
    if (++cf_ < c.cf) return;
    cf_ = 0;
    if (++group_ == geometry_.groups()) {
      group_ = 0;
      if (++ox_ == c.ow) {
        ox_ = 0;
        if (++oy_ == c.oh) {
          oy_ = 0;
          frame_start_ += geometry_.pixels();
        }
      }
    }
    seek();
  }

  void seek() {
    freed_ = geometry_.freed(oy_, ox_, group_);
    const std::int64_t newest = geometry_.newest(oy_, ox_, group_);
    needed_ = newest < 0 ? -1 : frame_start_ + newest;
  }

  SwuGeometry geometry_;
  std::int64_t started_ = 0, written_ = 0, word_ = 0;
  std::int64_t oy_ = 0, ox_ = 0, group_ = 0, cf_ = 0;
  std::int64_t frame_start_ = 0, freed_ = 0, needed_ = -1;
  bool valid_ = false;
};

std::unique_ptr<Actor> actor(const Params& params) { return std::make_unique<SwuActor>(params); }

std::int64_t cycles(const Params& params) {
  const SwuConfig c = config_of(params);
  return std::max(c.input_beats(), c.output_beats());
}

CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  return swu_cost(config_of(params), family);
}

std::int64_t next_depth(const Params& params) { return swu_next_depth(config_of(params)); }

struct Sides {
  std::int64_t top = 0, left = 0, bottom = 0, right = 0;
};

CellExample example(const char* name, SwuConfig c, Sides pad = {}) {
  c.pt = pad.top;
  c.pl = pad.left;
  c.oh = (c.h + pad.top + pad.bottom - (c.kh - 1) * c.dh - 1) / c.sh + 1;
  c.ow = (c.w + pad.left + pad.right - (c.kw - 1) * c.dw - 1) / c.sw + 1;
  return {name, swu_params(c)};
}

std::vector<CellExample> examples() {
  return {
      example("plain", {.width = 4, .lanes = 2, .cf = 4, .h = 5, .w = 4, .kh = 2, .kw = 2}),
      example("kernel_1_stride_2", {.width = 3, .cf = 2, .h = 5, .w = 5, .sh = 2, .sw = 2}),
      example("pad_all", {.width = 2, .lanes = 2, .h = 4, .w = 5, .kh = 3, .kw = 3, .pad_code = 1}, {1, 1, 1, 1}),
      example("pad_asymmetric", {.width = 5, .cf = 3, .h = 5, .w = 4, .kh = 3, .kw = 2, .pad_code = 16}, {1, 0, 0, 2}),
      example("pad_beyond_kernel", {.width = 1, .lanes = 3, .h = 3, .w = 3, .kh = 2, .kw = 2, .sh = 2, .pad_code = 1},
              {3, 3, 3, 4}),
      example("dilation_2", {.width = 3, .h = 7, .w = 6, .kh = 3, .kw = 3, .dh = 2, .dw = 2, .pad_code = 5},
              {1, 1, 1, 1}),
      example("stride_beyond_kernel", {.width = 2, .cf = 3, .h = 7, .w = 8, .kh = 2, .kw = 2, .sh = 3, .sw = 4}),
      example("stride_beyond_image", {.width = 2, .h = 3, .w = 3, .kh = 2, .kw = 2, .sh = 5, .sw = 4}, {1, 2, 4, 4}),
      example("not_square", {.width = 8, .h = 3, .w = 9, .kh = 2, .kw = 3, .sw = 2}),
      example("line", {.width = 4, .cf = 2, .w = 12, .kw = 5, .sw = 2}, {0, 2, 0, 2}),
      example("column", {.width = 4, .cf = 2, .h = 9, .kh = 3}, {1, 0, 1, 0}),
      example("one_pixel", {.width = 6, .cf = 2, .kh = 3, .kw = 3, .pad_code = 32}, {1, 1, 1, 1}),
      example("only_padding", {.width = 4, .cf = 2, .sh = 2, .sw = 2, .pad_code = 9}, {1, 1, 1, 1}),
      example("taps_row", {.width = 2, .lanes = 3, .taps = 3, .h = 5, .w = 6, .kh = 3, .kw = 3}, {1, 1, 1, 1}),
      example("taps_half_row", {.width = 4, .taps = 2, .h = 4, .w = 7, .kh = 2, .kw = 4, .sw = 2}, {0, 1, 1, 1}),
      example("taps_two_rows", {.width = 4, .taps = 4, .h = 6, .w = 5, .kh = 4, .kw = 2, .sh = 2}),
      example("taps_all", {.width = 4, .lanes = 2, .taps = 9, .h = 5, .w = 5, .kh = 3, .kw = 3, .pad_code = 3},
              {1, 1, 1, 1}),
      example("taps_across_rows", {.width = 4, .taps = 2, .h = 4, .w = 5, .kh = 2, .kw = 3, .pad_code = 7},
              {1, 1, 0, 1}),
      example("depth_minimum",
              {.width = 3, .cf = 2, .h = 8, .w = 5, .kh = 3, .kw = 3, .sh = 3, .sw = 3, .pad_code = 6, .depth = 13},
              {0, 3, 1, 1}),
      example("depth_two_frames", {.width = 3, .h = 4, .w = 4, .kh = 3, .kw = 3, .depth = 32}),
      example("block_ram",
              {.width = 3, .cf = 2, .h = 5, .w = 5, .kh = 3, .kw = 2, .pad_code = 6, .style = RamStyle::kBlock},
              {1, 0, 0, 1}),
      example("wide_element", {.width = 40, .h = 3, .w = 3, .kh = 2, .kw = 2, .pad_code = std::uint64_t{1} << 39},
              {1, 0, 0, 1}),
  };
}

}  // namespace

std::int64_t swu_default_depth(const SwuConfig& config) {
  return swu_fit_depth(config, swu_ideal_depth(config, SwuSource::kBurst));
}

const Cell& cell_swu() {
  static const Cell cell = {
      .name = "swu",
      .doc = "sliding window with padding over a ring of pixels",
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

std::int64_t swu_pad_parameter(const SwuConfig& c) {
  if (!SwuGeometry(c).padded()) return 0;
  const std::uint64_t low = c.pad_code & 0x7fffffffU;
  const std::uint64_t top = std::uint64_t{1} << (c.width - 1);
  if (c.width < 32 && c.pad_code >> c.width == 0) return static_cast<std::int64_t>(c.pad_code);
  if (c.width >= 32 && (c.pad_code == low || c.pad_code == (low | top)))
    return static_cast<std::int64_t>(low) - (c.pad_code & top ? std::int64_t{1} << 31 : 0);
  throw Defect(fmt::format("sliding window: padding code {:#x} does not fit {} bits", c.pad_code, c.width));
}

Params swu_params(const SwuConfig& c) {
  check(c);
  const std::int64_t depth = c.depth == 0 ? swu_default_depth(c) : c.depth;
  if (depth < swu_min_depth(c)) throw Defect(fmt::format("sliding window: a ring of {} pixels locks up", depth));
  const std::int64_t pad = swu_pad_parameter(c);
  return {{"WIDTH", c.width},
          {"LANES", c.lanes},
          {"CF", c.cf},
          {"TAPS", c.taps},
          {"H", c.h},
          {"W", c.w},
          {"KH", c.kh},
          {"KW", c.kw},
          {"SH", c.sh},
          {"SW", c.sw},
          {"PT", c.pt},
          {"PL", c.pl},
          {"OH", c.oh},
          {"OW", c.ow},
          {"DH", c.dh},
          {"DW", c.dw},
          {"PAD_CODE", pad},
          {"DEPTH", depth},
          {"RAM_STYLE", static_cast<std::int64_t>(c.style)}};
}

}  // namespace finn
