// SPDX-License-Identifier: Apache-2.0
#include "cli/generate.h"

#include <spdlog/spdlog.h>
#include <spdlog/stopwatch.h>

#include <cmath>
#include <cstdio>

#include "cli/import.h"
#include "emit/data_dir.h"
#include "emit/report.h"
#include "emit/write.h"
#include "import/net_reader.h"
#include "passes/compile.h"
#include "plan/plan.h"

namespace finn {
namespace {

struct Built {
  Design design;
  Platform platform;
  double clock_mhz = 0;
};

/// Compiles with the best folding for the goal.
std::optional<Design> plan(const GenerateOptions& options, const Platform& platform,
                           std::optional<std::int64_t> target_cycles, Network network, Diagnostics& diagnostics) {
  PlanOptions plan;
  plan.goal = goal_named(options.goal).value();
  plan.family = platform.family;
  plan.available = available(platform);
  plan.utilization = options.utilization;
  plan.target_cycles = target_cycles;
  plan.selection.seconds = options.search_seconds;
  plan.regret_draws = options.regret_draws;
  return plan_design(std::move(network), plan, diagnostics);
}

/// Reads and compiles; reports everything that is wrong and returns nothing then.
std::optional<Built> build(const GenerateOptions& options, Diagnostics& diagnostics) {
  Built built;
  built.platform = read_platform(options.platform, data_dir(diagnostics), diagnostics);
  built.clock_mhz = options.clock_mhz.value_or(built.platform.clock_mhz);
  spdlog::stopwatch watch;
  std::optional<qonnx::Streamlined> loaded = qonnx::load_network(options.network, options.load, diagnostics);
  if (!loaded) return std::nullopt;
  Network* network = &loaded->network;
  spdlog::info("read {} layers, {} tensors: {:.3f} s", network->layers.size(), network->tensors.size(), watch);
  std::optional<PruneReport> pruned = prune_network(*network, options.prune, diagnostics);
  if (!pruned) return std::nullopt;
  if (!options.goal.empty())
    for (Layer& layer : network->layers) layer.fold = {};  // only --fold binds the search
  if (!options.fold_file.empty()) read_fold_file(options.fold_file, *network, diagnostics);
  if (pruned->applied) check_pruned_folds(*network, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  FoldOptions fold;
  if (options.target_fps)
    fold.target_cycles = static_cast<std::int64_t>(std::floor(built.clock_mhz * 1e6 / *options.target_fps));
  watch.reset();
  std::optional<Design> design =
      options.goal.empty() ? compile(std::move(*network), fold, diagnostics)
                           : plan(options, built.platform, fold.target_cycles, std::move(*network), diagnostics);
  if (!design) return std::nullopt;
  design->pruned = std::move(*pruned);
  spdlog::info("folded, lowered and simulated {} cells over {} cycles: {:.3f} s", design->graph.nodes.size(),
               design->predicted.cycles, watch);
  built.design = std::move(*design);
  return built;
}

}  // namespace

void add_design_options(CLI::App& app, GenerateOptions& options) {
  add_load_options(app, options.load);
  app.add_option("--platform", options.platform, "Platform: a name (finn-rtlgen platforms lists them) or a .json file")
      ->capture_default_str();
  app.add_option("--clock-mhz", options.clock_mhz, "Clock in MHz (default: the platform's)")
      ->check(CLI::Range(0.001, 10000.0));
  auto* target =
      app.add_option("--target-fps", options.target_fps, "Frames a second to reach")->check(CLI::Range(1e-6, 1e12));
  app.add_option("--fold", options.fold_file, "JSON file with a folding that replaces the network's")->excludes(target);
  app.add_option("--goal", options.goal,
                 "Search the best folding for the platform, whatever the network's own is: fps (as fast as fits), area "
                 "(least, within --target-fps) or latency (shortest). What --fold says stays")
      ->check(CLI::IsMember({"fps", "area", "latency"}));
  app.add_option("--utilization", options.utilization, "With --goal: the part of the platform that may be taken")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  app.add_option("--search-seconds", options.search_seconds,
                 "With --goal: time for one step of the search; what is best then is taken, and its gap reported")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  app.add_option("--regret", options.regret_draws,
                 "With --goal: choose again with so many draws of the cost model's error, and compare")
      ->check(CLI::Range(1, 100000));
  app.add_flag("--axilite", options.shell.axilite,
               "Registers on AXI4-Lite around the streams: identity, counters, soft reset, interrupts");
  auto* dma = app.add_flag("--dma", options.shell.dma,
                           "Registers, and instead of each stream a DMA channel with an AXI4 master of its own");
  app.add_option("--dma-bits", options.shell.memory_bits, "With --dma: bits of a master's data")
      ->check(CLI::IsMember({32, 64, 128, 256, 512}))
      ->needs(dma)
      ->capture_default_str();
  add_prune_options(app, options.prune);
}

int generate_command(const GenerateOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (std::optional<Built> built = build(options, diagnostics)) {
      const spdlog::stopwatch watch;
      const std::filesystem::path folder = write_accelerator(built->design, built->platform, built->clock_mhz,
                                                             options.shell, options.output, diagnostics);
      spdlog::info("written: {:.3f} s", watch);
      std::fputs(report_table(report_json(built->design, built->platform, built->clock_mhz, options.shell)).c_str(),
                 stdout);
      fmt::print("written to {}\n", folder.string());
      code = 0;
    }
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

int estimate_command(const GenerateOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (const std::optional<Built> built = build(options, diagnostics)) {
      const auto report = report_json(built->design, built->platform, built->clock_mhz, options.shell);
      std::fputs((options.json ? report.dump(2) + "\n" : report_table(report)).c_str(), stdout);
      code = 0;
    }
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
