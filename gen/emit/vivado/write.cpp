// SPDX-License-Identifier: Apache-2.0
#include "emit/vivado/write.h"

#include <algorithm>
#include <sstream>

#include "emit/files.h"
#include "emit/vivado/component.h"
#include "emit/vivado/settings.h"
#include "hw/parameters.h"

namespace finn {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> files_of(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

VivadoPackage describe(const fs::path& rtl, const Design& design, const Shell& shell, const Platform& platform,
                       double clock_mhz) {
  VivadoPackage package;
  package.name = design.graph.name;
  package.part = platform.part;
  package.family = platform.family;
  package.clock_mhz = clock_mhz;
  package.interfaces = bus_interfaces(design.graph, design.network, shell);
  package.registers = placed_registers(package.interfaces, parameter_map(design.graph).words > 0);
  std::istringstream list(read_text(rtl / "files.f"));
  for (std::string line; std::getline(list, line);)
    if (!line.empty()) package.sources.push_back(line);
  for (const fs::path& memory : files_of(rtl, ".mem")) package.memories.push_back(memory.filename());
  return package;
}

/// The scripts for all accelerators, and board_<name>.tcl for the boards whose device is of the platform's family.
void copy_scripts(const fs::path& folder, const Platform& platform, const fs::path& data) {
  for (const fs::path& script : files_of(data / "ip" / "vivado", ".tcl"))
    write_text(folder / script.filename(), read_text(script));
  Diagnostics diagnostics;
  for (const fs::path& recipe : files_of(data / "ip" / "boards", ".tcl"))
    if (read_platform(recipe.stem().string(), data, diagnostics).family == platform.family)
      write_text(folder / ("board_" + recipe.filename().string()), read_text(recipe));
}

}  // namespace

void write_vivado(const fs::path& folder, const Design& design, const Shell& shell, const Platform& platform,
                  double clock_mhz, const fs::path& data) {
  VivadoPackage package = describe(folder / "rtl", design, shell, platform, clock_mhz);
  fs::create_directories(folder / "vivado" / "src");
  for (const std::string& source : package.sources) {
    const std::string text = read_text(folder / "rtl" / source);
    if (!has_device_form(text)) continue;
    package.device.push_back(source);
    write_text(folder / "vivado" / "src" / source, device_form(text, package.family));
  }
  copy_scripts(folder / "vivado", platform, data);
  write_text(folder / "vivado" / "accelerator.tcl", settings_tcl(package));
  write_text(folder / "vivado" / (package.name + "_ooc.xdc"), constraints_xdc(package));
  fs::create_directories(folder / "xgui");
  write_text(folder / "xgui" / (package.name + kDialogSuffix), dialog_tcl());
  write_text(folder / "component.xml", component_xml(package));
}

}  // namespace finn
