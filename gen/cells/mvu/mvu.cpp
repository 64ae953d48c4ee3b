// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/mvu.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "cells/mvu/mvu_actor.h"
#include "diag/diagnostics.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr const char* kVerilogParams[] = {"MW",      "MH",     "PE",   "SIMD",      "A_WIDTH",    "A_KIND",
                                          "W_WIDTH", "W_KIND", "MODE", "ACC_WIDTH", "DOT_LATENCY"};

std::int64_t folds(const Params& params, const char* size, const char* lanes) {
  return params.at(size) / params.at(lanes);
}

int clog2(std::int64_t n) { return n <= 1 ? 0 : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n - 1))); }

RtlBinding rtl(const Params& params) {
  RtlBinding binding;
  binding.module = "fr_mvu";
  binding.files = {"mvu/fr_mvu.v", "mvu/fr_dot.v", "mvu/fr_sum.v"};
  for (const char* name : kVerilogParams) binding.params.push_back({name, params.at(name)});
  binding.memories = {"w"};
  return binding;
}

/// Ring of 2*SF words (two if NF = 1) with its output register. LUT memory holds 6 bits x 32 or 3 bits x 64 words in
/// four LUTs; fr_mvu takes block RAM, whose output register is inside, above 6144 bits.
Cost ring_cost(std::int64_t nf, std::int64_t sf, std::int64_t width) {
  const bool split = nf > 1 && sf > 1;
  const std::int64_t words = split ? (std::int64_t{1} << clog2(sf)) + sf : 2;
  if (words > 64 && words * width > 6144) return {.bram18 = static_cast<double>(bram18_count(width, words))};
  const std::int64_t banks = (words + 63) / 64;
  const std::int64_t cells = words <= 32 ? (width + 5) / 6 : banks * ((width + 2) / 3);
  const std::int64_t select = banks > 1 ? (width * banks + 3) / 4 : 0;  // 4:1 multiplexers behind the banks
  return {.lut = static_cast<double>(4 * cells + select), .ff = static_cast<double>(width)};
}

/// A lane of a popcount costs about 2 LUTs. A lane of a MAC costs an adder (TERM + 1 LUTs, a select included) and,
/// where neither operand is one bit, a multiplier of about 2 LUTs a bit product. An accumulator costs a LUT and a
/// register a bit. Control: counters with comparisons, and three bits a pipeline stage.
Cost cost(const Params& params) {
  const std::int64_t nf = folds(params, "MH", "PE");
  const std::int64_t sf = folds(params, "MW", "SIMD");
  const std::int64_t simd = params.at("SIMD");
  const std::int64_t pe = params.at("PE");
  const std::int64_t a_bits = params.at("A_WIDTH");
  const std::int64_t w_bits = params.at("W_WIDTH");
  const std::int64_t acc = params.at("ACC_WIDTH");
  const std::int64_t stages = params.at("DOT_LATENCY");
  const auto selects = [&](const char* kind, std::int64_t bits) { return bits == 1 && params.at(kind) != 1; };

  std::int64_t term = a_bits + w_bits;
  std::int64_t lane = 2 * a_bits * w_bits + term + 1;
  std::int64_t sum = term + clog2(simd);
  if (params.at("MODE") != 0) {
    term = 1;
    lane = 2;
    sum = clog2(simd + 1);
  } else if (selects("W_KIND", w_bits) || selects("A_KIND", a_bits)) {
    term = std::max(a_bits, w_bits) + 1;
    lane = term + 1;
    sum = term + clog2(simd);
  }
  sum = std::min(sum, acc);

  std::int64_t pe_ff = acc + sum;
  if (stages > 1) {
    std::int64_t lanes = 1;
    while (lanes * lanes < simd) ++lanes;
    pe_ff += (simd + lanes - 1) / lanes * std::min(sum, term + clog2(lanes + (params.at("MODE") != 0 ? 1 : 0)));
  }
  if (stages > 2) pe_ff += simd * term;
  if (stages > 3) pe_ff += (stages - 3) * sum;

  const std::int64_t address = std::max(1, clog2(nf * sf));
  const std::int64_t columns = clog2(sf);
  const std::int64_t pointers = nf > 1 ? 2 * columns : columns;
  Cost total{.lut = static_cast<double>(pe * (simd * lane + acc) + 2 * address + 2 * pointers + 14),
             .ff = static_cast<double>(pe * pe_ff + address + pointers + 3 * (stages + 1) + 10)};
  total += ring_cost(nf, sf, simd * a_bits);
  total.fitted = false;
  return total;
}

CellExample example(std::string name, std::int64_t mw, std::int64_t mh, std::int64_t pe, std::int64_t simd,
                    DataType activation, DataType weight, int acc_width, int dot_latency) {
  return {std::move(name), mvu_params({.mw = mw,
                                       .mh = mh,
                                       .pe = pe,
                                       .simd = simd,
                                       .vectors = 3,
                                       .activation = activation,
                                       .weight = weight,
                                       .acc_width = acc_width,
                                       .dot_latency = dot_latency})};
}

