// SPDX-License-Identifier: Apache-2.0
#include "cli/verify.h"

#include <cstdio>
#include <filesystem>

#include "verify/verify.h"

namespace finn {

void add_verify_options(CLI::App& app, VerifyCliOptions& options) {
  app.add_option("FOLDER", options.folder, "Generated accelerator: DIR/<name>")->required();
  app.add_option("--input", options.inputs,
                 "Samples [N, ...] as .npy: FILE, or NAME=FILE for each of several inputs; without it random values");
  app.add_option("--expect", options.expects,
                 "Expected outputs as .npy: FILE, or NAME=FILE for several; integers are raw outputs, reals are raw * "
                 "scale + bias");
  app.add_option("--frames", options.frames, "Frames to run (all given samples, or 3 random ones)");
  app.add_option("--stall", options.stall, "Probability of a stall per cycle and side; 0: no stalled pass")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of stalls, random frames and initial register contents")
      ->capture_default_str();
  app.add_flag("--keep", options.keep, "Keep the run's vectors in FOLDER/sim/run-*");
  app.add_flag("--quiet", options.quiet, "No progress on stderr");
}

int verify_command(const VerifyCliOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    VerifyOptions verify;
    verify.folder = options.folder;
    verify.inputs = options.inputs;
    verify.expects = options.expects;
    verify.frames = options.frames;
    verify.stall = options.stall;
    verify.seed = options.seed;
    verify.keep = options.keep;
    verify.quiet = options.quiet;
    const VerifyResult result = verify_folder(verify, diagnostics);
    for (const std::string& problem : result.problems) fmt::print(stderr, "verify: {}\n", problem);
    std::fputs(verify_summary(result).c_str(), stdout);
    code = result.ok() ? 0 : 1;
  } catch (const UsageError& error) {
    fmt::print(stderr, "finn-rtlgen verify: {}\n", error.what());
    code = 2;
  } catch (const BenchBroken& error) {
    fmt::print(stderr, "finn-rtlgen verify: {}\n", error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    fmt::print(stderr, "finn-rtlgen verify: {}\n", error.what());
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
