// SPDX-License-Identifier: Apache-2.0
// Other weights, thresholds and tables for an accelerator that lets its host rewrite them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hw/parameters.h"
#include "kinds/kind.h"

namespace finn {

/// The tensors and flips of all runtime layers, by layer, taken over from `other`. The networks must be equal
/// otherwise; a tensor may have another type there if its values fit. FR4011 says what differs; nothing is changed
/// then. Warns of scales that the host applies and that differ: those stay.
bool replace_parameters(Network& network, const Network& other, Diagnostics& diagnostics);

/// Random parameters of the same kind for all runtime layers: elements of the old ones, in ascending rows where all
/// rows of the old tensor are ascending.
void draw_parameters(Network& network, std::uint64_t seed);

/// The words that an accelerator's host writes, from word 0 on, to make it compute `network`, whose layers carry their
/// folding. Empty if it has no runtime layers.
std::vector<std::uint32_t> parameter_image(const Network& network);

/// Words as bytes, the lowest byte of each first.
std::string word_bytes(const std::vector<std::uint32_t>& words);

/// parameter_image() as a file for the driver: little-endian words "FRPM", version, the accelerator's build (low,
/// high), number of words, words.
std::string parameter_file(const std::vector<std::uint32_t>& image, std::uint64_t build);

}  // namespace finn
