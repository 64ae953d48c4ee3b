// SPDX-License-Identifier: Apache-2.0
#include "emit/vivado/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace finn {
namespace {

/// `set fr(key) {...}`, an element a line where there are many.
std::string list(const std::string& key, const std::vector<std::string>& elements) {
  if (elements.size() <= 4) return fmt::format("set fr({}) {{{}}}\n", key, fmt::join(elements, " "));
  return fmt::format("set fr({}) {{\n  {}\n}}\n", key, fmt::join(elements, "\n  "));
}

std::int64_t data_bits(const BusInterface& interface) {
  for (const BusPort& port : interface.ports)
    if (port.logical == "TDATA" || port.logical == "RDATA" || port.logical == "WDATA") return port.width;
  return 0;
}

/// Names of the interfaces of a kind.
std::vector<std::string> names(const VivadoPackage& package, BusKind kind) {
  std::vector<std::string> found;
  for (const BusInterface& interface : package.interfaces)
    if (interface.kind == kind) found.push_back(interface.name);
  return found;
}

/// A {name width} for each interface of a kind; widths in units of `unit` bits.
std::vector<std::string> with_widths(const VivadoPackage& package, BusKind kind, std::int64_t unit) {
  std::vector<std::string> found;
  for (const BusInterface& interface : package.interfaces)
    if (interface.kind == kind) found.push_back(fmt::format("{{{} {}}}", interface.name, data_bits(interface) / unit));
  return found;
}

/// A word of Tcl.
std::string word(const std::string& text) {
  if (text.find_first_of("{}\\") != std::string::npos) throw Defect("a text that Tcl reads otherwise: " + text);
  return "{" + text + "}";
}

/// NAME {property value ...} {FIELD {property value ...} ...} for each register, as package_ip.tcl sets them.
std::string registers(const VivadoPackage& package) {
  std::string text = "set fr(registers) {";
  for (const PlacedRegister& placed : package.registers) {
    const Register& row = *placed.row;
    text += fmt::format("\n  {0} {{address_offset 0x{1:x} size 32 access {2} description {3}", placed.name,
                        placed.address, ipxact_access(row), word(placed.doc));
    if (row.reset) text += fmt::format(" reset_value {}", *row.reset);
    text += "} {";
    for (const RegisterField& field : row.fields)
      text +=
          fmt::format("\n    {} {{bit_offset {} bit_width {} access {}{} description {}}}", field.name, field.low,
                      field.bits, ipxact_access(row), is_cleared_by_ones(row) ? " modified_write_value oneToClear" : "",
                      word(std::string(field.doc)));
    text += row.fields.empty() ? "}" : "\n  }";
  }
  return text + (text.back() == '{' ? "}\n" : "\n}\n");
}

}  // namespace

std::string settings_tcl(const VivadoPackage& package) {
  std::string text =
      "# What the scripts beside this file know of the accelerator. Made by finn-rtlgen.\n"
      "# Files are relative to the folder above this one, fr(root); fr_files gives their whole names.\n"
      "set fr(root) [file dirname [file dirname [file normalize [info script]]]]\n"
      "proc fr_files {args} {\n"
      "  set names {}\n"
      "  foreach key $args { lappend names {*}[lmap name $::fr($key) {file join $::fr(root) $name}] }\n"
      "  return $names\n"
      "}\n\n";
  text += fmt::format("set fr(name) {{{}}}\nset fr(vendor) {{{}}}\nset fr(library) {{{}}}\nset fr(version) {{{}}}\n",
                      package.name, kVendor, kLibrary, kVersion);
  text += fmt::format("set fr(part) {{{}}}\nset fr(clock_mhz) {}\n", package.part, package.clock_mhz);
  std::vector<std::string> families;
  for (const std::string& family : vivado_families(package.family)) families.push_back(family + " Production");
  text += list("families", families);
  text += list("synthesis_sources", synthesis_sources(package));
  text += list("memories", memory_sources(package));
  text += "\n# Interfaces: {name bytes} of streams, {name bits} of AXI4 masters.\n";
  text += list("inputs", with_widths(package, BusKind::kStreamSlave, 8));
  text += list("outputs", with_widths(package, BusKind::kStreamMaster, 8));
  text += list("readers", with_widths(package, BusKind::kReadMaster, 1));
  text += list("writers", with_widths(package, BusKind::kWriteMaster, 1));
  text += list("control", names(package, BusKind::kLiteSlave));
  text += list("interrupt", names(package, BusKind::kInterrupt));
  text += "\n# Registers: NAME {property value ...} {FIELD {property value ...} ...}.\n" + registers(package);
  return text;
}

std::string constraints_xdc(const VivadoPackage& package) {
  return fmt::format(
      "# The clock of {} for synthesis out of context: {} MHz. Made by finn-rtlgen.\n"
      "create_clock -name aclk -period {:.3f} [get_ports aclk]\n",
      package.name, package.clock_mhz, period_ns(package));
}

}  // namespace finn
