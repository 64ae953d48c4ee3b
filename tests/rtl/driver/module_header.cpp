// SPDX-License-Identifier: Apache-2.0
#include "driver/module_header.h"

#include <regex>
#include <sstream>
#include <stdexcept>

namespace finn::rtltest {

ModuleHeader read_module_header(const std::string& text, const std::string& module) {
  static const std::regex contract_line(R"(^// (Latency|Throughput|Backpressure|Reset)\s*:\s*\S.*)");
  static const std::regex parameter_line(R"(^\s*parameter\s+(?:integer\s+|\[[^\]]*\]\s*)?(\w+)\s*=.*)");
  const std::regex module_line("^module " + module + R"(\b.*)");
  ModuleHeader header;
  std::istringstream in(text);
  bool inside = false;
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (!inside && std::regex_match(line, match, contract_line)) header.contract.push_back(match[1]);
    if (std::regex_match(line, module_line)) inside = true;
    if (inside && std::regex_match(line, match, parameter_line)) header.parameters.push_back(match[1]);
    if (inside && line.find(");") != std::string::npos) return header;
  }
  throw std::runtime_error("no module " + module + " in its file");
}

}  // namespace finn::rtltest
