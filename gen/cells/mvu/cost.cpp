// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/cost.h"

#include <algorithm>
#include <random>

#include "cells/mvu/dot_rows.h"
#include "cells/mvu/dsp_shape.h"
#include "compress/dot_module.h"
#include "hw/arithmetic_cost.h"
#include "hw/memory.h"

namespace finn {
namespace {

/// Rows with random weights that are built to estimate constant ones.
constexpr std::int64_t kSampledRows = 4;

/// LUTs and flip-flops of an array's parts.
struct ArrayCost {
  double dot_lut = 0, dot_ff = 0;          ///< of the compressors, as they are built
  double sums = 0;                         ///< bits added behind the DSPs
  double skew_lut = 0, skew_ff = 0;        ///< delays before them
  double overlap_lut = 0, overlap_ff = 0;  ///< of rows that overlap
  double outside_lut = 0, outside_ff = 0;  ///< what DSPs hold on 7-series alone
  double small = 0;                        ///< of products too small for DSPs
  double dsp = 0;
};

BitWord random_word(std::int64_t bits) {
  BitWord word(bits);
  std::mt19937_64 generator(1);
  for (std::uint64_t& part : word.data) part = generator();
  return word;
}

/// The compressors' own netlists, which synthesis leaves as they are.
ArrayCost dot_cost(const Params& params, const std::vector<Memory>& memories) {
  DotSpec spec = dot_spec(params);
  const Accumulator sum = dot_accumulator(params);
  const std::int64_t pe = params.at("PE");
  ArrayCost cost;
  const auto add = [&](const DotModule& module, double times) {
    cost.dot_lut += times * static_cast<double>(module.cost.lut);
    cost.dot_ff += times * static_cast<double>(module.cost.ff);
  };
  if (params.at("CONSTANT") == 0) {
    add(dot_module(spec, {}, sum), static_cast<double>(pe));
    return cost;
  }
  CompressorOptions options;
  options.least_stages = static_cast<int>(params.at("DOT_LATENCY"));
  const std::int64_t rows = memories.empty() ? std::min(pe, kSampledRows) : pe;
  const BitWord word =
      memories.empty() ? random_word(rows * spec.simd * spec.weight.bits) : memories.front().words.front();
  for (std::int64_t row = 0; row < rows; ++row) {
    spec.constants = row_weights(spec, word, row);
    add(dot_module(spec, options, sum), static_cast<double>(pe) / static_cast<double>(rows));
  }
  return cost;
}

/// `rows` rows in DSPs. These have registers for all but the skew behind the second column, and on port A behind the
/// first; three registers in a row become a shift register in LUTs. On UltraScale+ Yosys leaves all registers and
/// adders outside.
void add_dsp_rows(ArrayCost& cost, const Params& params, const DspShape& shape, std::int64_t rows, Family family) {
  const std::int64_t acc = params.at("ACC_WIDTH");
  const std::int64_t w_bits = params.at("W_WIDTH");
  const std::int64_t a_bits = params.at("A_WIDTH");
  const std::int64_t total = shape.sum + shape.levels;
  const std::int64_t simd = params.at("SIMD");
  cost.sums += static_cast<double>(rows * (acc + (shape.cascades - 1) * total));
  const auto sign = [&](const char* kind) {
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kSigned ? 0 : 1;
  };
  // A product alone in its DSP may be small enough for LUTs.
  const bool in_dsp = rows > 1 || multiplier_cost(a_bits + sign("A_KIND"), w_bits + sign("W_KIND"),
                                                  a_bits + sign("A_KIND") + w_bits + sign("W_KIND"), family)
                                          .dsps > 0;
  if (in_dsp)
    cost.dsp += static_cast<double>(simd);
  else
    cost.small += static_cast<double>(simd * (a_bits * w_bits + a_bits + w_bits));
  const std::int64_t port_a = (rows - 1) * w_bits;
  const std::int64_t others = w_bits + a_bits;
  std::int64_t skew_ff = 0;
  std::int64_t skew_lut = 0;
  for (std::int64_t column = 1; column < shape.columns; ++column) {
    skew_ff += others * (column - 1) + (column < 3 ? port_a * column : 0);
    skew_lut += column < 3 ? 0 : port_a;
  }
  cost.skew_lut +=
      static_cast<double>(shape.cascades * (skew_lut + std::max<std::int64_t>(0, rows - 2) * shape.columns));
  cost.skew_ff += static_cast<double>(shape.cascades * skew_ff);
  const std::int64_t overlap = rows > 1 ? shape.overlap() : 0;
  if (overlap > 0) {
    const std::int64_t residue = (rows - 1) * (overlap == 1 ? 3 + 1 : 2 * shape.columns + 2 + 2);
    std::int64_t split = 0;
    for (std::int64_t row = 1; row < rows; ++row) split += (rows - 1 - row) * shape.spacing + shape.sum + 1;
    cost.overlap_lut += static_cast<double>(shape.cascades * (residue + split));
    cost.overlap_ff += static_cast<double>(shape.cascades * (rows * shape.sum + (rows - 1) * 4 * overlap));
  }
  if (family == Family::kXcup) {
    const std::int64_t packed = (rows - 1) * shape.spacing;
    cost.outside_lut += static_cast<double>(simd * (packed + w_bits + packed + shape.sum));
    cost.outside_ff += static_cast<double>(simd * (2 * packed + 3 * w_bits + 2 * a_bits + shape.sum));
  }
}

ArrayCost array_cost(const Params& params, const std::vector<Memory>& memories, Family family) {
  if (params.at("DSP_ROWS") == 0) return dot_cost(params, memories);
  const DspShape shape = dsp_shape(params);
  const std::int64_t pe = params.at("PE");
  ArrayCost cost;
  for (std::int64_t row = 0; row < pe; row += shape.rows)
    add_dsp_rows(cost, params, shape, std::min<std::int64_t>(shape.rows, pe - row), family);
  return cost;
}

/// Ring of 2*SF words (two if NF = 1) with its output register; fr_mvu_control takes block RAM, whose output register
/// is inside, above 6144 bits.
Cost ring_cost(std::int64_t nf, std::int64_t sf, std::int64_t width, Family family) {
  const std::int64_t words = nf > 1 && sf > 1 ? (std::int64_t{1} << count_bits(sf)) + sf : 2;
  const bool block = words > 64 && words * width > 6144;
  return ram_cost(block ? RamStyle::kBlock : RamStyle::kDistributed, width, words, family);
}

}  // namespace

/// The arithmetic as it is built; without contents random weights stand for constant ones. Control: the weights'
/// address, pointers of the ring with their comparisons, and three bits a pipeline stage.
CostTerms mvu_cost(const Params& params, const std::vector<Memory>& memories, Family family) {
  const std::int64_t nf = params.at("MH") / params.at("PE");
  const std::int64_t sf = params.at("MW") / params.at("SIMD");
  const ArrayCost array = array_cost(params, memories, family);
  const Cost ring = ring_cost(nf, sf, params.at("SIMD") * params.at("A_WIDTH"), family);
  CounterCost address;
  address.add(nf * sf);
  CounterCost column;
  column.add(sf);
  const std::int64_t columns = column.bits;
  const std::int64_t writes = nf > 1 ? columns : 0;
  return {.lut = {{"dot", array.dot_lut},
                  {"dsp_sums", array.sums},
                  {"dsp_skew", array.skew_lut},
                  {"dsp_overlap", array.overlap_lut},
                  {"dsp_outside", array.outside_lut},
                  {"dsp_small", array.small},
                  {"ring", ring.lut},
                  {"block_ring", ring.bram18 > 0 ? 40 : 0},
                  {"address", address.bits},
                  {"address_wrap", 4 * address.wraps},
                  {"columns", columns},
                  {"column_wraps", 4 * column.wraps * (nf > 1 ? 2 : 1)},
                  {"writes", 2 * writes},
                  {"rows", nf > 1 ? 4 : 0},
                  {"split", nf > 1 && sf > 1 ? 4 : 0},
                  {"control", 14}},
          .ff = {{"dot", array.dot_ff},
                 {"dsp_sums", array.sums},
                 {"dsp_skew", array.skew_ff},
                 {"dsp_overlap", array.overlap_ff},
                 {"dsp_outside", array.outside_ff},
                 {"dsp_small", array.small},
                 {"ring", ring.ff},
                 {"counters", address.bits + columns + writes},
                 {"rows", nf > 1 ? 2 : 0},
                 {"stages", 3 * params.at("DOT_LATENCY")},
                 {"control", 13}},
          .bram18 = ring.bram18,
          .dsp = array.dsp};
}

}  // namespace finn
