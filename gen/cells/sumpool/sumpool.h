// SPDX-License-Identifier: Apache-2.0
// Cell sumpool: the sum over the taps of a window (rtl_templates/sumpool/fr_sumpool.v).
#pragma once

#include <cstdint>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// The input brings GROUPS x CF beats a window, channel folds fastest, each with TAPS x CHANNELS_BEAT elements,
/// channels fastest. The output gives CF beats of CHANNELS_BEAT sums after the last group.
struct SumpoolConfig {
  std::int64_t channels_beat = 1;     ///< channel lanes, L
  std::int64_t taps = 1;              ///< window positions in one beat, P; > 1 needs cf == 1
  std::int64_t groups = 1;            ///< KH*KW / P
  std::int64_t cf = 1;                ///< channels / L
  DataType type = DataType::uint(1);  ///< of the codes; bipolar ones are added as 0 and 1
  int out_width = 1;                  ///< bits of a sum, 1..62
  std::int64_t vectors = 1;           ///< windows a frame
};

Params sumpool_params(const SumpoolConfig& config);

const Cell& cell_sumpool();

}  // namespace finn
