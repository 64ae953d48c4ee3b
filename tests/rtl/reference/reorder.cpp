// SPDX-License-Identifier: Apache-2.0
// Row by row: all words of the row in a list, read by four loops.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t row_beats(const Params& p) { return p.at("N0") * p.at("N1") * p.at("N2") * p.at("N3"); }
std::int64_t out_bits(const Params& p) { return p.at("LANES") / p.at("SEGMENTS") * p.at("WIDTH"); }

/// Elements of a word in the order in which they are kept.
std::vector<std::int64_t> elements(const Params& p, const BitWord& word) {
  const int width = static_cast<int>(p.at("WIDTH"));
  std::vector<std::int64_t> in;
  for (std::int64_t i = 0; i < p.at("LANES"); ++i) in.push_back(get_code(word, i * width, width, false));
  if (p.at("CRD") == 0) return in;
  const std::int64_t pixels = p.at("SEGMENTS") * p.at("SEGMENTS");
  std::vector<std::int64_t> kept;
  for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
    for (std::int64_t at = pixel; at < p.at("LANES"); at += pixels) kept.push_back(in.at(static_cast<std::size_t>(at)));
  return kept;
}

std::vector<Beats> run(const Params& p, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(p.at("WIDTH"));
  const std::int64_t lanes = p.at("LANES") / p.at("SEGMENTS");
  Beats out;
  for (std::size_t row = 0; row < in[0].size(); row += static_cast<std::size_t>(p.at("ROW")))
    for (std::int64_t a = 0; a < p.at("N0"); ++a)
      for (std::int64_t b = 0; b < p.at("N1"); ++b)
        for (std::int64_t c = 0; c < p.at("N2"); ++c)
          for (std::int64_t d = 0; d < p.at("N3"); ++d) {
            const std::int64_t word = a * p.at("S0") + b * p.at("S1") + c * p.at("S2") + d * p.at("S3");
            const auto all = elements(p, in[0].at(row + static_cast<std::size_t>(word)).data);
            const std::int64_t part = p.at("SEGMENTS") > 1 ? a : 0;
            out.push_back(
                {BitWord(out_bits(p)), (static_cast<std::int64_t>(out.size()) + 1) % (p.at("H") * row_beats(p)) == 0});
            for (std::int64_t i = 0; i < lanes; ++i)
              put_code(out.back().data, i * width, width, all.at(static_cast<std::size_t>(part * lanes + i)));
          }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{p.at("LANES") * p.at("WIDTH"), p.at("H") * p.at("ROW")}};
        },
    .outputs =
        [](const Params& p) {
          return std::vector<StreamShape>{{out_bits(p), p.at("H") * row_beats(p)}};
        },
    .memories = no_memories,
    .random = [](const Params& p, int, Rng& rng) { return random_word(p.at("LANES") * p.at("WIDTH"), rng); },
    .run = run,
    .latency = [](const Params&) -> std::int64_t { return 2; },
    .ignores_last = true,
};
const RegisterReference registered("reorder", reference);

}  // namespace
}  // namespace finn::rtltest
