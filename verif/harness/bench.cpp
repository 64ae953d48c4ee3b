// SPDX-License-Identifier: Apache-2.0
// Bench of a generated top: runs vector files through the verilated hardware and checks every output beat.
// Exit code 0: all well; 1: the hardware is wrong; 2: wrong usage or unusable vectors.
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "passes.h"
#include "report.h"
#include "vectors.h"

#ifdef BENCH_PROBES
extern "C" void bench_probe(int id, svBit valid, svBit ready, svBit last, const svBitVecVal* data) {
  bench::probes().beat(id, valid, ready, last, data);
}
#endif

namespace {

using namespace bench;

const char* const kUsage =
    "usage: bench [options]\n"
    "  --vectors DIR        folder with in<i>.bin and out<i>.bin (default: vectors)\n"
    "  --stall P            probability of a stall a cycle and side, 0 <= P < 1; 0 skips the stalled pass (0.2)\n"
    "  --seed S             seed of everything random (1)\n"
    "  --min-intervals N    measure at least N intervals\n"
    "  --watchdog N         a deadlock is N cycles without a transfer (default: from the prediction)\n"
    "  --pass NAME          run one pass alone: stall-free, stalled or reset\n"
    "  --json FILE          write the result\n"
    "  --trace              write trace-<pass>.bin into the vectors' folder: handshakes of every cycle\n"
    "  --quiet              no progress\n"
    "  --silent             no summary and no failures: the caller reads them from --json\n";

std::int64_t integer(const std::string& name, const char* text, std::int64_t least) {
  char* end = nullptr;
  errno = 0;
  const long long value = std::strtoll(text, &end, 10);
  if (errno || end == text || *end || value < least)
    usage_error(name + " wants an integer of " + std::to_string(least) + " or more, got \"" + text + "\"");
  return value;
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--quiet") {
      options.quiet = true;
      continue;
    }
    if (name == "--trace") {
      options.trace = true;
      continue;
    }
    if (name == "--silent") {
      options.silent = true;
      continue;
    }
    if (name == "--help") {
      std::fputs(kUsage, stdout);
      std::exit(0);
    }
    if (i + 1 == argc) usage_error(name + " is unknown or lacks its value\n" + kUsage);
    const char* value = argv[++i];
    if (name == "--vectors") {
      options.vectors = value;
    } else if (name == "--json") {
      options.json = value;
    } else if (name == "--seed") {
      options.seed = static_cast<std::uint64_t>(integer(name, value, 0));
    } else if (name == "--min-intervals") {
      options.min_intervals = integer(name, value, 1);
    } else if (name == "--watchdog") {
      options.watchdog = integer(name, value, 1);
    } else if (name == "--pass") {
      options.only = value;
      if (options.only != "stall-free" && options.only != "stalled" && options.only != "reset")
        usage_error("no pass is named \"" + options.only + "\"");
    } else if (name == "--stall") {
      char* end = nullptr;
      options.stall = std::strtod(value, &end);
      if (end == value || *end || !(options.stall >= 0.0 && options.stall < 1.0))
        usage_error("--stall wants a probability, 0 <= P < 1, got \"" + std::string(value) + "\"");
    } else {
      usage_error(name + " is unknown\n" + kUsage);
    }
  }
  return options;
}

std::size_t storage(const StreamInfo& info) {
  const std::size_t bytes = static_cast<std::size_t>(info.bytes());
  return bytes <= 1 ? 1 : bytes <= 2 ? 2 : bytes <= 4 ? 4 : bytes <= 8 ? 8 : (bytes + 3) / 4 * 4;
}

void load(std::vector<Vectors>& all, const StreamInfo* infos, int count, const std::string& prefix,
          std::int64_t& frames) {
  all.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const std::string path = prefix + std::to_string(i) + ".bin";
    Vectors& vectors = all[static_cast<std::size_t>(i)];
    vectors.load(path, infos[i], storage(infos[i]));
    if (frames && vectors.frames() != frames) usage_error(path + " has another number of frames than the others");
    frames = vectors.frames();
  }
}

void summary(const Report& report) {
  for (const PassResult& pass : report.passes)
    std::printf("%-10s %-6s %6lld frames %12lld cycles %8.2f s\n", pass.name.c_str(), pass.ok ? "ok" : "FAILED",
                static_cast<long long>(pass.frames), static_cast<long long>(pass.cycles), pass.seconds);
  if (report.latency >= 0)
    std::printf("interval %lld cycles, latency %lld cycles\n", static_cast<long long>(report.intervals.back()),
                static_cast<long long>(report.latency));
  for (const Failure& f : report.failures) std::fprintf(stderr, "%s: %s\n", f.pass.c_str(), f.message.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  Stimulus stimulus;
  load(stimulus.inputs, kInputs, kInputCount, options.vectors + "/in", stimulus.frames);
  load(stimulus.outputs, kOutputs, kOutputCount, options.vectors + "/out", stimulus.frames);
#ifdef BENCH_PROBES
  probes().load(options.vectors);
#endif
  Report report;
  report.top = kTop;
  report.seed = options.seed;
  report.stall = options.stall;
  const auto wanted = [&](const char* name) {
    return report.failures.empty() && (options.only.empty() || options.only == name);
  };
  if (wanted("stall-free")) Pass("stall-free", options, stimulus, report).stall_free();
  if (wanted("stalled") && options.stall > 0) Pass("stalled", options, stimulus, report).stalled();
  if (wanted("reset")) Pass("reset", options, stimulus, report).resets();
#ifdef BENCH_PROBES
  report.probes = probes().results();
#endif
  if (!options.json.empty() && !write_json(report, options.json)) usage_error("cannot write " + options.json);
  if (!options.silent) summary(report);
  return report.ok() ? 0 : 1;
}
