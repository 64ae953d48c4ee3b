// SPDX-License-Identifier: Apache-2.0
// Foldings: {layer: {"pe", "simd", "style", "ram_style", "window", "pad"}}.
#include "import/finn_fold.h"
#include "import/fold_check.h"
#include "import/net_draft.h"
#include "import/net_reader.h"
#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {
namespace {

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
  if (inferred)
    check_fold(fold,
               {value.has("pe") ? std::optional(value.member("pe")) : std::nullopt,
                value.has("simd") ? std::optional(value.member("simd")) : std::nullopt,
                value.has("style") ? std::optional(value.member("style")) : std::nullopt},
               network, layer, check.diagnostics());
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
  if (is_finn_folding(root)) {
    read_finn_folding(root, network, check);
  } else if (root.has("fold")) {
    // A whole network file serves as a fold file too; otherwise nothing stands beside "fold".
    if (!root.has("format")) check.keys(root, {"fold"}, {});
    read_folds(root.member("fold"), network, {}, check);
  } else {
    read_folds(root, network, {}, check);
  }
  return diagnostics.error_count() == before;
}

}  // namespace finn
