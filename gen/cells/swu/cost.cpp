// SPDX-License-Identifier: Apache-2.0
// Names are those of fr_swu.v, whose constants this repeats.
#include "cells/swu/cost.h"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <set>

#include "hw/memory.h"

namespace finn {
namespace {

bool is_power(std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); }

/// Bits of a number below count, at least 1.
std::int64_t bits(std::int64_t count) { return std::max<std::int64_t>(1, count_bits(count)); }

/// First window of `count` that starts at or behind `edge`, with windows `stride` apart.
std::int64_t first_at(std::int64_t edge, std::int64_t stride, std::int64_t count) {
  return edge <= 0 ? 0 : std::min((edge + stride - 1) / stride, count);
}

/// How many different functions of the choice the lowest bits of these constants are; constants are none.
std::int64_t choice_functions(std::initializer_list<std::int64_t> constants, std::int64_t low_bits) {
  std::set<std::uint64_t> functions;
  const std::uint64_t all = (std::uint64_t{1} << constants.size()) - 1;
  for (std::int64_t bit = 0; bit < low_bits; ++bit) {
    std::uint64_t function = 0;
    for (const std::int64_t constant : constants)
      function = function << 1 | (static_cast<std::uint64_t>(constant) >> bit & 1);
    if (function != 0 && function != all) functions.insert(function);
  }
  return static_cast<std::int64_t>(functions.size());
}

/// The module's constants.
struct Constants {
  std::int64_t gx = 1, gy = 1;  ///< groups of taps
  std::int64_t readers = 1;
  bool padded = false;
  std::int64_t unit = 1, ring = 1;
  std::int64_t address_bits = 1, write_bits = 1, slack_bits = 1, space_bits = 1;  ///< AB, WB, SB, PB
  std::int64_t steps = 0;  ///< functions that choose the steps of address, slack and space

  explicit Constants(const SwuConfig& c);
};

Constants::Constants(const SwuConfig& c) {
  const auto tap_pixel = [&](std::int64_t tap) { return tap / c.kw * c.dh * c.w + tap % c.kw * c.dw; };
  const bool rows = c.taps % c.kw == 0;
  const bool irregular = !rows && c.kw % c.taps != 0;
  const std::int64_t groups = c.kh * c.kw / c.taps;
  gx = rows ? 1 : irregular ? groups : c.kw / c.taps;
  gy = groups / gx;
  readers = irregular ? c.taps : 1;

  const std::int64_t pixels = c.h * c.w;
  const std::int64_t last_y = (c.oh - 1) * c.sh - c.pt + (c.kh - 1) * c.dh;
  const std::int64_t last_x = (c.ow - 1) * c.sw - c.pl + (c.kw - 1) * c.dw;
  padded = c.pt > 0 || c.pl > 0 || last_y >= c.h || last_x >= c.w;

  const std::int64_t to_row = c.sh * c.w - (c.ow - 1) * c.sw;
  const std::int64_t to_frame = pixels - (c.oh - 1) * c.sh * c.w - (c.ow - 1) * c.sw;
  const std::int64_t last_group = tap_pixel(c.kh * c.kw - c.taps);
  const std::int64_t longest = std::max({c.sw, to_row, to_frame}) - last_group;
  const std::int64_t group_span = tap_pixel(c.taps - 1) + 1;
  const std::int64_t slack_low =
      padded
          ? std::max(pixels + group_span, std::max<std::int64_t>(last_y, 0) * c.w + std::max<std::int64_t>(last_x, 0)) +
                1
          : std::max({longest, last_group, group_span});
  const std::int64_t slack_high = c.depth + c.pt * c.w + c.pl;
  const std::int64_t top = (c.kw - 1) / c.taps;
  const bool single = top == groups - 1;
  const std::int64_t ahead = padded
                                 ? pixels
                                 : std::max(std::max(c.sw, c.w - (c.ow - 1) * c.sw) - tap_pixel((top + 1) * c.taps - 1),
                                            std::max(to_row, to_frame) - tap_pixel(c.kh * c.kw - 1)) -
                                       1;
  unit = is_power(c.cf) ? 1 : c.cf;
  ring = c.depth * unit;
  address_bits = bits(ring);
  write_bits = bits(c.depth * c.cf);
  slack_bits = bits(std::max(slack_low, slack_high) + 1) + 1;
  space_bits = bits(c.depth + std::max<std::int64_t>(ahead, 0)) + 1;

  const std::int64_t x_from = first_at(c.pl, c.sw, c.ow);
  const std::int64_t x_steps = std::max<std::int64_t>(std::min(c.w / c.sw, c.ow - 1 - x_from), 0);
  const std::int64_t y_from = first_at(c.pt, c.sh, c.oh);
  const std::int64_t y_below = first_at(c.h + c.pt, c.sh, c.oh);
  const std::int64_t y_steps = std::max<std::int64_t>(std::min((c.h + c.pt) / c.sh, c.oh - 1) - y_from, 0);
  const std::int64_t free_tail = c.w - x_steps * c.sw;
  const std::int64_t free_above = std::min(std::max<std::int64_t>(y_from * c.sh - c.pt, 0), c.h) * c.w;
  const std::int64_t free_row = (c.sh - 1) * c.w;
  const std::int64_t free_frame =
      pixels - (c.oh > y_from ? free_above + (y_below - y_from) * c.w + y_steps * free_row : 0);
  const std::int64_t with_row = single ? free_tail : 0;
  const std::int64_t with_frame = single && y_below == c.oh && y_from < c.oh ? free_tail : 0;
  const std::int64_t none = -1;  // freed pixels count less one
  steps = choice_functions({none, c.sw - 1, free_tail - 1, free_row + with_row - 1, free_frame + with_frame - 1,
                            y_from > 0 ? free_above - 1 : none},
                           space_bits);

  // Steps between taps in a row of taps, rows of taps, windows, rows of windows and frames.
  const std::int64_t back = -last_group;
  const std::int64_t to_window = c.sw + back;
  const std::int64_t to_x = gx > 1 ? tap_pixel(c.taps) : to_window;
  const std::int64_t to_y = gy > 1 ? tap_pixel(gx * c.taps) - tap_pixel((gx - 1) * c.taps) : to_window;
  const auto address = [&](std::int64_t step) {
    const std::int64_t words = (step * unit - (unit - 1)) % ring;
    return ring - (words < 0 ? words + ring : words);
  };
  steps += readers * choice_functions({0, -to_x, -to_y, -to_window, -(to_row + back), -(to_frame + back)}, slack_bits);
  steps += readers * choice_functions({unit > 1 ? ring - 1 : address(to_window), address(to_x), address(to_y),
                                       address(to_window), address(to_row + back), address(to_frame + back)},
                                      address_bits);
}

/// LUTs of the multiplexer behind block RAM that is deeper than its primitive.
std::int64_t bank_luts(std::int64_t width, std::int64_t depth) {
  constexpr std::int64_t kMoreSources = 3;  // sources beside the first that a LUT takes
  return width * ((bram18_banks(width, depth) + kMoreSources - 2) / kMoreSources);
}

/// LUTs of a writer's address before block RAM, for which Yosys maps with abc: this leaves a LUT for each bit, where
/// the address is set back, beside those that find the last one; more bits than eight take two more.
std::int64_t block_counter_luts(std::int64_t bits) {
  constexpr std::int64_t kFewBits = 8;
  return bits + 1 + (bits + 5) / 6 + (bits > kFewBits ? 2 : 0);
}

}  // namespace

