// SPDX-License-Identifier: Apache-2.0
// The roofline as a picture.
#pragma once

#include <string>

#include "emit/html/text.h"

namespace finn::html {

/// An <svg> of report.json's "roofline": operations per byte against TOp/s, both logarithmic; the roof of the external
/// memory, that of LUTs and DSPs, and the network's point. Empty where nothing multiplies.
std::string roofline_svg(const Json& report);

}  // namespace finn::html
