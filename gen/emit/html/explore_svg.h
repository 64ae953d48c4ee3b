// SPDX-License-Identifier: Apache-2.0
// The diagrams of explore.html.
#pragma once

#include <string>

#include "emit/html/text.h"

namespace finn::html {

/// Classes of the colour and the marks of a series of explore.json: a colour for each platform, marks for each choice
/// of operands.
std::string series_class(const Json& json, std::size_t series);

/// What the colours and marks mean.
std::string series_legend(const Json& json);

/// An <svg>: frames a second against a key of points ("lut", "bram36", "dsp", "latency_us"), both logarithmic (0 is
/// drawn as 0.5); a series for each platform and operands, its front joined by a line, other points hollow. Empty if
/// no point has any of it.
std::string scatter_svg(const Json& json, const char* key, const std::string& title);

/// An <svg>: the roofs of all platforms that are explored with these operands, the best point of each with weights on
/// the chip, and hollow where its roof is with weights from the memory. Empty where nothing multiplies.
std::string roofs_svg(const Json& json, const std::string& operands);

/// An <svg>: peak TOp/s of each platform with as many bits of weights as of activations; dashed: DSPs.
std::string peaks_svg(const Json& json);

}  // namespace finn::html
