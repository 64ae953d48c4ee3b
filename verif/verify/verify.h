// SPDX-License-Identifier: Apache-2.0
// Shows in Verilator that a generated accelerator equals the golden model, at the predicted interval and latency.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "verify/bench_run.h"
#include "verify/first_difference.h"
#include "verify/named_files.h"

namespace finn {

struct VerifyOptions {
  std::filesystem::path folder;        ///< DIR/<name>
  std::vector<std::string> inputs;     ///< FILE or NAME=FILE; empty: random values over the inputs' types
  std::vector<std::string> expects;    ///< FILE or NAME=FILE
  std::optional<std::int64_t> frames;  ///< absent: all samples of the inputs as far as time allows, or 3 random ones
  double stall = 0.2;                  ///< probability of a stall per cycle and side; 0: no stalled pass
  std::uint64_t seed = 1;
  bool keep = false;   ///< leave the run's folder with its vectors in sim/
  bool quiet = false;  ///< nothing on stderr while it runs
};

struct VerifyResult {
  std::string network;
  std::int64_t frames = 0;   ///< different frames; the first one is fed twice
  std::int64_t samples = 0;  ///< that the input files hold; 0: random frames
  BenchResult bench;
  std::int64_t beats_replayed = 0;     ///< boundary beats whose cycle is the cycle model's, stall-free and stalled
  std::int64_t expect_mismatches = 0;  ///< elements in which the expectation and the golden model differ
  std::int64_t ii_predicted = 0;       ///< 0: none
  std::int64_t latency_predicted = 0;
  double stall = 0;
  std::uint64_t seed = 0;
  double seconds = 0;                 ///< in all
  double build_seconds = 0;           ///< Verilator and the C++ compiler
  std::optional<BenchResult> shell;   ///< of the top with registers and DMA channels, where there is one
  std::int64_t shell_frames = 0;      ///< different frames that it ran
  FirstDifference first_difference;   ///< after a mismatch
  std::vector<std::string> problems;  ///< sentences; empty if and only if the accelerator passed

  bool ok() const { return problems.empty(); }
};

/// Verifies DIR/<name> and writes report/verify.json, and report/report.html with it. Throws InputRejected after a
/// diagnostic, UsageError, and BenchBroken where no statement about the hardware is possible.
VerifyResult verify_folder(const VerifyOptions& options, Diagnostics& diagnostics);

/// report/verify.json: the keys that other programs rely on stand first.
std::string verify_json(const VerifyResult& result);

/// A few lines for people.
std::string verify_summary(const VerifyResult& result);

}  // namespace finn
