// SPDX-License-Identifier: Apache-2.0
// Foldings: {layer: {"pe", "simd", "style", "ram_style", "window", "pad"}}.
#include <algorithm>

#include "import/net_draft.h"
#include "import/net_reader.h"
#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {
namespace {

constexpr std::int64_t kMostLanes = std::int64_t{1} << 28;
/// One of pe and simd of a layer whose tensors are known.
bool check_knob(const JsonValue& value, std::int64_t number, const std::vector<std::int64_t>& legal,
                const std::string& rule, const Layer& layer, bool pad, Diagnostics& diagnostics) {
  if (legal.empty()) {
    diagnostics.error(
        Code::FR2152, value.key_where(),
        fmt::format("layer \"{}\" of kind \"{}\" has no {} to set", layer.name, layer.kind->name, value.label()));
    return false;
  }
  if (std::binary_search(legal.begin(), legal.end(), number)) return true;
  Diagnostic& error =
      pad ? diagnostics.error(Code::FR2154, value.where(),
                              fmt::format("{} = {} would need padding: folds that do not divide are not supported by "
                                          "this version, in spite of \"pad\"",
                                          value.label(), number))
          : diagnostics.error(
                Code::FR2153, value.where(),
                fmt::format("{} = {} is no legal fold of layer \"{}\"", value.label(), number, layer.name));
  error.notes.push_back(fmt::format("kind \"{}\": {}; {}", layer.kind->name, rule, legal_values(legal, number)));
  return false;
}

/// Memory style of constants. UltraRAM is known, but cannot serve.
std::string read_ram_style(const JsonValue& value, JsonChecker& check) {
  if (value.json() != "ultra") return check.choice(value, {"auto", "block", "distributed"}).value_or("auto");
  check.diagnostics()
      .error(Code::FR2156, value.where(), fmt::format("{} cannot be \"ultra\" for constant weights", value.label()))
      .notes.push_back(
          "UltraRAM has no initial contents on UltraScale+: what is constant cannot live there; legal: \"auto\", "
          "\"block\", \"distributed\"");
  return "auto";
}

void read_fold(const JsonValue& value, const Network& network, Layer& layer, bool inferred, JsonChecker& check) {
  if (!check.object(value)) return;
  const std::size_t before = check.diagnostics().error_count();
  check.keys(value, {}, {"pe", "simd", "style", "ram_style", "window", "pad"});
  LayerFold fold;
  if (value.has("pe")) fold.pe = check.integer(value.member("pe"), 1, kMostLanes);
  if (value.has("simd")) fold.simd = check.integer(value.member("simd"), 1, kMostLanes);
  if (value.has("style")) fold.style = check.choice(value.member("style"), {"auto", "lut", "dsp"}).value_or("auto");
  if (value.has("ram_style")) fold.ram_style = read_ram_style(value.member("ram_style"), check);
  if (value.has("window"))
    fold.window = check.choice(value.member("window"), {"sequential", "parallel"}).value_or("sequential");
  if (value.has("pad")) fold.pad = check.boolean(value.member("pad")).value_or(false);
  if (inferred && (fold.pe || fold.simd || fold.style == "dsp")) {
    const Knobs knobs = layer.kind->knobs(network, layer);
    Diagnostics& diagnostics = check.diagnostics();
    if (fold.style == "dsp" && !knobs.dsp_obstacle.empty())
      diagnostics
          .error(Code::FR2155, value.member("style").where(),
                 fmt::format("layer \"{}\" of kind \"{}\" cannot use DSPs: {}", layer.name, layer.kind->name,
                             knobs.dsp_obstacle))
          .notes.push_back("\"style\" may be \"lut\" or \"auto\" here");
    if (fold.pe) check_knob(value.member("pe"), *fold.pe, knobs.pe, knobs.pe_rule, layer, fold.pad, diagnostics);
    if (fold.simd &&
        check_knob(value.member("simd"), *fold.simd, knobs.simd, knobs.simd_rule, layer, fold.pad, diagnostics) &&
        knobs.pe_for_simd != 0 && *fold.simd > 1 && fold.pe && *fold.pe != knobs.pe_for_simd) {
      diagnostics
          .error(Code::FR2153, value.member("simd").where(),
                 fmt::format("\"simd\" = {} of layer \"{}\" is legal only together with \"pe\" = {}, got {}",
                             *fold.simd, layer.name, knobs.pe_for_simd, *fold.pe))
          .notes.push_back(fmt::format("kind \"{}\": {}", layer.kind->name, knobs.simd_rule));
    }
  }
  if (check.diagnostics().error_count() == before) layer.fold = fold;
}

}  // namespace

void read_folds(const JsonValue& value, Network& network, const std::vector<bool>& inferred, JsonChecker& check) {
  if (!check.object(value)) return;
  std::map<std::string, std::size_t> layers;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const std::string& name = network.layers[i].name;
    if (!name.empty() && layers.emplace(name, i).second) names.push_back(name);
  }
  for (const auto& item : value.json().items()) {
    const JsonValue fold = value.member(item.key());
    const auto found = layers.find(item.key());
    if (found == layers.end()) {
      Diagnostic& error =
          check.diagnostics().error(Code::FR2151, fold.key_where(),
                                    fmt::format("a fold for {}, but there is no such layer", in_quotes(item.key())));
      suggest(error, item.key(), names);
      continue;
    }
    read_fold(fold, network, network.layers[found->second], inferred.empty() || inferred[found->second], check);
  }
}

bool read_fold_file(const std::filesystem::path& path, Network& network, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  const auto source = JsonSource::read(path, diagnostics);
  if (source == nullptr) return false;
  JsonChecker check(diagnostics);
  const JsonValue root(*source);
  if (!check.object(root)) return false;
  if (root.has("fold")) {
    // A whole network file serves as a fold file too; otherwise nothing stands beside "fold".
    if (!root.has("format")) check.keys(root, {"fold"}, {});
    read_folds(root.member("fold"), network, {}, check);
  } else {
    read_folds(root, network, {}, check);
  }
  return diagnostics.error_count() == before;
}

}  // namespace finn
