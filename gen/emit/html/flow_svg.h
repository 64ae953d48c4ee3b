// SPDX-License-Identifier: Apache-2.0
// The network as a picture: layers with their folding and cycles, forks and joins, buffers.
#pragma once

#include <string>

#include "emit/html/text.h"

namespace finn::html {

/// An <svg> of report.json's layers, inputs, outputs and fifos.
std::string flow_svg(const Json& report);

}  // namespace finn::html
