// SPDX-License-Identifier: Apache-2.0
#include "reference/sliding.h"

namespace finn::rtltest {
namespace {

std::int64_t word_bits(const Params& p) { return p.at("LANES") * p.at("WIDTH"); }
std::int64_t taps(const Params& p) { return p.at("KH") * p.at("KW"); }

std::vector<Beats> run(const Params& p, const std::vector<Memory>&, const std::vector<Beats>& inputs) {
  Params whole = p;
  whole.set("TAPS", taps(p));
  whole.set("CF", 1);
  whole.set("DH", 1);
  whole.set("DW", 1);
  return {cut_windows(whole, inputs[0])};
}

/// After the pixel of the first window's last tap two cycles, with padding three.
std::int64_t latency(const Params& p) {
  const std::int64_t pixel = (p.at("KH") - 1 - p.at("PT")) * p.at("W") + p.at("KW") - 1 - p.at("PL");
  const bool below = (p.at("OH") - 1) * p.at("SH") - p.at("PT") + p.at("KH") > p.at("H");
  const bool right = (p.at("OW") - 1) * p.at("SW") - p.at("PL") + p.at("KW") > p.at("W");
  return pixel + (p.at("PT") > 0 || p.at("PL") > 0 || below || right ? 3 : 2);
}

const CellReference reference = {
    .inputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{word_bits(p), p.at("H") * p.at("W")}};
        },
    .outputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{taps(p) * word_bits(p), p.at("OH") * p.at("OW")}};
        },
    .memories = no_memories,
    .random = [](const Params& p, int, Rng& rng) { return random_word(word_bits(p), rng); },
    .run = run,
    .latency = latency,
    .ignores_last = true,
};
const RegisterReference registered("window", reference);

}  // namespace
}  // namespace finn::rtltest
