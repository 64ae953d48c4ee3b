// SPDX-License-Identifier: Apache-2.0
// A network of the same shape with operands of other widths, for estimates: nobody has trained it.
#pragma once

#include <optional>
#include <string>

#include "diag/diagnostics.h"
#include "ir/network.h"

namespace finn {

/// Bits of operands; what is empty stays as it is.
struct OperandWidths {
  std::optional<int> weights = {};      ///< of all layers that have weights
  std::optional<int> activations = {};  ///< of what layers quantize to, where a layer with weights comes after it
  std::optional<int> inputs = {};       ///< of the network's inputs

  bool any() const { return weights || activations || inputs; }
  /// "as it is", "W2", "W2A4", "A4 in 4"
  std::string name() const;
};

/// The most bits of each.
constexpr int kMostWhatIfBits = 8;

/// Weights become BIPOLAR (1 bit) or INTn. A type of 1 bit stays; others become INTn where the type was signed, else
/// UINTn (1 bit: BINARY). What has the wanted width already keeps its type; constants keep their values unless their
/// own type or their input's range changed, in which case they are made up (see kinds/widths.h). Foldings that the
/// network fixes stay. Nothing, with the reason reported, if a layer cannot be what is asked.
std::optional<Network> with_widths(const Network& network, const OperandWidths& widths, Diagnostics& diagnostics);

}  // namespace finn
