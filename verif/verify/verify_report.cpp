// SPDX-License-Identifier: Apache-2.0
// How the result of a verification is written down.
#include <nlohmann/json.hpp>

#include "verify/verify.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

Json measured(std::int64_t cycles) { return cycles < 0 ? Json(nullptr) : Json(cycles); }
Json predicted(std::int64_t cycles) { return cycles == 0 ? Json(nullptr) : Json(cycles); }

Json to_json(const BenchResult::Failure& failure) {
  Json json{{"pass", failure.pass}, {"kind", failure.kind}, {"message", failure.message}, {"cycle", failure.cycle}};
  if (!failure.stream.empty()) json["stream"] = failure.stream;
  if (failure.frame >= 0) json["frame"] = failure.frame;
  if (failure.beat >= 0) json["beat"] = failure.beat;
  if (failure.element >= 0) {
    json["lane"] = failure.lane;
    json["element"] = failure.element;
  }
  if (failure.kind == "data" || failure.kind == "interval" || failure.kind == "latency") {
    json["expected"] = failure.expected;
    json["found"] = failure.found;
  }
  return json;
}

Json passes_json(const BenchResult& bench) {
  Json passes = Json::array();
  for (const BenchResult::Pass& pass : bench.passes)
    passes.push_back({{"name", pass.name},
                      {"ok", pass.ok},
                      {"frames", pass.frames},
                      {"cycles", pass.cycles},
                      {"seconds", pass.seconds}});
  return passes;
}

/// A line a pass.
std::string passes_text(const BenchResult& bench) {
  std::string text;
  for (const BenchResult::Pass& pass : bench.passes)
    text += fmt::format("  {:<11} {:>6} {:>7} {:>13} {:>9.2f} {:>11.2f}\n", pass.name, pass.ok ? "ok" : "FAILED",
                        pass.frames, pass.cycles, pass.seconds,
                        pass.seconds > 0 ? static_cast<double>(pass.cycles) / pass.seconds / 1e6 : 0.0);
  return text;
}

}  // namespace

std::string verify_json(const VerifyResult& result) {
  const BenchResult& bench = result.bench;
  Json json;
  json["network"] = result.network;
  json["ok"] = result.ok();
  json["frames"] = result.frames;
  json["mismatches"] = bench.mismatches + result.expect_mismatches;
  json["ii_cycles"] = measured(bench.intervals.empty() ? -1 : bench.intervals.back());
  json["ii_cycles_predicted"] = predicted(result.ii_predicted);
  json["latency_cycles"] = measured(bench.latency);
  json["latency_cycles_predicted"] = predicted(result.latency_predicted);
  json["beats_replayed"] = result.beats_replayed;
  json["stall"] = result.stall;
  json["seed"] = result.seed;
  json["seconds"] = result.seconds;
  json["cycles"] = bench.cycles();
  json["build_seconds"] = result.build_seconds;
  json["cycles_per_second"] = bench.seconds() > 0 ? static_cast<double>(bench.cycles()) / bench.seconds() : 0.0;
  json["hardware_mismatches"] = bench.mismatches;
  json["expect_mismatches"] = result.expect_mismatches;
  json["wrong_frames"] = bench.wrong_frames;
  json["intervals"] = bench.intervals;
  json["passes"] = passes_json(bench);
  json["failures"] = Json::array();
  for (const BenchResult::Failure& failure : bench.failures) json["failures"].push_back(to_json(failure));
  if (!result.first_difference.message.empty()) {
    const FirstDifference& first = result.first_difference;
    json["first_difference"] = {{"message", first.message}};
    if (first.found) {
      json["first_difference"]["stream"] = first.stream;
      json["first_difference"]["layer"] = first.layer;
      json["first_difference"]["tensor"] = first.tensor;
    }
  }
  if (result.shell) {
    const BenchResult& shell = *result.shell;
    json["shell"] = {{"ok", shell.ok},           {"frames", result.shell_frames}, {"mismatches", shell.mismatches},
                     {"cycles", shell.cycles()}, {"passes", passes_json(shell)},  {"failures", Json::array()}};
    for (const BenchResult::Failure& failure : shell.failures) json["shell"]["failures"].push_back(to_json(failure));
  }
  json["problems"] = result.problems;
  return json.dump(2) + "\n";
}

std::string verify_summary(const VerifyResult& result) {
  const BenchResult& bench = result.bench;
  const std::string source = result.samples == 0 ? std::string("random")
                             : result.samples == result.frames
                                 ? std::string("given")
                                 : fmt::format("of {} given; --frames N runs more or fewer", result.samples);
  std::string text = fmt::format("{}: {}, {} frame{} ({})\n", result.network, result.ok() ? "bit-exact" : "FAILED",
                                 result.frames, result.frames == 1 ? "" : "s", source);
  text += fmt::format("  {:<11} {:>6} {:>7} {:>13} {:>9} {:>11}\n", "pass", "result", "frames", "cycles", "seconds",
                      "Mcycles/s");
  text += passes_text(bench);
  if (result.shell) text += fmt::format("  shell, {} frames:\n", result.shell_frames) + passes_text(*result.shell);
  const auto prediction = [](std::int64_t cycles) { return cycles == 0 ? "none" : std::to_string(cycles); };
  if (!bench.intervals.empty())
    text +=
        fmt::format("  interval {} cycles (predicted {}), latency {} cycles (predicted {})\n", bench.intervals.back(),
                    prediction(result.ii_predicted), bench.latency, prediction(result.latency_predicted));
  text += fmt::format("  {} beats at the boundary in the cycles of the cycle model, stalls included\n",
                      result.beats_replayed);
  text += fmt::format("  stall {}, seed {}, {:.1f} s in all, {:.1f} s of them to build\n", result.stall, result.seed,
                      result.seconds, result.build_seconds);
  return text;
}

}  // namespace finn
