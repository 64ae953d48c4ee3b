// SPDX-License-Identifier: Apache-2.0
// For each window and channel, the sum of its taps, gathered from all beats of the window.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t in_bits(const Params& params) {
  return params.at("TAPS") * params.at("CHANNELS_BEAT") * params.at("WIDTH");
}

std::int64_t out_bits(const Params& params) { return params.at("CHANNELS_BEAT") * params.at("OUT_WIDTH"); }

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const std::int64_t lanes = params.at("CHANNELS_BEAT");
  const auto folds = static_cast<std::size_t>(params.at("CF"));
  const auto groups = static_cast<std::size_t>(params.at("GROUPS"));
  const int width = static_cast<int>(params.at("WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  Beats out;
  for (std::size_t window = 0; window + folds * groups <= in[0].size(); window += folds * groups)
    for (std::size_t fold = 0; fold < folds; ++fold) {
      Beat result{BitWord(out_bits(params)), in[0][window + (groups - 1) * folds + fold].last};
      for (std::int64_t lane = 0; lane < lanes; ++lane) {
        std::int64_t sum = 0;
        for (std::size_t group = 0; group < groups; ++group)
          for (std::int64_t tap = 0; tap < params.at("TAPS"); ++tap)
            sum += get_code(in[0][window + group * folds + fold].data, (tap * lanes + lane) * width, width,
                            params.at("SIGNED") != 0);
        put_code(result.data, lane * out_width, out_width, sum);
      }
      out.push_back(std::move(result));
    }
  return {out};
}

const CellReference reference = {
    .inputs = [](const Params& params) -> std::vector<StreamShape> {
      return {{in_bits(params), params.at("VECTORS") * params.at("GROUPS") * params.at("CF")}};
    },
    .outputs = [](const Params& params) -> std::vector<StreamShape> {
      return {{out_bits(params), params.at("VECTORS") * params.at("CF")}};
    },
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(in_bits(params), rng); },
    .run = run,
    // The first beat of the last group, and a register.
    .latency = [](const Params& params) { return (params.at("GROUPS") - 1) * params.at("CF") + 1; },
};
const RegisterReference registered("sumpool", reference);

}  // namespace
}  // namespace finn::rtltest
