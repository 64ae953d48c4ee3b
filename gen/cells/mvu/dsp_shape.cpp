// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/dsp_shape.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "diag/diagnostics.h"
#include "hw/blank_memory.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr int kWidest = 8;
constexpr int kNarrow = 4;          ///< bits of operands that go three or four into a DSP
constexpr int kAutoBits = 6;        ///< of either operand
constexpr int kAutoProducts = 128;  ///< at once
constexpr int kMostColumns = 4;     ///< longer cascades would need more registers for the skew
constexpr int kMostOverlap = 2;     ///< bits that fr_dsp_residue can tell

/// Signed weights of four bits in four rows: only then are the weights known not to be -8.
bool avoids_lowest(const Params& params) { return params.at("DSP_ROWS") == 4 && params.at("W_WIDTH") == kNarrow; }

int bits_of(std::int64_t n) { return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n))); }

/// Bits of the sum of `columns` products.
int sum_bits(const Params& params, int columns) {
  const auto range = [&](const char* width, const char* kind) {
    const std::int64_t half = std::int64_t{1} << (params.at(width) - 1);
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kSigned ? Range{-half, half - 1}
                                                                             : Range{0, 2 * half - 1};
  };
  const Range a = range("A_WIDTH", "A_KIND");
  Range w = range("W_WIDTH", "W_KIND");
  if (avoids_lowest(params)) ++w.min;
  const auto [least, most] = std::minmax({a.min * w.min, a.min * w.max, a.max * w.min, a.max * w.max});
  if (a.min == 0 && w.min == 0) return std::max(2, bits_of(columns * most));
  return std::max(2, 1 + std::max(bits_of(-columns * least - 1), bits_of(columns * most)));
}

}  // namespace

std::string dsp_obstacle(DataType activation, DataType weight) {
  if (activation.is_bipolar() || weight.is_bipolar())
    return "a product with a BIPOLAR operand is no multiplication: it is counted or added in LUTs";
  const int bits = std::max(activation.bits(), weight.bits());
  if (bits > kWidest) return fmt::format("operands of up to {} bits are packed into DSPs, not of {}", kWidest, bits);
  return {};
}

bool takes_dsp(const std::string& style, DataType activation, DataType weight, std::int64_t products) {
  if (style != "auto") return style == "dsp";
  return dsp_obstacle(activation, weight).empty() && std::min(activation.bits(), weight.bits()) >= kAutoBits &&
         products <= kAutoProducts;
}

std::int64_t dsp_rows(const MvuConfig& config, const Memory& weights) {
  if (config.flip || !dsp_obstacle(config.activation, config.weight).empty())
    throw Defect("mvu: operands that DSPs cannot take");
  const int bits = config.weight.bits();
  std::int64_t rows = 2;
  if (std::max(config.activation.bits(), bits) <= kNarrow) {
    const std::uint64_t lowest = std::uint64_t{1} << (bits - 1);
    const auto has_lowest = [&](const BitWord& word) {
      for (std::int64_t at = 0; at < weights.width; at += bits)
        if (word.get(at, bits) == lowest) return true;
      return false;
    };
    const bool avoided = config.fixed_weights && !is_blank(weights) &&
                         operand_kind(config.weight) == OperandKind::kSigned &&
                         std::none_of(weights.words.begin(), weights.words.end(), has_lowest);
    rows = bits < kNarrow || avoided ? 4 : 3;
  }
  return std::min(rows, config.pe);
}

DspShape dsp_shape(const Params& params) {
  DspShape shape;
  shape.rows = static_cast<int>(params.at("DSP_ROWS"));
  // A packed word has 25 bits; one is for the borrow of the rows below the highest one.
  const int room = (avoids_lowest(params) ? 25 : 24) - static_cast<int>(params.at("W_WIDTH"));
  shape.spacing = room / std::max(1, shape.rows - 1);
  const auto simd = static_cast<int>(params.at("SIMD"));
  shape.columns = std::min(simd, kMostColumns);
  while (shape.columns > 1 && sum_bits(params, shape.columns) > shape.spacing + kMostOverlap) --shape.columns;
  shape.cascades = (simd + shape.columns - 1) / shape.columns;
  shape.columns = (simd + shape.cascades - 1) / shape.cascades;
  shape.sum = sum_bits(params, shape.columns);
  shape.levels = bits_of(shape.cascades - 1);
  return shape;
}

}  // namespace finn
