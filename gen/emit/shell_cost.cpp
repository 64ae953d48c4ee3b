// SPDX-License-Identifier: Apache-2.0
#include "emit/shell_cost.h"

#include <algorithm>
#include <tuple>

#include "emit/verilog.h"

namespace finn {
namespace {

/// A stream between the core and the outside.
struct Port {
  bool is_input;
  std::int64_t bytes;  ///< of a beat
  std::int64_t beats;  ///< of a frame
};

std::int64_t log2_up(std::int64_t value) { return value < 2 ? 0 : address_bits(value); }

/// A width converter of bytes: its registers, and the LUTs that choose where a unit goes.
Cost gearbox_cost(std::int64_t in, std::int64_t out) {
  std::int64_t a = in, b = out;
  while (b != 0) std::tie(a, b) = std::pair{b, a % b};
  const std::int64_t units_in = in / a, units_out = out / a;
  const std::int64_t held = units_in + units_out - 1 + std::min(units_in, units_out);
  Cost cost{.fitted = false};
  cost.ff = static_cast<double>(8 * a * held + 5);
  cost.lut = static_cast<double>(8 * a * held) * (1.0 + static_cast<double>(std::min(units_in, held)) / 4.0) + 10;
  return cost;
}

Cost channel_cost(const Port& port, const Shell& shell) {
  const std::int64_t word = shell.memory_bits / 8;
  Cost cost = port.is_input ? gearbox_cost(word, port.bytes) : gearbox_cost(port.bytes, word);
  const double length = static_cast<double>(32 + log2_up(port.bytes * port.beats + 1));
  const double words = length - static_cast<double>(log2_up(word));
  const double fifo = static_cast<double>(shell.memory_bits * ((burst_words(shell) * kOutstanding + 31) / 32));
  // Registers (97 and the answer), size, addresses (three of 64 bits), counters of frames and words.
  cost.ff += 130 + 38 + length + 3 * 64 + 64 + (port.is_input ? 1 : 3) * words + 40;
  cost.lut += 110 + 38 + length + 2 * 64 + 96 + (port.is_input ? 1 : 3) * words + 40 + fifo;
  return cost;
}

}  // namespace

Cost shell_cost(const HwGraph& graph, const Shell& shell) {
  Cost cost{.fitted = false};
  if (!shell.any()) return cost;
  // AXI4-Lite, and the global registers: cycles, their kept half, frames, answers.
  cost.ff = 102 + 240;
  cost.lut = 60 + 180;
  for (const bool is_input : {true, false})
    for (int i = 0; i < (is_input ? graph.input_count : graph.output_count); ++i) {
      const PortRef end{kNone, i};
      const StreamId id = is_input ? graph.stream_from(end) : graph.stream_into(end);
      const Stream& stream = graph.streams[static_cast<std::size_t>(id)];
      const Port port{is_input, beat_bytes(stream), stream.beats()};
      const bool checks = is_input && !shell.dma;
      const double counters = checks ? 6 : 4;
      cost.ff += 32 * counters + 32 + static_cast<double>(log2_up(port.beats)) + 34;
      cost.lut += 32 * counters + 64 + 34 + 10;
      if (shell.dma) cost += channel_cost(port, shell);
      if (!shell.dma && !is_input) {
        cost.ff += static_cast<double>(16 * port.bytes + 4);
        cost.lut += static_cast<double>(8 * port.bytes + 4);
      }
    }
  cost.fitted = false;
  return cost;
}

}  // namespace finn
