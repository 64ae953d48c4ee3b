// SPDX-License-Identifier: Apache-2.0
#include "cells/dwc/dwc.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_dwc";
  binding.files = {"dwc/fr_dwc.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}, {"IN", params.at("IN")}, {"OUT", params.at("OUT")}};
  return binding;
}

class DwcActor : public Actor {
 public:
  DwcActor(std::int64_t in, std::int64_t out) : in_units_(in), out_units_(out), top_(out - 1 + std::min(in, out)) {}
  void drive_valid() override { out_[0]->valid = count_ >= out_units_; }
  void drive_ready() override { in_[0]->ready = count_ <= top_; }
  void tick() override {
    if (out_[0]->fires()) count_ -= out_units_;
    if (in_[0]->fires()) count_ += in_units_;
  }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.push_back(count_); }

 private:
  std::int64_t in_units_;
  std::int64_t out_units_;
  std::int64_t top_;  ///< most units held at which a beat still fits
  std::int64_t count_ = 0;
};

/// Registers: CAP units, a last bit for each whole output beat that fits, the counter. Logic: adder and comparisons of
/// the counter, and before each unit a multiplexer (of the input's units that it may take and of the unit that shifts
/// down; it keeps its own by the register's enable) with what chooses for it. Up to three sources of a bit take a LUT,
/// more of them a LUT for each two, and as much again for all bits together that chooses among them. To one unit a beat
/// and from one, no unit has more than three.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t width = params.at("WIDTH");
  const std::int64_t in = params.at("IN");
  const std::int64_t out = params.at("OUT");
  const std::int64_t top = out - 1 + std::min(in, out);
  const std::int64_t capacity = in + top;
  double few = 0;   // LUTs of a bit before units of up to three sources
  double many = 0;  // and before the others
  for (std::int64_t unit = 0; unit < capacity; ++unit) {
    const std::int64_t nearest = std::min(unit, in - 1);
    const std::int64_t inputs = std::min(unit, top) - (unit - nearest) + 1;
    const std::int64_t sources = inputs + (unit + out < capacity ? 1 : 0);
    if (sources > 3)
      many += static_cast<double>(sources - 1) / 2;
    else if (sources > 1)
      few += 1;
  }
  const auto counter = static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(capacity)));
  const std::int64_t ends = capacity / out;
  const auto is_power = [](std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); };
  const auto bits = static_cast<double>(width);
  const bool widens = in == 1;
  const bool narrows = out == 1 && !widens;
  const bool mixed = !widens && !narrows;
  return {.lut = {{"wide_data", widens ? few * bits : 0},
                  {"wide_units", widens ? capacity : 0},
                  {"narrow_data", narrows ? few * bits : 0},
                  {"narrow_units", narrows ? capacity * (counter + 2) / 2 : 0},
                  {"mixed_data", mixed ? few * bits : 0},
                  {"mixed_many", mixed ? many * bits : 0},
                  {"mixed_units", mixed ? many + static_cast<double>(capacity) : 0},
                  {"odd", is_power(in) && is_power(out) ? 0 : counter},
                  {"counter", counter}},
          .ff = {{"data", capacity * width}, {"ends", ends}, {"counter", counter}}};
}

CellExample example(std::int64_t width, std::int64_t in, std::int64_t out) {
  return {std::to_string(in) + "to" + std::to_string(out), Params{{"WIDTH", width}, {"IN", in}, {"OUT", out}}};
}

std::vector<CellExample> examples() {
  return {example(4, 1, 1), example(8, 1, 4), example(8, 4, 1),  example(1, 2, 3), example(5, 3, 2), example(3, 7, 4),
          example(2, 4, 7), example(2, 6, 4), example(33, 1, 2), example(1, 2, 1), example(3, 5, 5), example(1, 1, 32)};
}

}  // namespace

Params dwc_params(const DwcConfig& config) {
  const std::int64_t unit = std::gcd(config.in_lanes, config.out_lanes);
  return {{"WIDTH", config.width * unit}, {"IN", config.in_lanes / unit}, {"OUT", config.out_lanes / unit}};
}

const Cell& cell_dwc() {
  static const Cell cell = {
      .name = "dwc",
      .doc = "width converter between any two numbers of lanes",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<DwcActor>(params.at("IN"), params.at("OUT"));
      },
      .cycles = [](const Params&) -> std::int64_t { return 0; },  // computes nothing: its beats alone count
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
