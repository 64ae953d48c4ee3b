// SPDX-License-Identifier: Apache-2.0
// Every name in an IP is made here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hw/graph.h"

namespace finn {

/// Name of a library module ("fr_skid") in the IP called `ip` ("fr_skid_tiny"), so that several IPs of different
/// versions live in one project.
std::string module_name(std::string_view library_name, std::string_view ip);

/// A legal Verilog identifier near `text`: other characters become '_', a leading digit gets an 'n' before it, a
/// keyword or a name in `taken` a suffix.
std::string legal_name(std::string_view text, const std::vector<std::string>& taken);

/// The text in capitals (ASCII).
std::string upper_case(std::string_view text);

/// Port prefixes of the top: s_axis (m_axis) for one input (output), s_axis_<tensor> for several.
std::vector<std::string> input_port_names(const Network& network);
std::vector<std::string> output_port_names(const Network& network);

}  // namespace finn
