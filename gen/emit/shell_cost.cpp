// SPDX-License-Identifier: Apache-2.0
#include "emit/shell_cost.h"

#include <algorithm>
#include <numeric>

#include "cells/cost.h"
#include "diag/diagnostics.h"
#include "emit/verilog.h"
#include "hw/parameters.h"

namespace finn {
namespace {

/// A stream between the core and the outside.
struct Port {
  bool is_input;
  std::int64_t bytes;  ///< of a beat
  std::int64_t beats;  ///< of a frame
};

std::int64_t log2_up(std::int64_t value) { return value < 2 ? 0 : address_bits(value); }

Cost counted(double lut, std::int64_t ff) {
  Cost cost{.fitted = false};
  cost.lut = lut;
  cost.ff = static_cast<double>(ff);
  return cost;
}

/// The width converter of a channel is the cell of that name, whose cost is fitted.
Cost converter_cost(std::int64_t in, std::int64_t out, Family family) {
  const auto cell =
      std::find_if(all_cells().begin(), all_cells().end(), [](const Cell* c) { return c->name == "dwc"; });
  if (cell == all_cells().end()) throw Defect("no cell converts widths");
  const std::int64_t unit = std::gcd(in, out);
  return cell_cost(**cell, Params{{"WIDTH", 8 * unit}, {"IN", in / unit}, {"OUT", out / unit}}, family);
}

/// Registers on AXI4-Lite (102), the global ones (216 and 32 of frames, of which some are constant), and what chooses
/// among answers.
Cost control_cost() { return counted(140, 320); }

/// Counters of 32 bits, the answer, counters of the frame's beats, and the frames that this port is ahead.
Cost port_cost(const Port& port, bool checks_last) {
  const std::int64_t counters = checks_last ? 6 : 4;
  const std::int64_t frame = log2_up(port.beats);
  return counted(checks_last ? 180 : 150, 32 * counters + 32 + (port.is_input ? 2 * frame + 34 : frame + 16));
}

/// fr_parameter_window: data, page, state and an answer of few bits.
Cost window_cost(int address_bits) { return counted(45, 75 + address_bits); }

/// fr_skid at an output: two beats.
Cost skid_cost(const Port& port) { return counted(static_cast<double>(8 * port.bytes + 8), 16 * port.bytes + 4); }

/// A DMA channel. Flip-flops are those of its modules; LUTs beside the FIFO and the converter are nearly the same for
/// all channels: adders of addresses and frames, their registers' answers, and a few for each bit of a word.
Cost channel_cost(const Port& port, const Shell& shell, Family family) {
  const std::int64_t word = shell.memory_bits / 8;
  const std::int64_t depth = burst_words(shell) * kOutstanding;
  const std::int64_t level = log2_up(depth + 1);
  const std::int64_t burst = log2_up(burst_words(shell));
  const std::int64_t bytes = 32 + log2_up(port.bytes * port.beats + 1);
  const std::int64_t words = bytes - log2_up(word) + 1;
  const std::int64_t registers = 129;                       // and their answer
  const std::int64_t job = 134 + log2_up(port.beats);       // state, frames, the error's address
  const std::int64_t size = 39 + bytes;                     // fr_dma_size
  const std::int64_t bursts = 130 + words + 2 * burst + 1;  // fr_dma_bursts
  const std::int64_t fifo = level;
  const std::int64_t way = port.is_input ? 64 + 2 * level                                        // address, room, due
                                         : 64 - burst - log2_up(word) + 2 * words + level + 23;  // address, words
  const double bit = family == Family::kXc7 ? 1.35 : 0.9;  // LUTs for each bit of a word, as synthesis has them
  Cost cost = counted(644 + bit * static_cast<double>(shell.memory_bits), registers + job + size + bursts + fifo + way);
  // A shift register of 32 words a LUT; the slice joins four of them.
  cost.lut += static_cast<double>(shell.memory_bits * ((depth + 31) / 32) + (depth > 128 ? 2 * shell.memory_bits : 0));
  return cost += port.is_input ? converter_cost(word, port.bytes, family) : converter_cost(port.bytes, word, family);
}

}  // namespace

Cost shell_cost(const HwGraph& graph, const Shell& shell, Family family) {
  Cost cost{.fitted = false};
  if (!shell.any()) return cost;
  cost += control_cost();
  if (const ParameterMap parameters = parameter_map(graph); parameters.words > 0)
    cost += window_cost(parameters.address_bits());
  for (const bool is_input : {true, false})
    for (int i = 0; i < (is_input ? graph.input_count : graph.output_count); ++i) {
      const PortRef end{kNone, i};
      const StreamId id = is_input ? graph.stream_from(end) : graph.stream_into(end);
      const Stream& stream = graph.streams[static_cast<std::size_t>(id)];
      const Port port{is_input, beat_bytes(stream), stream.beats()};
      cost += port_cost(port, is_input && !shell.dma);
      if (shell.dma) cost += channel_cost(port, shell, family);
      if (!shell.dma && !is_input) cost += skid_cost(port);
    }
  return cost;
}

}  // namespace finn