/// A LUT for each bit of the counters and of the reader's address, slack and space; one for each different bit of the
/// constants that these move by; a second adder for a ring that is no power of two; what finds taps in the padding. The
/// writer's addresses, one for each copy of the ring, need one for their lowest bit and what finds the last, as the
/// others stand in the carry chain; more before block RAM.
CostTerms swu_cost(const SwuConfig& c, Family family) {
  const Constants k(c);
  const std::int64_t word = c.lanes * c.width;
  const std::int64_t depth = c.depth * c.cf;
  const std::int64_t wraps = is_power(k.ring) ? 0 : 1;
  CounterCost counters;
  for (const std::int64_t count : {c.cf, c.cf, k.gx, k.gy, c.ow, c.oh}) counters.add(count);
  const std::int64_t writers = k.readers > 1 ? 1 : c.taps;
  const std::int64_t write_wraps = is_power(depth) ? 0 : (k.write_bits + 5) / 6;
  const std::int64_t readers = k.readers * (k.address_bits + k.slack_bits);
  const Cost ram = ram_cost(c.style, word, depth, family);
  const auto taps = static_cast<double>(c.taps);
  const bool blocks = ram.bram18 > 0;
  return {.lut = {{"state", counters.bits + readers + k.space_bits},
                  {"steps", k.steps},
                  {"folded", c.cf > 1 && k.gx * k.gy > 1 ? 8 : 0},
                  {"ring_wrap", wraps * k.readers * k.address_bits},
                  {"padding", k.padded ? k.space_bits : 0},
                  {"write", blocks ? 0 : writers * (1 + write_wraps)},
                  {"block_write", blocks ? writers * block_counter_luts(k.write_bits) : 0},
                  {"memory", taps * ram.lut},
                  {"banks", blocks ? c.taps * bank_luts(word, depth) : 0}},
          .ff = {{"counters", counters.bits},
                 {"reader", readers},
                 {"space", k.space_bits},
                 {"write", writers * k.write_bits},
                 {"memory", taps * ram.ff},
                 {"control", 2}},
          .bram18 = taps * ram.bram18};
}

}  // namespace finn
