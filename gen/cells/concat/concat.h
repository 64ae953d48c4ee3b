// SPDX-License-Identifier: Apache-2.0
// Cell concat: joins the channels of several streams pixel by pixel, a generated module.
#pragma once

#include <cstdint>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// A pixel out is a pixel of input 0, of input 1, ..., all as codes of `output`.
struct ConcatConfig {
  struct Input {
    DataType type = DataType::uint(8);
    std::int64_t channels = 1;
  };
  std::vector<Input> inputs;  ///< 2..16
  /// Elements of a beat: divides all inputs' channels, which then take turns; or their sum: whole pixels join.
  std::int64_t lanes = 1;
  std::int64_t pixels = 1;  ///< of a frame
  DataType output = DataType::uint(8);

  std::int64_t channels() const;
};

Params concat_params(const ConcatConfig& config);

const Cell& cell_concat();

}  // namespace finn
