// SPDX-License-Identifier: Apache-2.0
// Collects the elements of a group, adds zeros, and cuts the group into beats.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t out_lanes(const Params& params) {
  return params.at("FOLDS") > 1 ? params.at("LANES") : params.at("COUNT");
}

std::int64_t frame_beats(const Params& params) { return params.at("GROUPS") * params.at("COUNT") / out_lanes(params); }

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(params.at("WIDTH"));
  std::vector<std::uint64_t> group;
  Beats out;
  for (const Beat& beat : in[0]) {
    for (std::int64_t lane = 0; lane < params.at("LANES"); ++lane)
      group.push_back(static_cast<std::uint64_t>(get_code(beat.data, lane * width, width, false)));
    if (static_cast<std::int64_t>(group.size()) < params.at("LANES") * params.at("FOLDS")) continue;
    group.resize(static_cast<std::size_t>(params.at("COUNT")), 0);
    for (std::size_t at = 0; at < group.size(); at += static_cast<std::size_t>(out_lanes(params))) {
      out.push_back(
          {BitWord(out_lanes(params) * width), (static_cast<std::int64_t>(out.size()) + 1) % frame_beats(params) == 0});
      for (std::int64_t lane = 0; lane < out_lanes(params); ++lane)
        out.back().data.put(lane * width, width, group[at + static_cast<std::size_t>(lane)]);
    }
    group.clear();
  }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          return std::vector<StreamShape>{
              {params.at("LANES") * params.at("WIDTH"), params.at("GROUPS") * params.at("FOLDS")}};
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{out_lanes(params) * params.at("WIDTH"), frame_beats(params)}};
        },
    .memories = no_memories,
    .random = [](const Params& params, int,
                 Rng& rng) { return random_word(params.at("LANES") * params.at("WIDTH"), rng); },
    .run = run,
    .latency = [](const Params&) { return std::int64_t{1}; },
    .ignores_last = true,
};
const RegisterReference registered("extend", reference);

}  // namespace
}  // namespace finn::rtltest
