// SPDX-License-Identifier: Apache-2.0
// Rows thr_*: one threshold cell with its memory, 64 channels, no block RAM.
#include "cell_graph.h"
#include "cells/threshold/threshold.h"
#include "naive.h"
#include "random.h"
#include "row.h"

namespace finn::qor {
using namespace bench;
namespace {

RowDesign threshold_row(const std::string& name, int out_bits, int in_bits, std::int64_t pe) {
  ThresholdConfig config;
  config.channels = 64;
  config.pe = pe;
  config.rows = 16;
  config.input = DataType::sint(in_bits);
  config.levels = (1 << out_bits) - 1;
  config.out_width = out_bits;
  Random random(static_cast<std::uint64_t>(1000 * out_bits + 10 * in_bits + pe));
  std::vector<ThresholdRow> rows;
  for (std::int64_t channel = 0; channel < config.channels; ++channel)
    rows.push_back({random.ascending(config.input.range(), config.levels), false});
  config.thr_width = threshold_width(config.input, rows);

  const std::int64_t elements = config.rows * config.channels;
  RowDesign row;
  row.graph =
      CellChain(name, StreamType::plain(config.input), pe, config.channels, elements)
          .cell(cell_threshold(), "act", threshold_params(config), threshold_memories(config, rows, "distributed"),
                StreamType::plain(DataType::uint(out_bits)), pe, config.channels, elements)
          .done();
  row.network = port_network();
  row.naive_memories.emplace("act", naive_threshold_memory(config, rows));
  return row;
}

}  // namespace

std::vector<Row> threshold_rows() {
  std::vector<Row> rows;
  const auto add = [&](const char* name, int out_bits, int in_bits, std::int64_t pe) {
    rows.push_back({name, [=] { return threshold_row(name, out_bits, in_bits, pe); }});
  };
  add("thr_n4_pe1", 4, 16, 1);
  add("thr_n4_pe4", 4, 16, 4);
  add("thr_n4_pe64", 4, 16, 64);
  add("thr_n1_pe4", 1, 8, 4);
  add("thr_n2_pe4", 2, 16, 4);
  return rows;
}

}  // namespace finn::qor
