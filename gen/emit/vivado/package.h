// SPDX-License-Identifier: Apache-2.0
// What Vivado is told of an accelerator: one description, from which component.xml, the scripts' settings and the
// constraints are written.
#pragma once

#include <string>
#include <vector>

#include "emit/interface.h"
#include "emit/library.h"
#include "emit/platform.h"
#include "emit/registers.h"

namespace finn {

/// Name of the IP in Vivado's catalog: kVendor:kLibrary:<network>:kVersion.
inline constexpr const char* kVendor = "finn-rtlgen";
inline constexpr const char* kLibrary = "accelerator";
inline constexpr const char* kVersion = "1.0";
/// xgui/ holds the customization dialog; the version is part of the file's name, as Vivado's packager names it.
inline constexpr const char* kDialogSuffix = "_v1_0.tcl";

struct VivadoPackage {
  std::string name;  ///< of the network, the IP and the top module
  std::string part;  ///< that the accelerator was planned for
  Family family = Family::kXc7;
  double clock_mhz = 0;
  std::vector<BusInterface> interfaces;
  std::vector<PlacedRegister> registers;
  std::vector<std::string> sources;   ///< Verilog in rtl/, in the order of files.f
  std::vector<std::string> memories;  ///< .mem files in rtl/, sorted
  std::vector<std::string> device;    ///< the sources that vivado/src/ has in a form made of device primitives
};

/// Macros that choose the form made of device primitives.
std::vector<std::string> device_macros(Family family);

/// Vivado's names of the families that this form is for: those whose slices have the platform's carry chains.
std::vector<std::string> vivado_families(Family family);

/// Whether the source has a form made of device primitives at all.
bool has_device_form(const std::string& verilog);

/// The source with the macros defined for itself alone: an IP in Vivado's catalog cannot carry macros of its own.
std::string device_form(const std::string& verilog, Family family);

/// Files of synthesis and of simulation, relative to the accelerator's folder. Synthesis takes vivado/src/ where there
/// is a device form; simulation takes the plain Verilog of rtl/. Memory files come last.
std::vector<std::string> synthesis_sources(const VivadoPackage& package);
std::vector<std::string> simulation_sources(const VivadoPackage& package);
std::vector<std::string> memory_sources(const VivadoPackage& package);

/// Access of a register in the terms of IP-XACT: "read-only", "read-write" or "write-only".
std::string ipxact_access(const Register& row);

/// Whether a written one clears a bit of the register: modifiedWriteValue oneToClear of its fields.
bool is_cleared_by_ones(const Register& row);

/// Of the clock, in ns.
double period_ns(const VivadoPackage& package);

}  // namespace finn
