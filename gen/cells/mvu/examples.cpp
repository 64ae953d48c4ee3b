// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/examples.h"

#include <algorithm>
#include <random>

#include "cells/mvu/mvu.h"

namespace finn {
namespace {

/// Any codes of the weights' type.
Memory random_weights(const MvuConfig& config) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> matrix;
  for (std::int64_t i = 0; i < config.mh * config.mw; ++i) {
    const std::uint64_t code = random() & ((std::uint64_t{1} << config.weight.bits()) - 1);
    matrix.push_back(config.weight == DataType::ternary() ? static_cast<std::int64_t>(code % 3) - 1
                                                          : config.weight.decode(code));
  }
  return mvu_memory(config, matrix, "auto");
}

/// The same in DSPs. `narrow`: the most negative weight, which four rows of four bits cannot have, does not occur.
CellExample dsp_example(std::string name, std::int64_t mw, std::int64_t mh, std::int64_t pe, std::int64_t simd,
                        DataType activation, DataType weight, int acc_width, bool narrow = false) {
  MvuConfig config{.mw = mw,
                   .mh = mh,
                   .pe = pe,
                   .simd = simd,
                   .vectors = 3,
                   .activation = activation,
                   .weight = weight,
                   .acc_width = acc_width,
                   .dsp = true};
  std::mt19937_64 random(2);
  std::vector<std::int64_t> matrix;
  for (std::int64_t i = 0; i < mh * mw; ++i) {
    const std::uint64_t code = random() & ((std::uint64_t{1} << weight.bits()) - 1);
    matrix.push_back(std::max(weight.decode(code), weight.min() + (narrow ? 1 : 0)));
  }
  const Memory weights = mvu_memory(config, matrix, "auto");
  CellExample example{std::move(name), mvu_params(config, weights), {}};
  if (example.params.at("CONSTANT") != 0) example.memories = {weights};
  return example;
}

/// Weights belong to the example only where they become logic.
CellExample example(std::string name, const MvuConfig& config) {
  const Memory weights = random_weights(config);
  CellExample example{std::move(name), mvu_params(config, weights), {}};
  if (example.params.at("CONSTANT") != 0) example.memories = {weights};
  return example;
}

CellExample example(std::string name, std::int64_t mw, std::int64_t mh, std::int64_t pe, std::int64_t simd,
                    DataType activation, DataType weight, int acc_width, bool flip = false) {
  return example(std::move(name), MvuConfig{.mw = mw,
                                            .mh = mh,
                                            .pe = pe,
                                            .simd = simd,
                                            .vectors = 3,
                                            .activation = activation,
                                            .weight = weight,
                                            .acc_width = acc_width,
                                            .flip = flip});
}

}  // namespace

std::vector<CellExample> mvu_examples() {
  const auto u = DataType::uint;
  const auto s = DataType::sint;
  const DataType b = DataType::bipolar();
  const DataType t = DataType::ternary();
  return {
      // name, MW, MH, PE, SIMD, activation, weight, ACC_WIDTH
      example("xnor", 48, 12, 3, 8, b, b, 6),
      example("xnor_wide", 280, 4, 2, 70, b, b, 9),
      example("xnor_constant", 20, 3, 3, 20, b, b, 5),
      example("and_one_pe", 30, 5, 1, 6, u(1), u(1), 5),
      example("one_neuron_fold", 24, 4, 4, 4, t, t, 6),
      example("one_synapse_fold", 9, 12, 2, 9, s(2), s(2), 7),
      example("unfolded", 5, 3, 3, 5, u(3), s(4), 10),
      example("unfolded_bipolar", 7, 2, 2, 7, b, s(3), 7),
      example("one_lane", 5, 4, 1, 1, s(8), b, 11),
      example("two_bit_unsigned", 32, 6, 2, 16, u(2), u(2), 9),
      example("two_bit_mixed", 21, 4, 2, 7, u(2), t, 6),
      example("bipolar_weights", 26, 4, 2, 13, u(4), b, 9),
      example("flipped_unsigned", 26, 4, 2, 13, u(4), b, 9, true),
      example("flipped_signed", 12, 4, 2, 6, s(3), b, 7, true),
      example("flipped_constant", 12, 2, 2, 12, u(2), b, 6, true),
      example("bipolar_activations", 12, 4, 2, 6, b, s(5), 9),
      example("binary_weights", 12, 2, 1, 4, s(3), u(1), 7),
      example("binary_activations", 12, 2, 1, 4, u(1), u(6), 10),
      example("ternary_by_bipolar", 10, 4, 2, 5, t, b, 5),
      example("binary_by_bipolar", 10, 4, 2, 5, u(1), b, 5),
      example("bipolar_by_ternary", 10, 4, 4, 2, b, t, 5),
      example("one_bit_signed", 6, 2, 1, 3, s(1), s(1), 3),
      example("unsigned_by_unsigned", 6, 4, 2, 2, u(7), u(9), 19),
      example("signed_by_signed", 6, 4, 2, 2, s(12), s(5), 19),
      example("widest", 2, 2, 1, 1, s(32), u(28), 62),
      example("wrapping_partial_sums", 40, 4, 2, 4, s(6), s(6), 8),
      dsp_example("dsp_pairs", 64, 8, 4, 8, u(8), s(8), 22),
      dsp_example("dsp_pairs_signed", 24, 6, 3, 6, s(8), s(8), 20),
      dsp_example("dsp_pairs_unsigned", 22, 4, 2, 11, u(8), u(8), 21),
      dsp_example("dsp_unsigned_weights", 12, 2, 2, 4, s(7), u(8), 19),
      dsp_example("dsp_one_row", 15, 2, 1, 5, u(8), s(8), 20),
      dsp_example("dsp_one_column", 7, 5, 5, 1, u(8), s(6), 17),
      dsp_example("dsp_wrapping", 60, 4, 4, 5, s(8), s(8), 9),
      dsp_example("dsp_narrow_sums", 9, 4, 2, 9, u(7), s(8), 12),
      dsp_example("dsp_threes", 36, 6, 6, 9, u(4), s(4), 14),
      dsp_example("dsp_threes_rest", 20, 10, 5, 5, s(4), s(4), 13),
      dsp_example("dsp_threes_unsigned", 16, 3, 3, 8, u(4), u(4), 12),
      dsp_example("dsp_fours", 36, 8, 8, 9, u(4), s(4), 14, true),
      dsp_example("dsp_fours_signed", 20, 12, 6, 5, s(4), s(4), 13, true),
      dsp_example("dsp_fours_three_bits", 14, 4, 4, 7, u(4), s(3), 12),
      dsp_example("dsp_fours_one_bit", 14, 4, 4, 7, s(1), u(1), 5),
      dsp_example("dsp_fours_ternary", 12, 4, 4, 6, s(2), DataType::ternary(), 6),
      dsp_example("dsp_constant", 6, 3, 3, 6, u(8), s(8), 19),
      example("block_ring", 350, 2, 1, 10, u(8), s(3), 16),
  };
}

}  // namespace finn
