// SPDX-License-Identifier: Apache-2.0
// Builds and runs the bench of a generated folder, and reads its result.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace finn {

/// The bench could not be built or did not run to its end: no statement about the hardware. The message says all.
struct BenchBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The bench's result file; see verif/harness/report.h for the meaning of each member.
struct BenchResult {
  struct Pass {
    std::string name;
    bool ok = false;
    std::int64_t frames = 0;
    std::int64_t cycles = 0;
    double seconds = 0;
  };
  struct Failure {
    std::string kind, pass, message, stream;
    std::int64_t cycle = 0, frame = -1, sequence = -1, beat = -1, lane = -1, element = -1, expected = 0, found = 0;
  };
  struct Probe {
    int id = 0;
    std::int64_t beats = 0;
    bool differs = false, last_differs = false, valid = false, ready = false;
    std::int64_t frame = -1, sequence = -1, beat = -1, lane = -1;
    std::uint64_t expected = 0, found = 0;
  };

  bool ok = false;
  std::int64_t latency = -1;  ///< -1: not measured
  std::vector<std::int64_t> intervals;
  std::int64_t mismatches = 0;
  std::int64_t wrong_frames = 0;
  std::vector<Pass> passes;
  std::vector<Failure> failures;
  std::vector<Probe> probes;

  std::int64_t cycles() const;
  double seconds() const;
};

struct BenchRun {
  std::filesystem::path folder;  ///< DIR/<name>
  std::filesystem::path vectors;
  double stall = 0.2;
  std::uint64_t seed = 1;
  std::int64_t watchdog = 0;  ///< 0: the bench's own
  std::string pass;           ///< only this one; empty: all
  bool probes = false;        ///< the build that watches internal streams
  bool trace = false;         ///< leaves trace-<pass>.bin with the vectors
  bool quiet = false;
};

/// The builds of a bench: the core, the core with its internal streams watched, the top with its shell.
enum class BenchBuild { kCore, kProbes, kShell };

/// `make -C sim build` (or probe, shell), one process at a time; the log goes to sim/<target>.log. Returns the seconds
/// it took.
double build_bench(const std::filesystem::path& folder, BenchBuild build);

/// Runs the built bench. The result file is written into the vectors' folder.
BenchResult run_bench(const BenchRun& run);

/// Runs the bench of the shell: of the run its folder, vectors, stall and seed.
BenchResult run_shell_bench(const BenchRun& run);

}  // namespace finn
