// SPDX-License-Identifier: Apache-2.0
#include "bench/sim_folder.h"

#include "bench/bench_config.h"
#include "bench/vector_file.h"
#include "golden/model/model.h"

namespace finn {
namespace {

constexpr const char* kSources[] = {"Makefile", "bench.cpp", "passes.h", "probe.h",
                                    "report.h", "stream.h",  "trace.h",  "vectors.h"};
constexpr const char* kShellSources[] = {"axi.h", "shell_bench.cpp", "shell_driver.cpp", "shell_passes.h"};

std::vector<const Tensor*> pointers(const std::vector<Tensor>& tensors) {
  std::vector<const Tensor*> result;
  for (const Tensor& tensor : tensors) result.push_back(&tensor);
  return result;
}

/// SplitMix64: the same numbers everywhere.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
};

}  // namespace

std::vector<std::vector<Tensor>> random_inputs(const Network& network, std::int64_t frames, std::uint64_t seed) {
  std::vector<std::vector<Tensor>> inputs;
  for (std::size_t i = 0; i < network.inputs.size(); ++i) {
    const TensorInfo& info = network.tensors.at(static_cast<std::size_t>(network.inputs[i].tensor));
    const auto levels = static_cast<std::uint64_t>(info.type.levels());
    Random random{seed * 0x2545f4914f6cdd1du + i};
    inputs.emplace_back();
    for (std::int64_t frame = 0; frame < frames; ++frame) {
      Tensor tensor(info.type, info.shape);
      for (std::int64_t& value : tensor.data) {
        const auto level = static_cast<std::int64_t>(random.next() % levels);
        value = info.type.is_bipolar() ? 2 * level - 1 : info.type.min() + level;
      }
      inputs.back().push_back(std::move(tensor));
    }
  }
  return inputs;
}

BenchFrames golden_frames(const Network& network, std::vector<std::vector<Tensor>> inputs) {
  BenchFrames frames;
  frames.inputs = std::move(inputs);
  frames.outputs.resize(network.outputs.size());
  GoldenModel model(network);
  std::vector<Tensor> one(frames.inputs.size());
  for (std::size_t frame = 0; frame < frames.count(); ++frame) {
    for (std::size_t i = 0; i < one.size(); ++i) one[i] = frames.inputs[i].at(frame);
    model.run(one);
    for (std::size_t i = 0; i < frames.outputs.size(); ++i) frames.outputs[i].push_back(model.output(i));
  }
  return frames;
}

void write_bench_sources(const std::filesystem::path& sim, const BenchDescription& description,
                         const std::filesystem::path& harness) {
  std::filesystem::create_directories(sim);
  for (const char* source : kSources)
    std::filesystem::copy_file(harness / source, sim / source, std::filesystem::copy_options::overwrite_existing);
  replace_file(sim / "bench_config.h", bench_config_header(description));
  replace_file(sim / "probe.sv", probe_verilog(description));
  replace_file(sim / "bench.json", bench_json(description));
}

void write_shell_sources(const std::filesystem::path& sim, const std::filesystem::path& harness) {
  for (const char* source : kShellSources)
    std::filesystem::copy_file(harness / source, sim / source, std::filesystem::copy_options::overwrite_existing);
}

void write_vectors(const std::filesystem::path& folder, const BenchDescription& description,
                   const BenchFrames& frames) {
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < description.inputs.size(); ++i)
    replace_file(folder / fmt::format("in{}.bin", i),
                 vector_file(description.inputs[i], pointers(frames.inputs.at(i))));
  write_outputs(folder, "out", description, frames);
}

void write_outputs(const std::filesystem::path& folder, const std::string& prefix, const BenchDescription& description,
                   const BenchFrames& frames) {
  for (std::size_t i = 0; i < description.outputs.size(); ++i)
    replace_file(folder / fmt::format("{}{}.bin", prefix, i),
                 vector_file(description.outputs[i], pointers(frames.outputs.at(i))));
}

void write_sim_folder(const std::filesystem::path& sim, const BenchDescription& description, const Network& network,
                      const std::filesystem::path& harness, std::int64_t frames, std::uint64_t seed) {
  write_bench_sources(sim, description, harness);
  write_vectors(sim / "vectors", description, golden_frames(network, random_inputs(network, frames, seed)));
}

}  // namespace finn