std::vector<CellExample> examples() {
  const auto u = DataType::uint;
  const auto s = DataType::sint;
  const DataType b = DataType::bipolar();
  const DataType t = DataType::ternary();
  return {
      // name, MW, MH, PE, SIMD, activation, weight, ACC_WIDTH, DOT_LATENCY
      example("xnor", 48, 12, 3, 8, b, b, 6, 1),
      example("xnor_wide", 280, 4, 2, 70, b, b, 9, 2),
      example("and_one_pe", 30, 5, 1, 6, u(1), u(1), 5, 1),
      example("one_neuron_fold", 24, 4, 4, 4, t, t, 6, 1),
      example("one_synapse_fold", 9, 12, 2, 9, s(2), s(2), 7, 2),
      example("unfolded", 5, 3, 3, 5, u(3), s(4), 10, 3),
      example("one_lane", 5, 4, 1, 1, s(8), b, 11, 1),
      example("two_bit_unsigned", 32, 6, 2, 16, u(2), u(2), 9, 1),
      example("two_bit_mixed", 21, 4, 2, 7, u(2), t, 6, 2),
      example("bipolar_weights", 26, 4, 2, 13, u(4), b, 9, 2),
      example("bipolar_activations", 12, 4, 2, 6, b, s(5), 9, 1),
      example("binary_weights", 12, 2, 1, 4, s(3), u(1), 7, 1),
      example("binary_activations", 12, 2, 1, 4, u(1), u(6), 10, 1),
      example("ternary_by_bipolar", 10, 4, 2, 5, t, b, 5, 3),
      example("binary_by_bipolar", 10, 4, 2, 5, u(1), b, 5, 1),
      example("bipolar_by_ternary", 10, 4, 4, 2, b, t, 5, 1),
      example("one_bit_signed", 6, 2, 1, 3, s(1), s(1), 3, 2),
      example("unsigned_by_unsigned", 6, 4, 2, 2, u(7), u(9), 19, 1),
      example("signed_by_signed", 6, 4, 2, 2, s(12), s(5), 19, 4),
      example("widest", 4, 2, 1, 2, s(32), u(28), 62, 3),
      example("wrapping_partial_sums", 40, 4, 2, 4, s(6), s(6), 8, 2),
      example("block_ring", 350, 2, 1, 10, u(8), s(3), 16, 1),
  };
}

}  // namespace

OperandKind operand_kind(DataType type) {
  if (type.is_bipolar()) return OperandKind::kBipolar;
  return type.is_signed_code() ? OperandKind::kSigned : OperandKind::kUnsigned;
}

MvuMode mvu_mode(DataType activation, DataType weight) {
  if (activation.is_bipolar() && weight.is_bipolar()) return MvuMode::kXnor;
  if (activation == DataType::binary() && weight == DataType::binary()) return MvuMode::kAnd;
  return MvuMode::kMac;
}

int mvu_dot_latency(std::int64_t simd, DataType activation, DataType weight) {
  const std::int64_t bits = simd * activation.bits() * weight.bits();
  return bits <= 64 ? 1 : bits <= 512 ? 2 : 3;
}

StreamType mvu_output_type(const MvuConfig& config, Range values) {
  if (config.mode() != MvuMode::kXnor) return {DataType::smallest(values), values, {}};
  const Range codes{(values.min + config.mw) / 2, (values.max + config.mw) / 2};
  return {DataType::smallest(codes), codes, {.a = {2}, .b = {-config.mw}}};
}

Params mvu_params(const MvuConfig& config) {
  if (config.pe < 1 || config.mh % config.pe != 0) throw Defect("mvu: PE must divide MH");
  if (config.simd < 1 || config.mw % config.simd != 0) throw Defect("mvu: SIMD must divide MW");
  if (config.acc_width < 1 || config.acc_width > DataType::kMaxBits) throw Defect("mvu: 1 to 62 accumulator bits");
  if (config.dot_latency < 1 || config.dot_latency > 32) throw Defect("mvu: 1 to 32 stages of the dot product");
  return {{"MW", config.mw},
          {"MH", config.mh},
          {"PE", config.pe},
          {"SIMD", config.simd},
          {"VECTORS", config.vectors},
          {"A_WIDTH", config.activation.bits()},
          {"A_KIND", static_cast<std::int64_t>(operand_kind(config.activation))},
          {"W_WIDTH", config.weight.bits()},
          {"W_KIND", static_cast<std::int64_t>(operand_kind(config.weight))},
          {"MODE", static_cast<std::int64_t>(config.mode())},
          {"ACC_WIDTH", config.acc_width},
          {"DOT_LATENCY", config.dot_latency}};
}

Memory mvu_memory(const MvuConfig& config, const std::vector<std::int64_t>& matrix, std::string ram_style) {
  if (static_cast<std::int64_t>(matrix.size()) != config.mw * config.mh) throw Defect("mvu: wrong size of the matrix");
  const int bits = config.weight.bits();
  Memory memory;
  memory.port = "w";
  memory.width = static_cast<int>(config.pe * config.simd * bits);
  memory.ram_style = std::move(ram_style);
  memory.words.reserve(static_cast<std::size_t>(config.nf() * config.sf()));
  for (std::int64_t nf = 0; nf < config.nf(); ++nf)
    for (std::int64_t sf = 0; sf < config.sf(); ++sf) {
      BitWord word(memory.width);
      for (std::int64_t p = 0; p < config.pe; ++p) {
        const std::int64_t row = nf * config.pe + p;
        const std::int64_t* weights = matrix.data() + row * config.mw + sf * config.simd;
        for (std::int64_t s = 0; s < config.simd; ++s)
          word.put((p * config.simd + s) * bits, bits, config.weight.encode(weights[s]));
      }
      memory.words.push_back(std::move(word));
    }
  return memory;
}

const Cell& cell_mvu() {
  static const Cell cell = {
      .name = "mvu",
      .doc = "folded matrix-vector product",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<MvuActor>(folds(params, "MH", "PE"), folds(params, "MW", "SIMD"),
                                          static_cast<int>(params.at("DOT_LATENCY")));
      },
      .cycles = [](const Params& params) -> std::int64_t {
        return params.at("VECTORS") * folds(params, "MH", "PE") * folds(params, "MW", "SIMD");
      },
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
