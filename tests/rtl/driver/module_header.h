// SPDX-License-Identifier: Apache-2.0
// What the text of a Verilog module promises.
#pragma once

#include <string>
#include <vector>

namespace finn::rtltest {

struct ModuleHeader {
  std::vector<std::string> parameters;  ///< names, in order
  std::vector<std::string> contract;    ///< which of Latency, Throughput, Backpressure, Reset the comment states
};

/// Reads the only module of a file's text.
ModuleHeader read_module_header(const std::string& text, const std::string& module);

}  // namespace finn::rtltest
