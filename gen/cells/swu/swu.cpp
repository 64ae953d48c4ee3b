// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/swu.h"

#include <algorithm>
#include <bit>

#include "cells/swu/geometry.h"
#include "diag/diagnostics.h"
#include "ir/types.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "LANES", "CF", "TAPS", "H",  "W",  "KH", "KW",       "SH",
                                  "SW",    "PT",    "PL", "OH",   "OW", "DH", "DW", "PAD_CODE", "DEPTH"};

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
  return c;
}

/// PAD_CODE is a 32-bit signed parameter; above 32 bits its bit 31 stands for the code's top bit.
std::int64_t pad_parameter(const SwuConfig& c) {
  const std::uint64_t low = c.pad_code & 0x7fffffffU;
  const std::uint64_t top = std::uint64_t{1} << (c.width - 1);
  if (c.width < 32 && c.pad_code >> c.width == 0) return static_cast<std::int64_t>(c.pad_code);
  if (c.width >= 32 && (c.pad_code == low || c.pad_code == (low | top)))
    return static_cast<std::int64_t>(low) - (c.pad_code & top ? std::int64_t{1} << 31 : 0);
  throw Defect(fmt::format("sliding window: padding code {:#x} does not fit {} bits", c.pad_code, c.width));
}

void check(const SwuConfig& c) {
  const bool positive =
      std::min({c.lanes, c.cf, c.taps, c.h, c.w, c.kh, c.kw, c.sh, c.sw, c.oh, c.ow, c.dh, c.dw}) >= 1;
  if (!positive || c.pt < 0 || c.pl < 0 || c.width < 1 || c.width > 64) throw Defect("sliding window: bad geometry");
  if (c.kh * c.kw % c.taps != 0) throw Defect("sliding window: taps must divide the window");
  if (c.taps > 1 && c.cf > 1) throw Defect("sliding window: several taps a beat need whole pixels in a word");
}

RtlBinding rtl(const Params& params) {
  RtlBinding binding;
  binding.module = "fr_swu";
  binding.files = {"swu/fr_swu.v", "swu/fr_swu_count.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
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
      freed_ = geometry_.freed(oy_, ox_);
    }
    seek();
  }

  void seek() {
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

Cost cost(const Params&) { return {}; }

std::vector<CellExample> examples() {
  const auto make = [](SwuConfig c, std::int64_t pb, std::int64_t pr) {
    c.oh = (c.h + c.pt + pb - (c.kh - 1) * c.dh - 1) / c.sh + 1;
    c.ow = (c.w + c.pl + pr - (c.kw - 1) * c.dw - 1) / c.sw + 1;
    return c;
  };
  return {};
}

}  // namespace

const Cell& cell_swu() {
  static const Cell cell{"swu", "sliding window with padding over a ring of pixels", rtl, actor, cycles, cost, true, examples};
  return cell;
}

Params swu_params(const SwuConfig& c) {
  check(c);
  const std::int64_t depth = c.depth == 0 ? swu_default_depth(c) : c.depth;
  if (depth < swu_min_depth(c)) throw Defect(fmt::format("sliding window: a ring of {} pixels locks up", depth));
  const std::int64_t pad = SwuGeometry(c).padded() ? pad_parameter(c) : 0;
  return {{"WIDTH", c.width}, {"LANES", c.lanes}, {"CF", c.cf}, {"TAPS", c.taps}, {"H", c.h},   {"W", c.w},
          {"KH", c.kh},       {"KW", c.kw},       {"SH", c.sh}, {"SW", c.sw},     {"PT", c.pt}, {"PL", c.pl},
          {"OH", c.oh},       {"OW", c.ow},       {"DH", c.dh}, {"DW", c.dw},     {"PAD_CODE", pad}, {"DEPTH", depth}};
}

}  // namespace finn
