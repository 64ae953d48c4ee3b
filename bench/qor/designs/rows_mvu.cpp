// SPDX-License-Identifier: Apache-2.0
// Rows mvu_*: one MVU with its weights as a port. Rows mvtu_*: MVU and threshold cell with their memories.
#include "cell_graph.h"
#include "cells/mvu/mvu.h"
#include "cells/threshold/threshold.h"
#include "naive.h"
#include "random.h"
#include "row.h"

namespace finn::qor {
using namespace bench;
namespace {

/// Range of the sums of `columns` products, by the types alone.
Range sum_range(std::int64_t columns, DataType activation, DataType weight) {
  Range range{0, 0};
  for (const std::int64_t a : {activation.min(), activation.max()})
    for (const std::int64_t w : {weight.min(), weight.max()}) {
      range.min = std::min(range.min, a * w);
      range.max = std::max(range.max, a * w);
    }
  return {range.min * columns, range.max * columns};
}

MvuConfig mvu_config(std::int64_t mw, std::int64_t mh, std::int64_t pe, std::int64_t simd, DataType activation,
                     DataType weight) {
  MvuConfig config;
  config.mw = mw;
  config.mh = mh;
  config.pe = pe;
  config.simd = simd;
  config.activation = activation;
  config.weight = weight;
  return config;
}

void append_mvu(CellChain& chain, MvuConfig& config, const StreamType& sums, const Memory& weights) {
  config.acc_width = sums.type.bits();
  chain.cell(cell_mvu(), "mvu", mvu_params(config, weights), {weights}, sums, config.pe, config.mh,
             config.mh * config.vectors);
}

CellChain vector_source(const std::string& name, const MvuConfig& config) {
  return {name, StreamType::plain(config.activation), config.simd, config.mw, config.mw * config.vectors};
}

RowDesign mvu_row(const std::string& name, int bits, bool dsp) {
  MvuConfig config = mvu_config(64, 32, 4, 8, DataType::uint(bits), DataType::sint(bits));
  config.dsp = dsp;
  config.fixed_weights = false;
  Random random(static_cast<std::uint64_t>(bits));
  const std::vector<std::int64_t> matrix = random.values(config.weight, config.mw * config.mh);
  const StreamType sums = mvu_output_type(config, sum_range(config.mw, config.activation, config.weight), matrix);
  CellChain chain = vector_source(name, config);
  append_mvu(chain, config, sums, mvu_memory(config, matrix, "auto"));
  RowDesign row;
  row.graph = chain.done();
  row.network = port_network();
  row.weights_are_ports = true;
  return row;
}

/// The range that the accumulators of this matrix can take.
Range matrix_range(const MvuConfig& config, const std::vector<std::int64_t>& matrix) {
  Range range{0, 0};
  for (std::int64_t r = 0; r < config.mh; ++r) {
    Range sum{0, 0};
    for (std::int64_t c = 0; c < config.mw; ++c) {
      const std::int64_t w = matrix[static_cast<std::size_t>(r * config.mw + c)];
      sum.min += std::min(w * config.activation.min(), w * config.activation.max());
      sum.max += std::max(w * config.activation.min(), w * config.activation.max());
    }
    range.min = std::min(range.min, sum.min);
    range.max = std::max(range.max, sum.max);
  }
  return range;
}

RowDesign mvtu_row(const std::string& name, int bits) {
  const DataType activation = bits == 1 ? DataType::bipolar() : DataType::uint(bits);
  const DataType weight = bits == 1 ? DataType::bipolar() : DataType::sint(bits);
  MvuConfig config = mvu_config(256, 64, 4, 16, activation, weight);
  Random random(static_cast<std::uint64_t>(100 + bits));
  const std::vector<std::int64_t> matrix = random.values(weight, config.mw * config.mh);
  const StreamType sums = mvu_output_type(config, matrix_range(config, matrix), matrix);
  CellChain chain = vector_source(name, config);
  const Memory weights = mvu_memory(config, matrix, "block");
  append_mvu(chain, config, sums, weights);

  ThresholdConfig act;
  act.channels = config.mh;
  act.pe = config.pe;
  act.rows = config.vectors;
  act.input = sums.type;
  act.levels = (1 << bits) - 1;
  act.out_width = bits;
  // Thresholds where the sums are: the middle half of their range.
  const Range codes = sums.codes;
  const std::int64_t quarter = (codes.max - codes.min) / 4;
  std::vector<ThresholdRow> rows;
  for (std::int64_t channel = 0; channel < act.channels; ++channel)
    rows.push_back({random.ascending({codes.min + quarter, codes.max - quarter}, act.levels), false});
  act.thr_width = threshold_width(act.input, rows);
  chain.cell(cell_threshold(), "act", threshold_params(act), threshold_memories(act, rows, "auto"),
             StreamType::plain(activation), config.pe, config.mh, config.mh * config.vectors);
  RowDesign row;
  row.graph = chain.done();
  row.network = port_network();
  row.naive_memories.emplace("mvu", weights);
  row.naive_memories.emplace("act", naive_threshold_memory(act, rows));
  row.one_datapath = true;
  return row;
}

}  // namespace

std::vector<Row> mvu_rows() {
  std::vector<Row> rows;
  for (const int bits : {2, 3, 4}) {
    const std::string name = fmt::format("mvu_{0}x{0}", bits);
    rows.push_back({name, [=] { return mvu_row(name, bits, false); }});
  }
  rows.push_back({"mvu_8x8_dsp", [] { return mvu_row("mvu_8x8_dsp", 8, true); }});
  for (const int bits : {1, 2, 4}) {
    const std::string name = fmt::format("mvtu_w{0}a{0}", bits);
    rows.push_back({name, [=] { return mvtu_row(name, bits); }});
  }
  return rows;
}

}  // namespace finn::qor
