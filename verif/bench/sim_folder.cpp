// SPDX-License-Identifier: Apache-2.0
#include "bench/sim_folder.h"

#include <stdexcept>

#include "bench/bench_config.h"
#include "bench/vector_file.h"

namespace finn {
namespace {

constexpr const char* kSources[] = {"Makefile", "bench.cpp", "passes.h", "probe.h", "report.h", "stream.h", "vectors.h"};

std::vector<const Tensor*> pointers(const std::vector<Tensor>& tensors) {
  std::vector<const Tensor*> result;
  for (const Tensor& tensor : tensors) result.push_back(&tensor);
  return result;
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw std::runtime_error(fmt::format("cannot make {}: {}", folder.string(), error.message()));
}

}  // namespace

void write_bench_sources(const std::filesystem::path& sim, const BenchDescription& description,
                         const std::filesystem::path& harness) {
  make_folder(sim);
  for (const char* source : kSources) {
    std::error_code error;
    std::filesystem::copy_file(harness / source, sim / source, std::filesystem::copy_options::overwrite_existing, error);
    if (error)
      throw std::runtime_error(fmt::format("cannot copy {} to {}: {}", (harness / source).string(), sim.string(),
                                           error.message()));
  }
  write_file(sim / "bench_config.h", bench_config_header(description));
  write_file(sim / "probe.sv", probe_verilog(description));
  write_file(sim / "bench.json", bench_json(description));
}

void write_vectors(const std::filesystem::path& folder, const BenchDescription& description,
                   const BenchFrames& frames) {
  make_folder(folder);
  for (std::size_t i = 0; i < description.inputs.size(); ++i)
    write_file(folder / fmt::format("in{}.bin", i), vector_file(description.inputs[i], pointers(frames.inputs.at(i))));
  for (std::size_t i = 0; i < description.outputs.size(); ++i)
    write_file(folder / fmt::format("out{}.bin", i),
               vector_file(description.outputs[i], pointers(frames.outputs.at(i))));
}

}  // namespace finn
