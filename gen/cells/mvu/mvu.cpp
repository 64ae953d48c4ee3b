// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/mvu.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "cells/mvu/cost.h"
#include "cells/mvu/dsp_shape.h"
#include "cells/mvu/examples.h"
#include "cells/mvu/mvu_actor.h"
#include "cells/mvu/mvu_module.h"
#include "diag/diagnostics.h"
#include "hw/blank_memory.h"
#include "hw/memory.h"

namespace finn {
namespace {

std::int64_t folds(const Params& params, const char* size, const char* lanes) {
  return params.at(size) / params.at(lanes);
}

const BitWord* constants(const Params& params, const std::vector<Memory>& memories) {
  if (params.at("CONSTANT") == 0) return nullptr;
  if (memories.empty()) throw Defect("mvu: constant weights without a memory");
  return &memories.front().words.front();
}

MvuArray array_of(const Params& params, const BitWord* weights) {
  return params.at("DSP_ROWS") != 0 ? dsp_array(params, weights) : lut_array(params, weights);
}

RtlBinding rtl(const Params& params, const std::vector<Memory>& memories) {
  return mvu_binding(params, array_of(params, constants(params, memories)));
}

}  // namespace

OperandKind operand_kind(DataType type) {
  if (type.is_bipolar()) return OperandKind::kBipolar;
  return type.is_signed_code() ? OperandKind::kSigned : OperandKind::kUnsigned;
}

DotMode mvu_mode(DataType activation, DataType weight) {
  if (activation.is_bipolar() && weight.is_bipolar()) return DotMode::kXnor;
  if (activation == DataType::binary() && weight == DataType::binary()) return DotMode::kAnd;
  return DotMode::kMac;
}

StreamType mvu_output_type(const MvuConfig& config, Range values, const std::vector<std::int64_t>& matrix) {
  if (config.mode() == DotMode::kXnor) {
    const Range codes{(values.min + config.mw) / 2, (values.max + config.mw) / 2};
    return {DataType::smallest(codes), codes, {.a = {2}, .b = {-config.mw}}};
  }
  if (!config.flip) return {DataType::smallest(values), values, {}};
  // -x is the inverted x minus the sum of the bits' coefficients: 2^n - 1 if unsigned, -1 in two's complement.
  const std::int64_t step = config.activation.is_signed_code() ? 1 : 1 - (std::int64_t{1} << config.activation.bits());
  StreamType output;
  const int bits = config.activation.bits();
  const DataType number = config.activation.is_signed_code() ? DataType::sint(bits) : DataType::uint(bits);
  output.codes = {config.mw * number.min(), config.mw * number.max()};
  output.type = DataType::smallest(output.codes);
  output.encoding.b.clear();
  for (std::int64_t row = 0; row < config.mh; ++row) {
    if (matrix.empty()) {  // only the shape matters
      output.encoding.b.push_back(0);
      continue;
    }
    const auto begin = matrix.begin() + row * config.mw;
    output.encoding.b.push_back(step * std::count(begin, begin + config.mw, -1));
  }
  return output;
}

Params mvu_params(const MvuConfig& config, const Memory& weights) {
  if (config.pe < 1 || config.mh % config.pe != 0) throw Defect("mvu: PE must divide MH");
  if (config.simd < 1 || config.mw % config.simd != 0) throw Defect("mvu: SIMD must divide MW");
  if (config.acc_width < 1 || config.acc_width > DataType::kMaxBits) throw Defect("mvu: 1 to 62 accumulator bits");
  Params params{{"MW", config.mw},
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
                {"CONSTANT", config.fixed_weights && config.nf() * config.sf() == 1 ? 1 : 0},
                {"DSP_ROWS", config.dsp ? dsp_rows(config, weights) : 0}};
  const bool unknown = params.at("CONSTANT") != 0 && is_blank(weights);
  params.set("DOT_LATENCY", unknown ? 1 : array_of(params, constants(params, {weights})).stages);
  if (params.at("DOT_LATENCY") > 32) throw Defect("mvu: more than 32 stages of the dot product");
  return params;
}

Memory mvu_memory(const MvuConfig& config, const std::vector<std::int64_t>& matrix, std::string ram_style) {
  const int bits = config.weight.bits();
  Memory memory;
  memory.port = "w";
  memory.width = static_cast<int>(config.pe * config.simd * bits);
  memory.ram_style = std::move(ram_style);
  if (matrix.empty()) return blank(std::move(memory), config.nf() * config.sf());
  if (static_cast<std::int64_t>(matrix.size()) != config.mw * config.mh) throw Defect("mvu: wrong size of the matrix");
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

std::vector<MemoryPart> mvu_parts(const MvuConfig& config, const Recipe& matrix) {
  const int bits = config.weight.bits();
  const Recipe values = matrix.reshape({config.nf(), config.pe, config.sf(), config.simd})
                            .transpose({0, 2, 1, 3})
                            .reshape({config.nf() * config.sf(), config.pe * config.simd});
  return {{0, bits, bits, code_recipe(config.weight, values)}};
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
      .cost = mvu_cost,
      .cuts_ready = true,
      .examples = mvu_examples,
  };
  return cell;
}

}  // namespace finn
