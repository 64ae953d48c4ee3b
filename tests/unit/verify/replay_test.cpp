// SPDX-License-Identifier: Apache-2.0
// Traces against the cycle model: the hardware's description survives its file, and one transfer in another cycle is
// found.
#include "verify/replay.h"

#include <gtest/gtest.h>

#include <random>

#include "bench/hardware_json.h"
#include "hw/cycle_model.h"
#include "import/net_reader.h"
#include "passes/compile.h"
#include "support/program.h"

namespace finn::test {
namespace {

HwGraph digits() {
  Diagnostics diagnostics;
  std::optional<Network> network =
      read_network(std::filesystem::path(FINN_SOURCE_DIR) / "networks/digits_cnn_w2a2/net.json", diagnostics);
  if (!network) throw Defect(diagnostics.text());
  std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
  if (!design) throw Defect(diagnostics.text());
  return std::move(design->graph);
}

/// What a bench would write of hardware that does what the cycle model says, under random stalls.
std::string trace_of(const HwGraph& graph, int cycles) {
  CycleModel model(graph);
  const StreamId input = graph.stream_from({kNone, 0});
  const StreamId output = graph.stream_into({kNone, 0});
  std::mt19937 random(7);
  std::bernoulli_distribution goes(0.8);
  std::string trace;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    const Wire& in = model.wire(input);
    if (!in.valid || in.ready) model.offer(input, goes(random));
    model.accept(output, goes(random));
    model.settle();
    for (const StreamId port : {input, output})
      trace += static_cast<char>(model.wire(port).valid | model.wire(port).ready << 1);
    model.advance();
  }
  return trace;
}

TEST(Replay, AgreesWithATraceOfTheSameHardware) {
  const TemporaryFolder folder("replay");
  const HwGraph graph = digits();
  write_text(folder / "hardware.json", hardware_json(graph));
  const HwGraph read = read_hardware_json(folder / "hardware.json");
  EXPECT_EQ(hardware_json(read), hardware_json(graph));
  const std::string trace = trace_of(graph, 5000);
  write_text(folder / "trace.bin", trace);
  const ReplayResult result = replay(read, folder / "trace.bin");
  EXPECT_EQ(result.difference, "");
  EXPECT_EQ(result.cycles, 5000);
  EXPECT_EQ(result.beats, std::count(trace.begin(), trace.end(), '\3'));
  EXPECT_GT(result.beats, 1000);
}

TEST(Replay, FindsOneTransferInAnotherCycle) {
  const TemporaryFolder folder("replay");
  const HwGraph graph = digits();
  std::string trace = trace_of(graph, 5000);
  std::size_t at = trace.size() - 1;
  while (trace[at] != 3) at -= 2;
  trace[at] = 2;  // the last output beat is not offered in its cycle
  write_text(folder / "trace.bin", trace);
  const ReplayResult result = replay(graph, folder / "trace.bin");
  EXPECT_NE(result.difference.find(fmt::format("the cycle model transfers it in cycle {} after reset", at / 2)),
            std::string::npos)
      << result.difference;
}

TEST(HardwareJson, RefusesWhatIsNotAGraph) {
  const TemporaryFolder folder("replay");
  const std::string good = hardware_json(digits());
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    if (at == std::string::npos) return std::string("nothing to replace");
    write_text(folder / "hardware.json", text.replace(at, from.size(), to));
    try {
      read_hardware_json(folder / "hardware.json");
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(refused("\"cell\": \"mvu\"", "\"cell\": \"nothing\"").find("unknown cell \"nothing\""), std::string::npos);
  EXPECT_NE(refused("\"version\": 1", "\"version\": 2").find("version 1"), std::string::npos);
  EXPECT_NE(refused("\"lanes\": ", "\"lanes\": -").find("whole beats"), std::string::npos);
  EXPECT_NE(refused("\"source\": [\n    -1,\n    0", "\"source\": [\n    -1,\n    1").find("open port"),
            std::string::npos);
  EXPECT_NE(refused("\"source\": [\n    0,", "\"source\": [\n    999,").find("no port 0 of node 999"),
            std::string::npos);
}

}  // namespace
}  // namespace finn::test
