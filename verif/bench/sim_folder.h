// SPDX-License-Identifier: Apache-2.0
// Writes the sim/ folder of a generated top, and vectors for its bench.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "bench/bench_description.h"
#include "ir/tensor.h"

namespace finn {

/// Tensors of some frames: [stream][frame].
struct BenchFrames {
  std::vector<std::vector<Tensor>> inputs;   ///< in the order of BenchDescription::inputs
  std::vector<std::vector<Tensor>> outputs;  ///< in the order of BenchDescription::outputs
  std::size_t count() const { return inputs.empty() ? 0 : inputs.front().size(); }
};

/// `frames` frames of random values over the whole of each input's type; the same on every machine.
std::vector<std::vector<Tensor>> random_inputs(const Network& network, std::int64_t frames, std::uint64_t seed);

/// The golden model's answer to `inputs` ([input][frame]).
BenchFrames golden_frames(const Network& network, std::vector<std::vector<Tensor>> inputs);

/// Copies the bench's sources from `harness` (verif/harness of the data folder) and writes bench_config.h, probe.sv and
/// bench.json. Throws std::filesystem::filesystem_error on an I/O error, like the functions below.
void write_bench_sources(const std::filesystem::path& sim, const BenchDescription& description,
                         const std::filesystem::path& harness);

/// Copies the sources of the shell's bench beside them.
void write_shell_sources(const std::filesystem::path& sim, const std::filesystem::path& harness);

/// Writes in<i>.bin and out<i>.bin into `folder`.
void write_vectors(const std::filesystem::path& folder, const BenchDescription& description, const BenchFrames& frames);

/// Writes the outputs alone, as <prefix><i>.bin.
void write_outputs(const std::filesystem::path& folder, const std::string& prefix, const BenchDescription& description,
                   const BenchFrames& frames);

/// What a generated folder's own vectors are: random frames, and their seed.
inline constexpr std::int64_t kSimFrames = 3;
inline constexpr std::uint64_t kSimSeed = 1;

/// All of sim/: sources, and vectors of a few seeded random frames with the golden model's outputs. Same input, same
/// bytes.
void write_sim_folder(const std::filesystem::path& sim, const BenchDescription& description, const Network& network,
                      const std::filesystem::path& harness, std::int64_t frames = kSimFrames,
                      std::uint64_t seed = kSimSeed);

}  // namespace finn
