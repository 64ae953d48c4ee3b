// SPDX-License-Identifier: Apache-2.0
#include "verify/replay.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <vector>

#include "hw/cycle_model.h"

namespace finn {
namespace {

constexpr unsigned kValid = 1;
constexpr unsigned kReady = 2;

/// A port of the top: the stream behind it, and how many beats it has passed.
struct Boundary {
  const Stream* stream;
  bool is_input;
  std::int64_t beats = 0;

  std::string place() const {
    return fmt::format("{} stream \"{}\", beat {} of frame {}", is_input ? "input" : "output", stream->name,
                       beats % stream->beats(), beats / stream->beats());
  }
};

std::vector<Boundary> boundaries(const HwGraph& graph) {
  std::vector<Boundary> all;
  for (int i = 0; i < graph.input_count; ++i)
    all.push_back({&graph.streams[static_cast<std::size_t>(graph.stream_from({kNone, i}))], true});
  for (int i = 0; i < graph.output_count; ++i)
    all.push_back({&graph.streams[static_cast<std::size_t>(graph.stream_into({kNone, i}))], false});
  return all;
}

}  // namespace

ReplayResult replay(const HwGraph& graph, const std::filesystem::path& trace) {
  std::ifstream in(trace, std::ios::binary);
  if (!in) throw std::runtime_error(fmt::format("cannot open {}", trace.string()));
  std::vector<Boundary> ports = boundaries(graph);
  CycleModel model(graph);
  ReplayResult result;
  std::vector<char> cycle(ports.size());
  while (in.read(cycle.data(), static_cast<std::streamsize>(cycle.size()))) {
    const auto bits = [&](std::size_t port) { return static_cast<unsigned char>(cycle[port]); };
    for (std::size_t i = 0; i < ports.size(); ++i) {
      if (ports[i].is_input)
        model.offer(ports[i].stream->id, (bits(i) & kValid) != 0);
      else
        model.accept(ports[i].stream->id, (bits(i) & kReady) != 0);
    }
    model.settle();
    for (std::size_t i = 0; i < ports.size(); ++i) {
      const bool measured = bits(i) == (kValid | kReady);
      const bool predicted = model.fires(ports[i].stream->id);
      if (measured != predicted) {
        result.difference = fmt::format("{}: {} in cycle {} after reset, {}", ports[i].place(),
                                        measured ? "the hardware transfers it" : "the cycle model transfers it",
                                        result.cycles, measured ? "the cycle model does not" : "the hardware does not");
        return result;
      }
      if (!measured) continue;
      ++ports[i].beats;
      ++result.beats;
    }
    model.advance();
    ++result.cycles;
  }
  return result;
}

}  // namespace finn
