// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t bits(const Params& params, const char* side) { return params.at("WIDTH") * params.at(side); }

/// Three times as many units as make whole beats on both sides.
std::vector<StreamShape> side(const Params& params, const char* mine, const char* other) {
  return {{bits(params, mine), 3 * params.at(other)}};
}

/// All frames as one string of bits, cut anew.
std::vector<Beats> cut(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& inputs) {
  const std::int64_t in = bits(params, "IN");
  const std::int64_t out = bits(params, "OUT");
  Beats beats;
  std::int64_t filled = out;
  for (const Beat& beat : inputs.at(0)) {
    for (std::int64_t bit = 0; bit < in; ++bit) {
      if (filled == out) {
        beats.push_back({BitWord(out), false});
        filled = 0;
      }
      beats.back().data.put(filled++, 1, beat.data.get(bit, 1));
    }
    if (beat.last) beats.back().last = true;
  }
  return {beats};
}

const CellReference reference = {
    .inputs = [](const Params& params) { return side(params, "IN", "OUT"); },
    .outputs = [](const Params& params) { return side(params, "OUT", "IN"); },
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(bits(params, "IN"), rng); },
    .run = cut,
    .latency = [](const Params& params) { return (params.at("OUT") + params.at("IN") - 1) / params.at("IN"); },
};
const RegisterReference registered("dwc", reference);

}  // namespace
}  // namespace finn::rtltest
