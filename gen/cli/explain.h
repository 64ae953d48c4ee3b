// SPDX-License-Identifier: Apache-2.0
// import --explain: what became of each node of an ONNX graph, as a table.
#pragma once

#include <string>

#include "streamline/streamline.h"

namespace finn {

/// Lines of at most 120 characters: a row for each node, long cells folded, and below it the channels of activation
/// layers that fall or never change.
std::string explanation(const qonnx::Streamlined& made);

}  // namespace finn
