// SPDX-License-Identifier: Apache-2.0
// Is a folding legal for its layer? Whatever file it came from.
#pragma once

#include <optional>

#include "import/json_value.h"
#include "ir/network.h"

namespace finn {

/// More processing elements or lanes are refused as numbers already.
inline constexpr std::int64_t kMostLanes = std::int64_t{1} << 28;

/// Where the parts of a folding stand that a file gives.
struct FoldValues {
  std::optional<JsonValue> pe;
  std::optional<JsonValue> simd;
  std::optional<JsonValue> style;
};

/// Checks what is set of a fold against the knobs of a layer whose tensors are known: FR2152 to FR2155.
void check_fold(const LayerFold& fold, const FoldValues& values, const Network& network, const Layer& layer,
                Diagnostics& diagnostics);

}  // namespace finn
