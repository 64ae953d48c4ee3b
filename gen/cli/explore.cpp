// SPDX-License-Identifier: Apache-2.0
#include "cli/explore.h"

#include <spdlog/spdlog.h>
#include <spdlog/stopwatch.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/import.h"
#include "emit/data_dir.h"
#include "emit/explore_report.h"
#include "emit/html/explore_page.h"

namespace finn {
namespace {

namespace fs = std::filesystem;

/// From small to large, both families.
constexpr const char* kUsualPlatforms[] = {"pynq_z1", "ultra96", "zcu104", "alveo_u250"};

/// Those that can be read; problems of the others are reported.
std::vector<Platform> read_platforms(const ExploreCliOptions& options, Diagnostics& diagnostics) {
  const fs::path data = data_dir(diagnostics);
  std::vector<std::string> names = options.platforms;
  if (names.empty()) names.assign(std::begin(kUsualPlatforms), std::end(kUsualPlatforms));
  if (names.size() == 1 && names.front() == "all") names = platform_names(data);
  std::vector<Platform> platforms;
  for (const std::string& name : names) try {
      Platform platform = read_platform(name, data, diagnostics);
      platform.clock_mhz = options.clock_mhz.value_or(platform.clock_mhz);
      const auto is_same = [&](const Platform& other) { return other.name == platform.name; };
      if (std::none_of(platforms.begin(), platforms.end(), is_same)) platforms.push_back(std::move(platform));
    } catch (const InputRejected&) {
      continue;  // and the others are explored
    }
  return platforms;
}

/// Bits to try; none: the network's own.
std::vector<std::optional<int>> or_own(const std::vector<int>& bits) {
  if (bits.empty()) return {std::nullopt};
  return {bits.begin(), bits.end()};
}

std::vector<OperandWidths> widths_of(const ExploreCliOptions& options) {
  std::vector<OperandWidths> all;
  for (const std::optional<int> weights : or_own(options.weights))
    for (const std::optional<int> activations : or_own(options.activations))
      for (const std::optional<int> inputs : or_own(options.inputs)) {
        const OperandWidths widths{weights, activations, inputs};
        if (widths.any()) all.push_back(widths);
      }
  return all;
}

/// Reports FR1202 and throws InputRejected if the file cannot be written.
void write_file(const fs::path& file, const std::string& text, Diagnostics& diagnostics) {
  std::error_code ignored;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), ignored);
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (out) return;
  diagnostics.error(Code::FR1202, {file.string(), 0, 0, {}}, "the file cannot be written");
  throw InputRejected();
}

void write_files(const ExploreCliOptions& options, const nlohmann::ordered_json& json, Diagnostics& diagnostics) {
  const auto write = [&](const fs::path& file, const std::string& text) { write_file(file, text, diagnostics); };
  if (!options.json_file.empty()) write(options.json_file, json.dump(2) + "\n");
  if (!options.html_file.empty()) write(options.html_file, explore_html(json));
  if (options.output.empty()) return;
  write(fs::path(options.output) / "explore.json", json.dump(2) + "\n");
  write(fs::path(options.output) / "explore.html", explore_html(json));
}

/// Does what can be done and reports the rest. True if something fits somewhere.
bool run(const ExploreCliOptions& options, Diagnostics& diagnostics) {
  ExploreOptions explore_options;
  explore_options.platforms = read_platforms(options, diagnostics);
  std::optional<qonnx::Streamlined> loaded = qonnx::load_network(options.network, options.load, diagnostics);
  if (!loaded || explore_options.platforms.empty()) return false;
  Network& network = loaded->network;
  if (!prune_network(network, options.prune, diagnostics)) return false;
  for (Layer& layer : network.layers) layer.fold = {};
  explore_options.widths = widths_of(options);
  explore_options.utilization = options.utilization;
  explore_options.target_fps = options.target_fps;
  explore_options.sweep.points = options.points;
  explore_options.sweep.selection.seconds = options.search_seconds;
  explore_options.exact = options.exact;
  const spdlog::stopwatch watch;
  const nlohmann::ordered_json json = explore_json(explore(network, explore_options, diagnostics));
  spdlog::info("explored: {:.3f} s", watch);
  std::fputs(explore_table(json).c_str(), stdout);
  write_files(options, json, diagnostics);
  return std::any_of(json.at("series").begin(), json.at("series").end(),
                     [](const auto& series) { return series.at("fits").template get<bool>(); });
}

}  // namespace

void add_explore_options(CLI::App& app, ExploreCliOptions& options) {
  app.add_option("NET", options.network, "Network: net.json or model.onnx")->required();
  add_load_options(app, options.load);
  app.add_option("--platform", options.platforms,
                 "Platform: a name, a .json file, or all that are shipped: all (may be repeated; default: pynq_z1, "
                 "ultra96, zcu104, alveo_u250)");
  app.add_option("--clock-mhz", options.clock_mhz, "Clock in MHz (default: each platform's)")
      ->check(CLI::Range(0.001, 10000.0));
  app.add_option("--utilization", options.utilization, "The part of a platform that may be taken")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  app.add_option("--points", options.points, "About so many foldings between the smallest and the fastest")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  app.add_option("--target-fps", options.target_fps,
                 "Frames a second to reach with a folding besides (may be repeated)")
      ->check(CLI::Range(1e-6, 1e12));
  const CLI::Range bits(1, kMostWhatIfBits);
  app.add_option("--weights", options.weights, "What-if: bits of all weights (may be repeated)")->check(bits);
  app.add_option("--activations", options.activations, "What-if: bits of activations (may be repeated)")->check(bits);
  app.add_option("--inputs", options.inputs, "What-if: bits of the network's inputs (may be repeated)")->check(bits);
  app.add_option("--search-seconds", options.search_seconds, "Time for one step of the search")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  app.add_flag("--exact", options.exact, "Compile each folding of a front: exact interval and latency, buffers");
  app.add_option("--json", options.json_file, "File for explore.json");
  app.add_option("--html", options.html_file, "File for the page with plots");
  app.add_option("-o,--output", options.output, "Folder that gets explore.json and explore.html");
  add_prune_options(app, options.prune);
}

int explore_command(const ExploreCliOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (run(options, diagnostics) && !diagnostics.has_errors()) code = 0;
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
