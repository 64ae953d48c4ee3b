// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/dot_rows.h"

namespace finn {

DotSpec dot_spec(const Params& params) {
  const auto operand = [&](const char* width, const char* kind) {
    return Operand{static_cast<int>(params.at(width)), static_cast<OperandKind>(params.at(kind))};
  };
  return {static_cast<int>(params.at("SIMD")),
          operand("A_WIDTH", "A_KIND"),
          operand("W_WIDTH", "W_KIND"),
          static_cast<DotMode>(params.at("MODE")),
          {}};
}

Accumulator dot_accumulator(const Params& params) {
  return {static_cast<int>(params.at("ACC_WIDTH")), params.at("MW") / params.at("SIMD")};
}

std::vector<std::uint64_t> row_weights(const DotSpec& spec, const BitWord& word, std::int64_t row) {
  std::vector<std::uint64_t> codes;
  for (std::int64_t lane = 0; lane < spec.simd; ++lane)
    codes.push_back(word.get((row * spec.simd + lane) * spec.weight.bits, spec.weight.bits));
  return codes;
}

}  // namespace finn
