// SPDX-License-Identifier: Apache-2.0
#include "emit/vivado/package.h"

#include <algorithm>

namespace finn {

std::vector<std::string> device_macros(Family family) {
  if (family == Family::kXc7) return {"FR_PRIMITIVES"};
  return {"FR_PRIMITIVES", "FR_CARRY8"};
}

std::vector<std::string> vivado_families(Family family) {
  if (family == Family::kXc7) return {"artix7", "kintex7", "spartan7", "virtex7", "zynq"};
  return {"artixuplus", "kintexuplus", "virtexuplus", "virtexuplusHBM", "zynquplus"};
}

bool has_device_form(const std::string& verilog) { return verilog.find("`ifdef FR_PRIMITIVES") != std::string::npos; }

std::string device_form(const std::string& verilog, Family family) {
  std::string head = "// The form made of device primitives of the file of this name in rtl/.\n";
  std::string tail;
  for (const std::string& macro : device_macros(family)) {
    head += "`define " + macro + "\n";
    tail += "`undef " + macro + "\n";
  }
  return head + verilog + tail;
}

std::vector<std::string> synthesis_sources(const VivadoPackage& package) {
  std::vector<std::string> files;
  for (const std::string& source : package.sources) {
    const bool device = std::find(package.device.begin(), package.device.end(), source) != package.device.end();
    files.push_back((device ? "vivado/src/" : "rtl/") + source);
  }
  return files;
}

std::vector<std::string> simulation_sources(const VivadoPackage& package) {
  std::vector<std::string> files;
  for (const std::string& source : package.sources) files.push_back("rtl/" + source);
  return files;
}

std::vector<std::string> memory_sources(const VivadoPackage& package) {
  std::vector<std::string> files;
  for (const std::string& memory : package.memories) files.push_back("rtl/" + memory);
  return files;
}

std::string ipxact_access(const Register& row) {
  if (row.access == "ro") return "read-only";
  if (row.access == "wo") return "write-only";
  return "read-write";
}

bool is_cleared_by_ones(const Register& row) { return row.access == "w1c"; }

double period_ns(const VivadoPackage& package) { return 1000.0 / package.clock_mhz; }

}  // namespace finn
