// SPDX-License-Identifier: Apache-2.0
// What a verilated bench must know about a generated top. Emission fills it; sim/bench_config.h, sim/probe.sv and
// sim/bench.json are made of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "hw/graph.h"
#include "hw/stream.h"
#include "ir/network.h"

namespace finn {

/// An AXI4-Stream of the top: <port>_tdata, _tvalid, _tready, _tlast. tdata has 8 * bytes() bits.
struct BenchStream {
  std::string port;           ///< "s_axis", "m_axis_y", ...
  std::string tensor;         ///< the network's tensor
  Shape shape;                ///< [C] or [H, W, C]
  StreamType type;            ///< codes on the wires; a graph's streams have the identity encoding
  std::int64_t lanes = 1;     ///< elements of a beat
  std::int64_t elements = 1;  ///< of a frame, a multiple of lanes

  std::int64_t beats() const { return elements / lanes; }
  std::int64_t payload_bits() const { return lanes * type.type.bits(); }
  std::int64_t bytes() const { return (payload_bits() + 7) / 8; }
  std::int64_t channels() const { return shape.back(); }
};

/// An internal stream of the top that carries a tensor whole: wires <wire>_tdata (exactly the payload bits), _tvalid,
/// _tready and _tlast in the top module.
struct BenchProbe {
  std::string wire;
  std::string layer;   ///< layer whose cells drive the wire; "" where it belongs to none (an input's plumbing)
  std::string node;    ///< instance that drives the wire; "" for the top's input
  BenchStream stream;  ///< stream.port is empty
};

struct BenchDescription {
  std::string top;                   ///< module name of the top
  std::vector<BenchStream> inputs;   ///< in the order of Network::inputs
  std::vector<BenchStream> outputs;  ///< in the order of Network::outputs
  std::vector<BenchProbe> probes;    ///< producers before consumers
  std::vector<std::string> tied;     ///< other inputs of the top, which stay 0
  std::int64_t ii_cycles = 0;        ///< predicted initiation interval; 0: no prediction
  std::int64_t latency_cycles = 0;   ///< predicted latency; 0: no prediction
  std::int64_t intervals = 5;        ///< intervals after which the prediction holds (at least 5)
};

/// Describes a hardware graph whose width converters are in. Probes are the streams with a tensor, in topological
/// order. `input_ports` and `output_ports` are the top's port prefixes, one per graph input and output.
/// Throws Defect where the graph and the network do not fit together.
BenchDescription describe_bench(const Network& network, const HwGraph& graph, std::string top,
                                const std::vector<std::string>& input_ports,
                                const std::vector<std::string>& output_ports, std::int64_t ii_cycles,
                                std::int64_t latency_cycles, std::int64_t intervals = 5);

/// sim/bench.json: the description, machine-readable, without what is tied. Same description, same bytes.
std::string bench_json(const BenchDescription& description);
/// Reads sim/bench.json. Throws std::runtime_error with a message that names the file if it is missing or broken.
BenchDescription read_bench_json(const std::filesystem::path& file);

}  // namespace finn
