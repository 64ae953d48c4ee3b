// SPDX-License-Identifier: Apache-2.0
#include "emit/vivado/component.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "emit/names.h"

namespace finn {
namespace {

using Element = pugi::xml_node;

constexpr const char* kSpirit = "http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009";
constexpr const char* kSynthesisFiles = "xilinx_anylanguagesynthesis_view_fileset";
constexpr const char* kSimulationFiles = "xilinx_anylanguagebehavioralsimulation_view_fileset";
constexpr const char* kDialogFiles = "xilinx_xpgui_view_fileset";
/// The whole space of 64-bit addresses in Vivado's notation.
constexpr const char* kWholeSpace = "16E";

Element add(Element parent, const char* name) { return parent.append_child(name); }

Element add(Element parent, const char* name, const std::string& text) {
  Element node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

void attribute(Element node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void number(Element parent, const char* name, std::int64_t value) {
  attribute(add(parent, name, fmt::format("{}", value)), "spirit:format", "long");
}

/// vendor, library, name, version as attributes.
void reference(Element parent, const char* element, const std::string& library, const std::string& name) {
  Element node = add(parent, element);
  attribute(node, "spirit:vendor", "xilinx.com");
  attribute(node, "spirit:library", library);
  attribute(node, "spirit:name", name);
  attribute(node, "spirit:version", "1.0");
}

void bus_type(Element node, const BusInterface& interface) {
  const auto both = [&](const std::string& library, const std::string& name) {
    reference(node, "spirit:busType", library, name);
    reference(node, "spirit:abstractionType", library, name + "_rtl");
  };
  switch (interface.kind) {
    case BusKind::kClock:
      return both("signal", "clock");
    case BusKind::kReset:
      return both("signal", "reset");
    case BusKind::kInterrupt:
      return both("signal", "interrupt");
    case BusKind::kStreamSlave:
    case BusKind::kStreamMaster:
      return both("interface", "axis");
    case BusKind::kLiteSlave:
    case BusKind::kReadMaster:
    case BusKind::kWriteMaster:
      return both("interface", "aximm");
  }
}

bool is_memory_master(const BusInterface& interface) {
  return interface.kind == BusKind::kReadMaster || interface.kind == BusKind::kWriteMaster;
}

void bus_mode(Element node, const BusInterface& interface) {
  switch (interface.kind) {
    case BusKind::kInterrupt:
    case BusKind::kStreamMaster:
      add(node, "spirit:master");
      return;
    case BusKind::kReadMaster:
    case BusKind::kWriteMaster:
      attribute(add(add(node, "spirit:master"), "spirit:addressSpaceRef"), "spirit:addressSpaceRef", interface.name);
      return;
    case BusKind::kLiteSlave:
      attribute(add(add(node, "spirit:slave"), "spirit:memoryMapRef"), "spirit:memoryMapRef", interface.name);
      return;
    case BusKind::kClock:
    case BusKind::kReset:
    case BusKind::kStreamSlave:
      add(node, "spirit:slave");
      return;
  }
}

void parameter(Element parameters, const std::string& name, const std::string& value, const std::string& id) {
  Element node = add(parameters, "spirit:parameter");
  add(node, "spirit:name", name);
  attribute(add(node, "spirit:value", value), "spirit:id", id);
}

void bus_interface(Element interfaces, const BusInterface& interface) {
  Element node = add(interfaces, "spirit:busInterface");
  add(node, "spirit:name", interface.name);
  bus_type(node, interface);
  bus_mode(node, interface);
  Element maps = add(node, "spirit:portMaps");
  for (const BusPort& port : interface.ports) {
    Element map = add(maps, "spirit:portMap");
    add(add(map, "spirit:logicalPort"), "spirit:name", port.logical);
    add(add(map, "spirit:physicalPort"), "spirit:name", port.name);
  }
  Element parameters = add(node, "spirit:parameters");
  for (const auto& [name, value] : interface.parameters)
    parameter(parameters, name, value, fmt::format("BUSIFPARAM_VALUE.{}.{}", upper_case(interface.name), name));
}

void address_spaces(Element component, const VivadoPackage& package) {
  Element spaces;
  for (const BusInterface& interface : package.interfaces) {
    if (!is_memory_master(interface)) continue;
    if (!spaces) spaces = add(component, "spirit:addressSpaces");
    Element space = add(spaces, "spirit:addressSpace");
    add(space, "spirit:name", interface.name);
    add(space, "spirit:range", kWholeSpace);
    number(space, "spirit:width", interface.address_bits);
  }
}

void register_of(Element block, const PlacedRegister& placed) {
  const Register& row = *placed.row;
  Element node = add(block, "spirit:register");
  add(node, "spirit:name", placed.name);
  add(node, "spirit:description", placed.doc);
  if (placed.words > 1) add(node, "spirit:dim", fmt::format("{}", placed.words));
  add(node, "spirit:addressOffset", fmt::format("0x{:x}", placed.address));
  number(node, "spirit:size", 32);
  add(node, "spirit:access", ipxact_access(row));
  if (row.reset) number(add(node, "spirit:reset"), "spirit:value", *row.reset);
  for (const RegisterField& field : row.fields) {
    Element part = add(node, "spirit:field");
    add(part, "spirit:name", std::string(field.name));
    add(part, "spirit:description", std::string(field.doc));
    add(part, "spirit:bitOffset", fmt::format("{}", field.low));
    number(part, "spirit:bitWidth", field.bits);
    add(part, "spirit:access", ipxact_access(row));
    if (is_cleared_by_ones(row)) add(part, "spirit:modifiedWriteValue", "oneToClear");
  }
}

void memory_maps(Element component, const VivadoPackage& package) {
  Element maps;
  for (const BusInterface& interface : package.interfaces) {
    if (interface.kind != BusKind::kLiteSlave) continue;
    if (!maps) maps = add(component, "spirit:memoryMaps");
    Element map = add(maps, "spirit:memoryMap");
    add(map, "spirit:name", interface.name);
    Element block = add(map, "spirit:addressBlock");
    // One block: each would be a segment of its own in Vivado's address editor, and PYNQ would not find the IP by its
    // name.
    add(block, "spirit:name", "reg0");
    number(block, "spirit:baseAddress", 0);
    number(block, "spirit:range", std::int64_t{1} << interface.address_bits);
    number(block, "spirit:width", 32);
    add(block, "spirit:usage", "register");
    add(block, "spirit:access", "read-write");
    for (const PlacedRegister& placed : package.registers) register_of(block, placed);
  }
}

void view(Element views, const std::string& name, const std::string& environment, const std::string& model,
          const std::string& files) {
  Element node = add(views, "spirit:view");
  add(node, "spirit:name", name);
  add(node, "spirit:envIdentifier", environment);
  if (!model.empty()) {
    add(node, "spirit:language", "Verilog");
    add(node, "spirit:modelName", model);
  }
  add(add(node, "spirit:fileSetRef"), "spirit:localName", files);
}

void port_of(Element ports, const BusPort& port) {
  Element node = add(ports, "spirit:port");
  add(node, "spirit:name", port.name);
  Element wire = add(node, "spirit:wire");
  add(wire, "spirit:direction", port.is_input ? "in" : "out");
  if (port.width > 1) {
    Element vector = add(wire, "spirit:vector");
    number(vector, "spirit:left", port.width - 1);
    number(vector, "spirit:right", 0);
  }
  Element type = add(add(wire, "spirit:wireTypeDefs"), "spirit:wireTypeDef");
  add(type, "spirit:typeName", "wire");
  add(type, "spirit:viewNameRef", "xilinx_anylanguagesynthesis");
  add(type, "spirit:viewNameRef", "xilinx_anylanguagebehavioralsimulation");
}

void model(Element component, const VivadoPackage& package) {
  Element node = add(component, "spirit:model");
  Element views = add(node, "spirit:views");
  view(views, "xilinx_anylanguagesynthesis", ":vivado.xilinx.com:synthesis", package.name, kSynthesisFiles);
  view(views, "xilinx_anylanguagebehavioralsimulation", ":vivado.xilinx.com:simulation", package.name,
       kSimulationFiles);
  view(views, "xilinx_xpgui", ":vivado.xilinx.com:xgui.ui", "", kDialogFiles);
  Element ports = add(node, "spirit:ports");
  for (const BusInterface& interface : package.interfaces)
    for (const BusPort& port : interface.ports) port_of(ports, port);
}

void file(Element set, const std::string& name, const char* element, const char* type) {
  Element node = add(set, "spirit:file");
  add(node, "spirit:name", name);
  add(node, element, type);
}

void source_files(Element sets, const char* name, const std::vector<std::string>& sources,
                  const std::vector<std::string>& memories) {
  Element set = add(sets, "spirit:fileSet");
  add(set, "spirit:name", name);
  // Not one of the standard's types: Vivado's own name of memory initialization files.
  for (const std::string& memory : memories) file(set, memory, "spirit:userFileType", "mem");
  for (const std::string& source : sources) file(set, source, "spirit:fileType", "verilogSource");
}

void file_sets(Element component, const VivadoPackage& package) {
  Element sets = add(component, "spirit:fileSets");
  source_files(sets, kSynthesisFiles, synthesis_sources(package), memory_sources(package));
  source_files(sets, kSimulationFiles, simulation_sources(package), memory_sources(package));
  Element set = add(sets, "spirit:fileSet");
  add(set, "spirit:name", kDialogFiles);
  Element dialog = add(set, "spirit:file");
  add(dialog, "spirit:name", "xgui/" + package.name + kDialogSuffix);
  add(dialog, "spirit:fileType", "tclSource");
  add(dialog, "spirit:userFileType", "XGUI_VERSION_2");
}

void extensions(Element component, const VivadoPackage& package) {
  Element core = add(add(component, "spirit:vendorExtensions"), "xilinx:coreExtensions");
  Element families = add(core, "xilinx:supportedFamilies");
  for (const std::string& family : vivado_families(package.family))
    attribute(add(families, "xilinx:family", family), "xilinx:lifeCycle", "Production");
  add(add(core, "xilinx:taxonomies"), "xilinx:taxonomy", "/UserIP");
  add(core, "xilinx:displayName", package.name);
  add(core, "xilinx:definitionSource", "package_project");
  add(core, "xilinx:vendorDisplayName", kVendor);
  add(core, "xilinx:coreRevision", "1");
}

}  // namespace

std::string component_xml(const VivadoPackage& package) {
  pugi::xml_document document;
  Element declaration = document.append_child(pugi::node_declaration);
  attribute(declaration, "version", "1.0");
  attribute(declaration, "encoding", "UTF-8");
  Element component = add(document, "spirit:component");
  attribute(component, "xmlns:xilinx", "http://www.xilinx.com");
  attribute(component, "xmlns:spirit", kSpirit);
  attribute(component, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  add(component, "spirit:vendor", kVendor);
  add(component, "spirit:library", kLibrary);
  add(component, "spirit:name", package.name);
  add(component, "spirit:version", kVersion);
  Element interfaces = add(component, "spirit:busInterfaces");
  for (const BusInterface& interface : package.interfaces) bus_interface(interfaces, interface);
  address_spaces(component, package);
  memory_maps(component, package);
  model(component, package);
  file_sets(component, package);
  add(component, "spirit:description", "Streaming accelerator for the network " + package.name);
  Element parameters = add(component, "spirit:parameters");
  Element name = add(parameters, "spirit:parameter");
  add(name, "spirit:name", "Component_Name");
  Element value = add(name, "spirit:value", package.name + "_v1_0");
  attribute(value, "spirit:resolve", "user");
  attribute(value, "spirit:id", "PARAM_VALUE.Component_Name");
  attribute(value, "spirit:order", "1");
  extensions(component, package);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

std::string dialog_tcl() {
  return "# The customization dialog: there is nothing to customize. Made by finn-rtlgen.\n"
         "proc init_gui {IPINST} {\n"
         "  ipgui::add_param $IPINST -name \"Component_Name\"\n"
         "  ipgui::add_page $IPINST -name \"Page 0\"\n"
         "}\n";
}

}  // namespace finn
