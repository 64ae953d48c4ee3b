// SPDX-License-Identifier: Apache-2.0
// Memories without contents, for estimates of foldings that nobody builds. What is made of a layer's weights is blank
// where their tensor has a shape and no data.
#pragma once

#include <utility>

#include "hw/cell.h"

namespace finn {

/// The memory with `depth` words of no bits.
inline Memory blank(Memory memory, std::int64_t depth) {
  memory.words.assign(static_cast<std::size_t>(depth), BitWord(0));
  return memory;
}

inline bool is_blank(const Memory& memory) { return !memory.words.empty() && memory.words.front().data.empty(); }

}  // namespace finn
