// SPDX-License-Identifier: Apache-2.0
#include "import/fold_check.h"

#include <algorithm>

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// One of pe and simd.
bool check_knob(const JsonValue& value, std::int64_t number, const std::vector<std::int64_t>& legal,
                const std::string& rule, const Layer& layer, bool pad, bool may_pad, Diagnostics& diagnostics) {
  if (legal.empty()) {
    diagnostics.error(
        Code::FR2152, value.key_where(),
        fmt::format("layer \"{}\" of kind \"{}\" has no {} to set", layer.name, layer.kind->name, value.label()));
    return false;
  }
  if (std::binary_search(legal.begin(), legal.end(), number)) return true;
  if (pad && may_pad && number <= legal.back()) return true;
  Diagnostic& error =
      pad && !may_pad
          ? diagnostics.error(Code::FR2154, value.where(),
                              fmt::format("{} = {} would need padding, which layer \"{}\" of kind \"{}\" cannot do",
                                          value.label(), number, layer.name, layer.kind->name))
          : diagnostics.error(
                Code::FR2153, value.where(),
                fmt::format("{} = {} is no legal fold of layer \"{}\"", value.label(), number, layer.name));
  error.notes.push_back(fmt::format("kind \"{}\": {}; {}", layer.kind->name, rule, legal_values(legal, number)));
  if (may_pad && !pad && number <= legal.back()) error.notes.push_back("with \"pad\": true it need not divide");
  if (may_pad && number > legal.back()) error.notes.push_back(fmt::format("the most is {}", legal.back()));
  return false;
}

}  // namespace

void check_fold(const LayerFold& fold, const FoldValues& values, const Network& network, const Layer& layer,
                Diagnostics& diagnostics) {
  if (!fold.pe && !fold.simd && fold.style != "dsp") return;
  const Knobs knobs = layer.kind->knobs(network, layer);
  if (fold.style == "dsp" && !knobs.dsp_obstacle.empty())
    diagnostics
        .error(Code::FR2155, values.style->where(),
               fmt::format("layer \"{}\" of kind \"{}\" cannot use DSPs: {}", layer.name, layer.kind->name,
                           knobs.dsp_obstacle))
        .notes.push_back("\"style\" may be \"lut\" or \"auto\" here");
  if (fold.pe) check_knob(*values.pe, *fold.pe, knobs.pe, knobs.pe_rule, layer, fold.pad, knobs.may_pad, diagnostics);
  if (fold.simd &&
      check_knob(*values.simd, *fold.simd, knobs.simd, knobs.simd_rule, layer, fold.pad, knobs.may_pad, diagnostics) &&
      knobs.pe_for_simd != 0 && *fold.simd > 1 && fold.pe && *fold.pe != knobs.pe_for_simd) {
    diagnostics
        .error(Code::FR2153, values.simd->where(),
               fmt::format("{} = {} of layer \"{}\" is legal only together with \"pe\" = {}, got {}",
                           values.simd->label(), *fold.simd, layer.name, knobs.pe_for_simd, *fold.pe))
        .notes.push_back(fmt::format("kind \"{}\": {}", layer.kind->name, knobs.simd_rule));
  }
}

}  // namespace finn
