// SPDX-License-Identifier: Apache-2.0
// Where a design stands under the roofs of its platform, for report.json.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "emit/platform.h"
#include "ir/network.h"

namespace finn {

/// Weights live on the chip, so that the external memory sees a frame's inputs and outputs alone.
/// Keys: "precisions", one for each pair of types that layers multiply, [{"weights", "activations", "ops" a frame,
/// "lut_per_mac", "dsp_per_mac" (null: DSPs cannot), "lut_tops", "dsp_tops"}]; "compute_tops", the peak of the mix:
/// sum of ops / sum of (ops / peak), by peak_ops(), null without multiplications; "bandwidth" GB/s;
/// "bytes_per_frame"; "ops_per_byte"; "memory_tops" = bandwidth * ops_per_byte / 1000, null without a memory;
/// "roof_tops", the lower of both; "bound", "compute" or "memory" or "none". All TOp/s at `clock_mhz`.
nlohmann::ordered_json roofline_json(const Network& network, const Platform& platform, double clock_mhz,
                                     std::int64_t ops_per_frame, std::int64_t bytes_per_frame);

}  // namespace finn
