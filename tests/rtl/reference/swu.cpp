// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "reference/sliding.h"

namespace finn::rtltest {
namespace {

std::int64_t word_bits(const Params& p) { return p.at("LANES") * p.at("WIDTH"); }
std::int64_t input_beats(const Params& p) { return p.at("H") * p.at("W") * p.at("CF"); }
std::int64_t output_beats(const Params& p) {
  return p.at("OH") * p.at("OW") * (p.at("KH") * p.at("KW") / p.at("TAPS")) * p.at("CF");
}

std::vector<Beats> run(const Params& p, const std::vector<Memory>&, const std::vector<Beats>& inputs) {
  return {cut_windows(p, inputs[0])};
}

/// Two cycles after the last word of the newest pixel that the first beat shows, at least of the first pixel.
std::int64_t latency(const Params& p) {
  std::int64_t pixels = 1;
  for (std::int64_t tap = 0; tap < p.at("TAPS"); ++tap) {
    const std::int64_t y = tap / p.at("KW") * p.at("DH") - p.at("PT"), x = tap % p.at("KW") * p.at("DW") - p.at("PL");
    if (y >= 0 && y < p.at("H") && x >= 0 && x < p.at("W")) pixels = std::max(pixels, y * p.at("W") + x + 1);
  }
  return pixels * p.at("CF") + 1;
}

const CellReference reference = {
    .inputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{word_bits(p), input_beats(p)}};
        },
    .outputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{p.at("TAPS") * word_bits(p), output_beats(p)}};
        },
    .memories = no_memories,
    .random = [](const Params& p, int, Rng& rng) { return random_word(word_bits(p), rng); },
    .run = run,
    .latency = latency,
    .ignores_last = true,
};
const RegisterReference registered("swu", reference);

}  // namespace
}  // namespace finn::rtltest
