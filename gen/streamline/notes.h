// SPDX-License-Identifier: Apache-2.0
// Words for `import --explain`: numbers of a chain and lists of channels, short enough for a column.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "streamline/chain.h"

namespace finn::qonnx {

/// "0.25", or "0.1..0.5" (smallest and largest) where it varies by channel.
std::string number_text(const PerChannel& values);
/// "scale 0.25", with ", offset -3" where there is one.
std::string affine_text(const Affine& affine);
/// "15 thresholds x 64 channels", or "15 thresholds" where all channels share them.
std::string threshold_text(std::size_t thresholds, std::size_t rows);
/// What the integers of a quantizer mean whose results go on through `tail`.
std::string scale_text(const Affine& integers, const Chain& tail);
/// What a step does, in a few words.
std::string step_text(const Step& step);
/// "0-3, 7, 9-12"; the numbers ascend.
std::string channel_text(const std::vector<std::size_t>& channels);

}  // namespace finn::qonnx
