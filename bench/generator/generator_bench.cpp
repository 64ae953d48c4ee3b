// SPDX-License-Identifier: Apache-2.0
// Time to read and compile networks (fold, lower, simulate the cycle model), and speed of the cycle model.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "hw/simulate.h"
#include "import/net_reader.h"
#include "passes/compile.h"

namespace {

namespace fs = std::filesystem;

void read_and_compile(benchmark::State& state, const fs::path& file) {
  for (auto _ : state) {
    finn::Diagnostics diagnostics;
    auto network = finn::read_network(file, diagnostics);
    if (!network) return state.SkipWithError(diagnostics.text().c_str());
    benchmark::DoNotOptimize(finn::compile(std::move(*network), {}, diagnostics));
  }
}

void simulate_cycles(benchmark::State& state, const fs::path& file) {
  finn::Diagnostics diagnostics;
  auto network = finn::read_network(file, diagnostics);
  const auto design = network ? finn::compile(std::move(*network), {}, diagnostics) : std::nullopt;
  if (!design) return state.SkipWithError(diagnostics.text().c_str());
  std::int64_t cycles = 0;
  for (auto _ : state) cycles += finn::simulate(design->graph).cycles;
  state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
}

void add_networks(const fs::path& folder) {
  if (!fs::is_directory(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path file = entry.path() / "net.json";
    if (!fs::is_regular_file(file)) continue;
    const std::string name = entry.path().filename().string();
    benchmark::RegisterBenchmark(("compile/" + name).c_str(), read_and_compile, file)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("simulate/" + name).c_str(), simulate_cycles, file)->Unit(benchmark::kMillisecond);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  add_networks(fs::path(FINN_SOURCE_DIR) / "networks");
  add_networks(FINN_SHARED_NETS);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
