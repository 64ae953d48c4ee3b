// SPDX-License-Identifier: Apache-2.0
// Frames a second of the golden model on one core, for the shipped networks and those of FINN_SHARED_NETS.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>

#include "golden/model/model.h"
#include "import/net_reader.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> network_files() {
  std::vector<fs::path> folders{fs::path(FINN_SOURCE_DIR) / "networks"};
  const char* variable = std::getenv("FINN_SHARED_NETS");
  const std::string shared = variable != nullptr ? variable : FINN_SHARED_NETS;
  if (!shared.empty()) folders.emplace_back(shared);
  std::vector<fs::path> files;
  for (const fs::path& folder : folders) {
    if (!fs::is_directory(folder)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (fs::exists(entry.path() / "net.json")) files.push_back(entry.path() / "net.json");
  }
  std::sort(files.begin(), files.end());
  return files;
}

finn::Tensor random_frame(const finn::TensorInfo& info, std::mt19937_64& random) {
  finn::Tensor frame(info.type, info.shape);
  std::uniform_int_distribution<std::int64_t> code(0, info.type.levels() - 1);
  const std::int64_t step = info.type.is_bipolar() ? 2 : 1;
  for (std::int64_t& value : frame.data) value = info.type.min() + step * code(random);
  return frame;
}

void run_frames(benchmark::State& state, const finn::Network& network) {
  std::mt19937_64 random(1);
  std::vector<finn::Tensor> inputs;
  for (const finn::GraphInput& input : network.inputs)
    inputs.push_back(random_frame(network.tensors[static_cast<std::size_t>(input.tensor)], random));
  finn::GoldenModel model(network);
  std::int64_t operations = 0;
  for (const finn::Layer& layer : network.layers) operations += layer.kind->operations(network, layer);
  for (auto _ : state) {
    model.run(inputs);
    benchmark::DoNotOptimize(model.output(0).data.data());
  }
  const auto frames = static_cast<double>(state.iterations());
  state.counters["frames/s"] = benchmark::Counter(frames, benchmark::Counter::kIsRate);
  state.counters["op/s"] = benchmark::Counter(frames * static_cast<double>(operations), benchmark::Counter::kIsRate);
}

}  // namespace

int main(int argc, char** argv) {
  for (const fs::path& file : network_files()) {
    finn::Diagnostics diagnostics;
    auto network = finn::read_network(file.string(), diagnostics);
    if (!network) {
      std::fputs(diagnostics.text().c_str(), stderr);
      return 1;
    }
    const auto shared = std::make_shared<finn::Network>(std::move(*network));
    benchmark::RegisterBenchmark(("golden/" + shared->name).c_str(), [shared](benchmark::State& state) {
      run_frames(state, *shared);
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
