// SPDX-License-Identifier: Apache-2.0
// Rows of the quality-of-result table as hardware: what one of them is made of.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hw/graph.h"
#include "ir/network.h"

namespace finn::qor {

/// A row's hardware as a graph of cells, as the passes would leave it.
struct RowDesign {
  HwGraph graph;
  Network network;
  /// True: all cells are one unit of synthesis; the memories always stand apart.
  bool one_datapath = false;
  bool weights_are_ports = false;  ///< the memories are outside of what is measured
  /// Memories of naive twins, by node name; random ones of the same size stand in for what is missing.
  std::map<std::string, Memory> naive_memories;
  /// What the row reports beside its netlist: {"cycles": ...}.
  nlohmann::ordered_json facts = nlohmann::ordered_json::object();
};

/// A module that is not a cell, with its naive version. Both have port clk and, of these, all that they need.
struct ModulePort {
  std::string name;
  bool is_input = true;
  std::int64_t width = 1;
};
struct ModuleDesign {
  std::string instance;  ///< "fr_dot #(...) u_dot": the ports follow by name
  std::string naive_instance;
  std::vector<RtlSource> sources;
  std::vector<std::string> files;        ///< relative to rtl_templates/
  std::vector<std::string> naive_files;  ///< relative to bench/qor/naive/
  std::vector<ModulePort> ports;
};

struct Row {
  std::string name;
  std::function<RowDesign()> design;  ///< one of the two
  std::function<ModuleDesign()> module = {};
};

std::vector<Row> threshold_rows();
std::vector<Row> swu_rows();
std::vector<Row> mvu_rows();
std::vector<Row> network_rows();
std::vector<Row> dot_rows();

/// Every row, in the order of the table.
std::vector<Row> all_rows();

}  // namespace finn::qor
