// SPDX-License-Identifier: Apache-2.0
// Writes folders of accelerators with every kind of bus interface, as far as Vivado is concerned: a top module with the
// ports alone, and what write_vivado makes of it. Usage: vivado_shells FOLDER
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "emit/data_dir.h"
#include "emit/vivado/write.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

struct Case {
  const char* name;
  Shell shell;
  const char* platform;
};

NetBuilder two_outputs() {
  NetBuilder builder;
  builder.input({4}, "UINT3").fc(2, "INT2").output().from("x").fc(3, "INT2");
  return builder;
}

void write(const fs::path& folder, const Case& one) {
  Diagnostics diagnostics;
  std::optional<Design> design = compile(two_outputs().network(), {}, diagnostics);
  if (!design) throw std::runtime_error(diagnostics.text());
  design->graph.name = design->network.name = one.name;
  const Platform platform = read_platform(one.platform, data_dir(), diagnostics);
  fs::create_directories(folder / "rtl");
  fs::create_directories(folder / "report");
  std::ofstream(folder / "rtl" / "files.f") << one.name << ".v\n";
  std::ofstream(folder / "rtl" / (std::string(one.name) + ".v"))
      << "`default_nettype none\nmodule " << one.name << " (\n"
      << port_list_text(bus_interfaces(design->graph, design->network, one.shell)) << ");\nendmodule\n";
  std::ofstream(folder / "report" / "report.json")
      << nlohmann::json{{"part", platform.part}, {"clock_mhz", platform.clock_mhz}};
  write_vivado(folder, *design, one.shell, platform, platform.clock_mhz, data_dir());
}

}  // namespace
}  // namespace finn::test

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using finn::Shell;
  for (const finn::test::Case& one : {finn::test::Case{"shell_streams", {}, "zcu104"},
                                      {"shell_axilite", {.axilite = true}, "pynq_z1"},
                                      {"shell_dma64", {.dma = true}, "pynq_z2"},
                                      {"shell_dma128", {.axilite = true, .dma = true, .memory_bits = 128}, "kv260"}})
    finn::test::write(std::filesystem::path(argv[1]) / one.name, one);
}
