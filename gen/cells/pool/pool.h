// SPDX-License-Identifier: Apache-2.0
// Cell pool: the maximum over the taps of a window (rtl_templates/pool/fr_pool.v).
#pragma once

#include <cstdint>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// The input brings GROUPS x CF beats a window, channel folds fastest, each with TAPS x CHANNELS_BEAT elements,
/// channels fastest. The output gives CF beats of CHANNELS_BEAT elements after the last group.
struct PoolConfig {
  std::int64_t channels_beat = 1;  ///< channel lanes, L
  std::int64_t taps = 1;           ///< window positions in one beat, P; > 1 needs cf == 1
  std::int64_t groups = 1;         ///< KH*KW / P
  std::int64_t cf = 1;             ///< channels / L
  DataType type = DataType::uint(1);
  std::int64_t vectors = 1;  ///< windows a frame
};

Params pool_params(const PoolConfig& config);

const Cell& cell_pool();

}  // namespace finn
