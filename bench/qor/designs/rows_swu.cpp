// SPDX-License-Identifier: Apache-2.0
// Rows swu_*: one sliding window, with the least depth at which the cycle model reaches the ideal interval. Those that
// FINN builds without block RAM are built without it too.
#include <algorithm>

#include "cell_graph.h"
#include "cells/swu/depth.h"
#include "cells/window/window.h"
#include "hw/simulate.h"
#include "row.h"

namespace finn::qor {
using namespace bench;
namespace {

HwGraph window_graph(const std::string& name, const SwuConfig& config) {
  const StreamType type = StreamType::plain(DataType::uint(config.width));
  const std::int64_t channels = config.lanes * config.cf;
  const std::int64_t lanes_out = config.lanes * config.taps;
  const bool parallel = window_fits(config);
  return CellChain(name, type, config.lanes, channels, config.input_beats() * config.lanes)
      .cell(parallel ? cell_window() : cell_swu(), "swu", parallel ? window_params(config) : swu_params(config), {},
            type, lanes_out, channels, config.output_beats() * lanes_out)
      .done();
}

RowDesign swu_row(const std::string& name, SwuConfig config) {
  config.oh = (config.h - config.kh) / config.sh + 1;
  config.ow = (config.w - config.kw) / config.sw + 1;
  if (!window_fits(config)) config.depth = swu_fit_depth(config, swu_ideal_depth(config, SwuSource::kBurst));
  RowDesign row;
  row.graph = window_graph(name, config);
  row.network = port_network();
  SimulateOptions options;
  options.lower_bound = std::max(config.input_beats(), config.output_beats());
  row.facts["depth"] = row.graph.nodes.front().params.at("DEPTH");
  row.facts["ideal_cycles"] = options.lower_bound;
  row.facts["actor_cycles"] = simulate(row.graph, options).interval();
  return row;
}

}  // namespace

std::vector<Row> swu_rows() {
  std::vector<Row> rows;
  constexpr RamStyle kLuts = RamStyle::kDistributed;
  const auto add = [&](const char* name, const SwuConfig& config) {
    rows.push_back({name, [=] { return swu_row(name, config); }});
  };
  add("swu_a", {.width = 4, .lanes = 4, .cf = 16, .h = 32, .w = 32, .kh = 3, .kw = 3});
  add("swu_b", {.width = 4, .lanes = 16, .h = 32, .w = 32, .kh = 3, .kw = 3});
  add("swu_c", {.width = 4, .lanes = 16, .taps = 9, .h = 32, .w = 32, .kh = 3, .kw = 3, .style = kLuts});
  add("swu_d", {.width = 8, .lanes = 3, .h = 32, .w = 32, .kh = 3, .kw = 3, .style = kLuts});
  add("swu_e", {.width = 1, .lanes = 32, .cf = 2, .h = 14, .w = 14, .kh = 3, .kw = 3, .style = kLuts});
  add("swu_f", {.width = 4, .lanes = 16, .h = 32, .w = 32, .kh = 2, .kw = 2, .sh = 2, .sw = 2, .style = kLuts});
  return rows;
}

}  // namespace finn::qor
