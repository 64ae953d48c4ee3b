// SPDX-License-Identifier: Apache-2.0
// The tables of report.html.
#pragma once

#include <string>

#include "emit/html/text.h"

namespace finn::html {

/// Layers with folding, cycles against the interval, and resources; plumbing and total.
std::string layer_table(const Json& report);
/// Resources against what the platform has, a bar each.
std::string resource_table(const Json& report);
/// Buffers between layers, and the bits of all against the bound and FINN's method.
std::string buffer_table(const Json& report);
/// Streams at the boundary.
std::string port_table(const Json& report);
/// Peaks of the platform for the types that the network multiplies, and its traffic.
std::string precision_table(const Json& report);
/// How sure each figure is, and why.
std::string certainty_table(const Json& report);

}  // namespace finn::html
