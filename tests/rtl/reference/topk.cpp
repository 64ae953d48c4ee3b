// SPDX-License-Identifier: Apache-2.0
// A stable sort of each frame's places by their elements, the first K of them.
#include <algorithm>
#include <numeric>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(params.at("WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const auto count = static_cast<std::size_t>(params.at("COUNT"));
  const auto k = static_cast<std::size_t>(params.at("K"));
  Beats out;
  for (std::size_t frame = 0; frame < in[0].size(); frame += count) {
    const auto element = [&](std::size_t place) {
      return get_code(in[0].at(frame + place).data, 0, width, params.at("IS_SIGNED") != 0);
    };
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return element(a) > element(b); });
    for (std::size_t i = 0; i < k; ++i) {
      out.push_back({BitWord(out_width), i + 1 == k});
      put_code(out.back().data, 0, out_width, static_cast<std::int64_t>(places[i]));
    }
  }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{params.at("WIDTH"), params.at("COUNT")}};
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{params.at("OUT_WIDTH"), params.at("K")}};
        },
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(params.at("WIDTH"), rng); },
    .run = run,
    .latency = [](const Params& params) { return params.at("COUNT") + 1; },
    .ignores_last = true,
};
const RegisterReference registered("topk", reference);

}  // namespace
}  // namespace finn::rtltest
