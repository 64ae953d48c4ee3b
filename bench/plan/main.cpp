// SPDX-License-Identifier: Apache-2.0
// Answers about one network as JSON on stdout, for bench/plan/run.py.
//   plan_bench buffers NET                   the smallest buffers at the network's own folding
//   plan_bench folding NET PLATFORM [DRAWS]  the best folding beside SetFolding's, and its regret
//   plan_bench latency NET PLATFORM          the shortest latency, and how far its formula is from the cycle model
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "emit/data_dir.h"
#include "emit/platform.h"
#include "passes/graph_cost.h"
#include "plan/plan.h"
#include "plan/set_folding.h"
#include "streamline/load.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

Network load(const std::string& file, bool with_folding, Diagnostics& diagnostics) {
  std::optional<qonnx::Streamlined> loaded = qonnx::load_network(file, {}, diagnostics);
  if (!loaded) throw InputRejected();
  if (!with_folding)
    for (Layer& layer : loaded->network.layers) layer.fold = {};
  return std::move(loaded->network);
}

PlanOptions options_for(const Platform& platform, Goal goal) {
  PlanOptions options;
  options.goal = goal;
  options.family = platform.family;
  options.available = available(platform);
  return options;
}

Json buffers(const std::string& file, Diagnostics& diagnostics) {
  Network network = load(file, true, diagnostics);
  const std::vector<Folding> foldings = fold_network(network, {}, diagnostics);
  apply_folding(network, foldings);
  HwGraph graph = build_graph(network, foldings);
  const Stopwatch sizing;
  const BufferPlan plan = size_buffers(graph);
  const double seconds = sizing.seconds();
  const Stopwatch simulating;
  simulate(graph, {.min_intervals = 2, .stable_intervals = 2, .max_intervals = 2});  // three frames
  return {{"seconds", seconds},
          {"bits", plan.report.bits},
          {"lower_bound", plan.report.lower_bound},
          {"bits_finn_method", plan.report.finn_bits},
          {"seconds_three_frames", simulating.seconds()}};
}

Json cost_json(const Cost& cost) {
  return {{"lut", cost.lut}, {"ff", cost.ff}, {"bram36", cost.bram18 / 2}, {"dsp", cost.dsp}};
}

Json folding(const std::string& file, const Platform& platform, int draws, Diagnostics& diagnostics) {
  const Network network = load(file, false, diagnostics);
  PlanOptions options = options_for(platform, Goal::kFps);
  const Stopwatch planning;
  const std::optional<Design> design = plan_design(network, options, diagnostics);
  if (!design) throw InputRejected();
  Json json{{"seconds", planning.seconds()},        {"ii", design->predicted.interval()},
            {"latency", design->predicted.latency}, {"gap", design->plan.gap},
            {"rounds", design->plan.rounds},        {"choices", design->plan.choices}};
  std::int64_t operations = 0;
  for (const Layer& layer : network.layers) operations += layer.kind->operations(network, layer);
  json["ops"] = operations;
  json["built"] = cost_json(graph_cost(design->graph, platform.family));
  json["estimate"] = cost_json(design->plan.estimate);
  const auto slowest =
      std::max_element(network.layers.begin(), network.layers.end(), [&](const Layer& a, const Layer& b) {
        const auto cycles = [&](const Layer& layer) {
          return layer.kind->cycles(network, layer, design->foldings[static_cast<std::size_t>(layer.id)]);
        };
        return cycles(a) < cycles(b);
      });
  json["slowest"] = slowest->name;

  const Planner planner(network, options);
  json["shortest_ii"] = shortest_interval(planner.problem());
  const Selection baseline = best_set_folding(planner.layers(), planner.choices(), planner.problem());
  json["ii_baseline"] = baseline.feasible ? Json(baseline.interval) : Json(nullptr);
  if (baseline.feasible) {
    const Selection least = least_area(planner.problem(), baseline.interval, options.selection);
    json["area_baseline"] = baseline.area;
    json["area"] = least.area;
    json["lut_baseline"] = baseline.cost.lut;
    json["lut"] = least.cost.lut;
  }
  json["regret"] = nullptr;
  if (draws > 0) {
    options.regret_draws = draws;
    const std::optional<Design> again = plan_design(network, options, diagnostics);
    if (again && again->plan.regret)
      json["regret"] = {{"draws", draws},
                        {"misfits", again->plan.regret->misfits},
                        {"median", again->plan.regret->median},
                        {"p95", again->plan.regret->p95},
                        {"worst", again->plan.regret->worst}};
  }
  return json;
}

Json latency(const std::string& file, const Platform& platform, Diagnostics& diagnostics) {
  const Network network = load(file, false, diagnostics);
  Json json = Json::object();
  for (const Goal goal : {Goal::kFps, Goal::kLatency}) {
    const Stopwatch planning;
    const std::optional<Design> design = plan_design(network, options_for(platform, goal), diagnostics);
    if (!design) throw InputRejected();
    json[std::string(goal_name(goal))] = {{"seconds", planning.seconds()},
                                          {"ii", design->predicted.interval()},
                                          {"latency", design->predicted.latency},
                                          {"latency_formula", design->plan.latency},
                                          {"gap", design->plan.gap}};
  }
  return json;
}

int run(const std::vector<std::string>& arguments) {
  Diagnostics diagnostics;
  try {
    Json json;
    const std::string command = arguments.empty() ? "" : arguments.front();
    if (command == "buffers" && arguments.size() == 2) {
      json = buffers(arguments[1], diagnostics);
    } else if (command == "folding" && (arguments.size() == 3 || arguments.size() == 4)) {
      const Platform platform = read_platform(arguments[2], data_dir(diagnostics), diagnostics);
      json = folding(arguments[1], platform, arguments.size() == 4 ? std::stoi(arguments[3]) : 0, diagnostics);
    } else if (command == "latency" && arguments.size() == 3) {
      json = latency(arguments[1], read_platform(arguments[2], data_dir(diagnostics), diagnostics), diagnostics);
    } else {
      std::fputs("usage: plan_bench buffers NET | folding NET PLATFORM [DRAWS] | latency NET PLATFORM\n", stderr);
      return 2;
    }
    fmt::print("{}\n", json.dump());
    return 0;
  } catch (const InputRejected&) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return 1;
  }
}

}  // namespace
}  // namespace finn

int main(int argc, char** argv) { return finn::run({argv + 1, argv + argc}); }
