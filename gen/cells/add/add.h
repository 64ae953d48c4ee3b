// SPDX-License-Identifier: Apache-2.0
// Cell add: the weighted sum of several streams, a generated module.
#pragma once

#include <cstdint>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// out = sum over the inputs of factor * value, element by element, modulo 2^output bits.
struct AddConfig {
  struct Input {
    DataType type = DataType::uint(8);
    std::int64_t factor = 1;
  };
  std::vector<Input> inputs;  ///< 2..16
  std::int64_t pe = 1;        ///< elements of a beat
  std::int64_t beats = 1;     ///< of a frame
  DataType output = DataType::sint(9);
};

Params add_params(const AddConfig& config);

/// Stages: the inputs are added in pairs, a stage for each level.
int add_latency(std::int64_t inputs);

const Cell& cell_add();

}  // namespace finn
