// SPDX-License-Identifier: Apache-2.0
// Foldings that do not divide, where they may be worth it.
#pragma once

#include <vector>

#include "kinds/kind.h"

namespace finn {

/// Foldings of a layer with rows or columns of zeros added, of at most `most` cycles and more than half of them, that
/// have fewer multipliers than any of its legal ones with no more cycles, and that no other of them beats in both. A PE
/// between two that take equally many folds of the rows adds only cost, so that PE is always the least for its number
/// of folds, and SIMD likewise. None where the kind cannot pad, or where the network fixes both.
std::vector<Folding> padded_foldings(const Network& network, const Layer& layer, std::int64_t most);

}  // namespace finn
