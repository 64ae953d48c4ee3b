// SPDX-License-Identifier: Apache-2.0
#include "verify/bench_run.h"

#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>

#include "verify/process.h"

namespace finn {
namespace {

namespace fs = std::filesystem;

/// The lines of a log that tell what went wrong: those with "error", or the last ones.
std::string log_excerpt(const fs::path& file) {
  constexpr std::size_t kLines = 15;
  std::ifstream in(file);
  std::deque<std::string> last;
  std::string errors, line;
  std::size_t shown = 0;
  while (std::getline(in, line)) {
    if (line.size() > 400) line = line.substr(0, 400) + " ...";
    last.push_back(line);
    if (last.size() > kLines) last.pop_front();
    const bool tells = line.find("rror") != std::string::npos || line.find("command not found") != std::string::npos;
    if (tells && shown < kLines) {
      errors += "\n  " + line;
      ++shown;
    }
  }
  if (!errors.empty()) return errors;
  for (const std::string& text : last) errors += "\n  " + text;
  return errors;
}

BenchResult read_result(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw BenchBroken(fmt::format("the bench left no result in {}", file.string()));
  const nlohmann::json json = nlohmann::json::parse(in);
  BenchResult result;
  result.ok = json.at("ok");
  result.latency = json.at("latency_cycles");
  result.intervals = json.at("intervals").get<std::vector<std::int64_t>>();
  result.mismatches = json.at("mismatches");
  result.wrong_frames = json.at("wrong_frames");
  for (const auto& item : json.at("passes"))
    result.passes.push_back({item.at("name"), item.at("ok"), item.at("frames"), item.at("cycles"), item.at("seconds")});
  for (const auto& item : json.at("failures"))
    result.failures.push_back({item.at("kind"), item.at("pass"), item.at("message"), item.at("stream"),
                               item.at("cycle"), item.at("frame"), item.at("sequence"), item.at("beat"),
                               item.at("lane"), item.at("element"), item.at("expected"), item.at("found")});
  for (const auto& item : json.at("probes"))
    result.probes.push_back({item.at("id"), item.at("beats"), item.at("differs"), item.at("last_differs"),
                             item.at("valid"), item.at("ready"), item.at("frame"), item.at("sequence"), item.at("beat"),
                             item.at("lane"), item.at("expected"), item.at("found")});
  return result;
}

/// Runs a bench to its end and reads what it found.
BenchResult finished(const Command& command, const fs::path& result) {
  const Ended ended = run_process(command);
  if (ended.signal != 0) throw BenchBroken(fmt::format("the simulation was ended by signal {}", ended.signal));
  if (ended.code > 1)
    throw BenchBroken(
        fmt::format("the bench could not run (exit code {}):{}", ended.code, log_excerpt(command.output)));
  return read_result(result);
}

}  // namespace

std::int64_t BenchResult::cycles() const {
  std::int64_t sum = 0;
  for (const Pass& pass : passes) sum += pass.cycles;
  return sum;
}

double BenchResult::seconds() const {
  double sum = 0;
  for (const Pass& pass : passes) sum += pass.seconds;
  return sum;
}

double build_bench(const fs::path& folder, BenchBuild build) {
  const auto start = std::chrono::steady_clock::now();
  const fs::path sim = folder / "sim";
  const std::string target = build == BenchBuild::kProbes ? "probe" : build == BenchBuild::kShell ? "shell" : "build";
  const FileLock lock(sim / "build.lock");
  const fs::path log = sim / (target + ".log");
  // The caller may itself run under make: its flags are not for this one.
  const Ended ended =
      run_process({{"env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL", "make", "-C", sim.string(), target},
                   {},
                   log,
                   log});
  if (ended.code == 127) throw BenchBroken("cannot run make: GNU make, a C++ compiler and Verilator are needed");
  if (!ended.ok())
    throw BenchBroken(fmt::format("the bench cannot be built; {} says:{}", log.string(), log_excerpt(log)));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

BenchResult run_bench(const BenchRun& run) {
  const fs::path program = fs::absolute(run.folder / "sim" / (run.probes ? "build-probe" : "build") / "Vdut");
  const fs::path vectors = fs::absolute(run.vectors);
  const fs::path result = vectors / (run.probes ? "probe-result.json" : "result.json");
  Command command;
  command.arguments = {program.string(), "--vectors",
                       vectors.string(), "--json",
                       result.string(),  "--silent",
                       "--stall",        fmt::format("{}", run.stall),
                       "--seed",         std::to_string(run.seed)};
  const auto add = [&](const std::string& name, const std::string& value) {
    command.arguments.push_back(name);
    command.arguments.push_back(value);
  };
  if (run.watchdog > 0) add("--watchdog", std::to_string(run.watchdog));
  if (!run.pass.empty()) add("--pass", run.pass);
  if (run.trace) command.arguments.push_back("--trace");
  if (run.quiet) command.arguments.push_back("--quiet");
  command.folder = run.folder / "rtl";
  command.output = vectors / "bench.log";
  return finished(command, result);
}

BenchResult run_shell_bench(const BenchRun& run) {
  const fs::path vectors = fs::absolute(run.vectors);
  const fs::path result = vectors / "shell-result.json";
  Command command;
  command.arguments = {fs::absolute(run.folder / "sim" / "build-shell" / "Vdut").string(),
                       "--vectors",
                       vectors.string(),
                       "--json",
                       result.string(),
                       "--silent",
                       "--stall",
                       fmt::format("{}", run.stall),
                       "--seed",
                       std::to_string(run.seed)};
  command.folder = run.folder / "rtl";
  command.output = vectors / "shell.log";
  return finished(command, result);
}

}  // namespace finn
