// SPDX-License-Identifier: Apache-2.0
#include "verify/verify.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "bench/hardware_json.h"
#include "bench/vector_file.h"
#include "emit/rewrite_vectors.h"
#include "import/net_reader.h"
#include "verify/page.h"
#include "verify/process.h"
#include "verify/replay.h"
#include "verify/samples.h"

namespace finn {
namespace {

namespace fs = std::filesystem;

/// Without --frames no more cycles than these are simulated in a pass.
constexpr std::int64_t kCyclesByDefault = 200'000'000;
constexpr std::int64_t kRandomFrames = 3;

/// A generated folder: the network and what its bench says of the top.
struct Accelerator {
  Network network;
  BenchDescription bench;
  HwGraph hardware;
};

[[noreturn]] void not_an_accelerator(const fs::path& folder, const std::string& found, Diagnostics& diagnostics) {
  diagnostics
      .error(Code::FR5201, {folder.string(), 0, 0, {}}, "expected a folder that finn-rtlgen wrote (DIR/<name>), {}",
             found)
      .notes.push_back("make one with: finn-rtlgen NET -o DIR");
  throw InputRejected();
}

Accelerator read_accelerator(const fs::path& folder, Diagnostics& diagnostics) {
  for (const char* part : {"net.json", "rtl/files.f", "sim/bench.json", "sim/hardware.json", "sim/Makefile"})
    if (!fs::is_regular_file(folder / part))
      not_an_accelerator(folder, fmt::format("found no {} in it", part), diagnostics);
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  if (!network || diagnostics.has_errors()) throw InputRejected();
  Accelerator accelerator{std::move(*network), {}, {}};
  try {
    accelerator.bench = read_bench_json(folder / "sim" / "bench.json");
    accelerator.hardware = read_hardware_json(folder / "sim" / "hardware.json");
  } catch (const std::runtime_error& error) {
    not_an_accelerator(folder, fmt::format("found this: {}", error.what()), diagnostics);
  }
  const auto check = [&](const std::vector<BenchStream>& streams, const std::vector<std::string>& names) {
    bool same = streams.size() == names.size();
    for (std::size_t i = 0; same && i < names.size(); ++i) same = streams[i].tensor == names[i];
    if (!same) not_an_accelerator(folder, "found a net.json and a sim/bench.json of different networks", diagnostics);
  };
  check(accelerator.bench.inputs, port_tensor_names(accelerator.network, accelerator.network.inputs));
  check(accelerator.bench.outputs, port_tensor_names(accelerator.network, accelerator.network.outputs));
  return accelerator;
}

/// How many of `samples` frames to run.
std::int64_t frame_count(const VerifyOptions& options, std::int64_t samples, std::int64_t ii) {
  if (options.frames) return samples > 0 ? std::min(*options.frames, samples) : *options.frames;
  if (samples == 0) return kRandomFrames;
  const std::int64_t affordable =
      std::max<std::int64_t>(kCyclesByDefault / std::max<std::int64_t>(ii, 1), kRandomFrames);
  return std::min(samples, affordable);
}

void check_options(const VerifyOptions& options) {
  if (!(options.stall >= 0.0 && options.stall < 1.0))
    throw UsageError(fmt::format("--stall: expected a probability, 0 <= P < 1, got {}", options.stall));
  if (options.frames && *options.frames < 1)
    throw UsageError(fmt::format("--frames: expected 1 or more, got {}", *options.frames));
  if (!options.expects.empty() && options.inputs.empty())
    throw UsageError("--expect needs --input: random frames have no expected outputs but the golden model's");
}

struct Stimulus {
  BenchFrames frames;
  std::vector<Expectation> expectations;
  std::int64_t samples = 0;
};

Stimulus make_stimulus(const VerifyOptions& options, const Accelerator& accelerator, Diagnostics& diagnostics) {
  const Network& network = accelerator.network;
  Stimulus stimulus;
  std::vector<std::vector<Tensor>> inputs;
  if (options.inputs.empty()) {
    inputs = random_inputs(network, frame_count(options, 0, 0), options.seed);
  } else {
    const std::vector<std::string> names = port_tensor_names(network, network.inputs);
    const std::vector<std::string> files = files_by_name(options.inputs, names, "--input");
    const std::vector<std::string> expected =
        files_by_name(options.expects, port_tensor_names(network, network.outputs), "--expect");
    for (std::size_t i = 0; i < files.size(); ++i)
      if (files[i].empty()) throw UsageError(fmt::format("--input: nothing is given for \"{}\"", names[i]));
    auto read = read_input_frames(network, files, diagnostics);
    if (!read) throw InputRejected();
    inputs = std::move(*read);
    stimulus.samples = static_cast<std::int64_t>(inputs.front().size());
    auto expectations = read_expectations(network, expected, inputs.front().size(), diagnostics);
    if (!expectations) throw InputRejected();
    stimulus.expectations = std::move(*expectations);
    const std::int64_t count = frame_count(options, stimulus.samples, accelerator.bench.ii_cycles);
    for (std::vector<Tensor>& frames : inputs) frames.resize(static_cast<std::size_t>(count));
  }
  stimulus.frames = golden_frames(network, std::move(inputs));
  return stimulus;
}

/// Of a wrong output element: what does the expectation say?
std::string verdict(const Network& network, const Stimulus& stimulus, const BenchResult::Failure& failure) {
  if (failure.kind != "data" || failure.element < 0) return {};
  for (std::size_t output = 0; output < network.outputs.size(); ++output) {
    const TensorInfo& tensor = network.tensors.at(static_cast<std::size_t>(network.outputs[output].tensor));
    if (tensor.name != failure.stream) continue;
    const Tensor& golden = stimulus.frames.outputs[output].at(static_cast<std::size_t>(failure.frame));
    const auto agrees = [&](std::int64_t raw) {
      return expects(network, stimulus.expectations, output, failure.frame, golden, failure.element, raw);
    };
    if (!agrees(failure.expected)) return {};
    if (*agrees(failure.expected)) return "; the expected file agrees with the golden model";
    if (*agrees(failure.found)) return "; the expected file agrees with the hardware, not with the golden model";
    return "; the expected file agrees with neither";
  }
  return {};
}

void judge(const VerifyOptions& options, const Accelerator& accelerator, const Stimulus& stimulus, const BenchRun& run,
           VerifyResult& result) {
  const BenchResult& bench = result.bench;
  for (const BenchResult::Failure& failure : bench.failures)
    result.problems.push_back(
        fmt::format("{} pass: {}{}", failure.pass, failure.message, verdict(accelerator.network, stimulus, failure)));
  const bool wrong =
      !bench.failures.empty() && bench.failures.front().kind != "interval" && bench.failures.front().kind != "latency";
  if (wrong) {
    if (!options.quiet) std::fprintf(stderr, "verify: the hardware differs; looking for the first layer that does\n");
    BenchRun again = run;
    again.pass = bench.failures.front().pass;
    try {
      result.first_difference =
          find_first_difference(accelerator.network, accelerator.bench, stimulus.frames.inputs, again);
    } catch (const BenchBroken& error) {
      result.first_difference.message = fmt::format("unknown: {}", error.what());
    }
    result.problems.push_back("first layer whose stream differs: " + result.first_difference.message);
  }
  const Disagreement disagreement = compare(accelerator.network, stimulus.expectations, stimulus.frames);
  result.expect_mismatches = disagreement.elements;
  if (disagreement.elements > 0) {
    result.problems.push_back(disagreement.first);
    result.problems.push_back(fmt::format("{} elements differ from the expected ones; {}", disagreement.elements,
                                          wrong ? "the hardware differs from the golden model, too"
                                                : "the golden model agrees with the hardware on every frame"));
  }
}

/// Every beat at the boundary must have been transferred in the cycle that the cycle model says, stalls included.
void replay_passes(const HwGraph& hardware, const fs::path& traces, VerifyResult& result) {
  for (const BenchResult::Pass& pass : result.bench.passes) {
    const fs::path trace = traces / fmt::format("trace-{}.bin", pass.name);
    if (!fs::exists(trace)) continue;
    const ReplayResult replayed = replay(hardware, trace);
    result.beats_replayed += replayed.beats;
    if (!replayed.difference.empty())
      result.problems.push_back(fmt::format("{} pass, cycles: {}", pass.name, replayed.difference));
    fs::remove(trace);
  }
}

/// The same frames through the top with its shell, from memory image to memory image or over the streams. A few do:
/// each goes through it several times, and what its passes find does not depend on the values.
void verify_shell(const VerifyOptions& options, const Accelerator& accelerator, const Stimulus& stimulus,
                  const fs::path& vectors, VerifyResult& result) {
  constexpr std::int64_t kCycles = 2'000'000;
  constexpr std::int64_t kFrames = 8;
  if (!options.quiet) std::fprintf(stderr, "verify: building the bench of the shell\n");
  result.build_seconds += build_bench(options.folder, BenchBuild::kShell);
  result.shell_frames =
      std::clamp<std::int64_t>(kCycles / std::max<std::int64_t>(accelerator.bench.ii_cycles, 1), 2, kFrames);
  result.shell_frames = std::min(result.shell_frames, result.frames);
  BenchFrames frames = stimulus.frames;
  for (auto* side : {&frames.inputs, &frames.outputs})
    for (std::vector<Tensor>& tensors : *side) tensors.resize(static_cast<std::size_t>(result.shell_frames));
  write_vectors(vectors, accelerator.bench, frames);
  write_rewrite_vectors(vectors, accelerator.bench, accelerator.network, frames.inputs, options.seed);
  BenchRun run;
  run.folder = options.folder;
  run.vectors = vectors;
  run.stall = options.stall;
  run.seed = options.seed;
  result.shell = run_shell_bench(run);
  for (const BenchResult::Failure& failure : result.shell->failures)
    result.problems.push_back(fmt::format("shell, {} pass: {}", failure.pass, failure.message));
}

}  // namespace

VerifyResult verify_folder(const VerifyOptions& options, Diagnostics& diagnostics) {
  const auto start = std::chrono::steady_clock::now();
  check_options(options);
  const Accelerator accelerator = read_accelerator(options.folder, diagnostics);
  const Stimulus stimulus = make_stimulus(options, accelerator, diagnostics);

  VerifyResult result;
  result.network = accelerator.network.name;
  result.frames = static_cast<std::int64_t>(stimulus.frames.count());
  result.samples = stimulus.samples;
  result.ii_predicted = accelerator.bench.ii_cycles;
  result.latency_predicted = accelerator.bench.latency_cycles;
  result.stall = options.stall;
  result.seed = options.seed;

  // A result of an earlier run must not stand for this one if this one does not come to its end.
  fs::create_directories(options.folder / "report");
  fs::remove(options.folder / "report" / "verify.json");
  refresh_page(options.folder / "report");
  if (!options.quiet) std::fprintf(stderr, "verify: building the bench of %s\n", result.network.c_str());
  result.build_seconds = build_bench(options.folder, BenchBuild::kCore);
  const RunFolder folder(options.folder / "sim" / "run-", options.keep);
  write_vectors(folder.path(), accelerator.bench, stimulus.frames);
  BenchRun run;
  run.folder = options.folder;
  run.vectors = folder.path();
  run.stall = options.stall;
  run.seed = options.seed;
  run.quiet = options.quiet;
  run.trace = true;
  result.bench = run_bench(run);
  run.trace = false;
  replay_passes(accelerator.hardware, folder.path(), result);
  judge(options, accelerator, stimulus, run, result);
  if (fs::is_regular_file(options.folder / "sim" / "shell_config.h"))
    verify_shell(options, accelerator, stimulus, folder.path() / "shell", result);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  replace_file(options.folder / "report" / "verify.json", verify_json(result));
  refresh_page(options.folder / "report");
  return result;
}

}  // namespace finn
