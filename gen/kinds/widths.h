// SPDX-License-Identifier: Apache-2.0
// What a layer is like with operands of other widths (passes/what_if.h): its shape stays, its constants are made up
// where they can no longer be what they were. Costs depend on widths and shapes, so that any values serve.
#pragma once

#include <optional>

#include "ir/network.h"

namespace finn {

struct WidthChange {
  const Network& network;          ///< with the layer's inputs as they are to be
  const Layer& layer;              ///< as it was
  bool same_input;                 ///< its inputs take the values that they took
  std::optional<int> weights;      ///< bits that its weights shall have
  std::optional<DataType> output;  ///< the type that it shall quantize to
};

/// BIPOLAR for 1 bit, else INTn; `own` if that has so many bits.
DataType weight_type(DataType own, int bits);
/// INTn where `own` is signed or BIPOLAR, else UINTn; BINARY for 1 bit; `own` if that has so many bits.
DataType activation_type(DataType own, int bits);

/// Pseudo-random values of the type, evenly distributed; the same arguments give the same values.
Tensor made_up_values(DataType type, const Shape& shape);
/// The same with values of `range`, each row ascending, of the narrowest type.
Tensor made_up_rows(Range range, const Shape& shape);

/// Gives "weights" the type for so many bits, with values made up unless it is the type that they have.
void change_weights(const WidthChange& change, Attrs& attrs);

}  // namespace finn
