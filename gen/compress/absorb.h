// SPDX-License-Identifier: Apache-2.0
// The first stage: gates of the products in the LUTs of the first adders.
#pragma once

#include "compress/heap.h"

namespace finn {

/// Absorbs all products in at most `levels` LUT levels; what remains are bits of one net, not yet registered. A full
/// adder of one LUT takes two products and a third bit that an earlier level gave. `rows` carry chains, each over as
/// many neighbouring columns as have two products, give such bits in level 1 at half a LUT a product.
Columns absorb_products(Netlist& netlist, const Columns& columns, int levels, int rows);

/// The most rows that make a difference.
int most_rows(const Columns& columns);

}  // namespace finn
