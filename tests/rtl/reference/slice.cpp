// SPDX-License-Identifier: Apache-2.0
// Numbers all elements, keeps those whose channel is in the run, and cuts them into beats.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t out_lanes(const Params& params) {
  return params.at("FOLDS") > 1 ? params.at("LANES") : params.at("COUNT");
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(params.at("WIDTH"));
  const std::int64_t channels = params.at("LANES") * params.at("FOLDS");
  const std::int64_t frame = params.at("PIXELS") * params.at("COUNT") / out_lanes(params);
  Beats out;
  std::int64_t number = 0;
  std::int64_t kept = 0;
  for (const Beat& beat : in[0])
    for (std::int64_t lane = 0; lane < params.at("LANES"); ++lane) {
      const std::int64_t channel = number++ % channels;
      if (channel < params.at("FIRST") || channel >= params.at("FIRST") + params.at("COUNT")) continue;
      if (kept % out_lanes(params) == 0)
        out.push_back({BitWord(out_lanes(params) * width), (static_cast<std::int64_t>(out.size()) + 1) % frame == 0});
      put_code(out.back().data, kept++ % out_lanes(params) * width, width,
               get_code(beat.data, lane * width, width, false));
    }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          return std::vector<StreamShape>{
              {params.at("LANES") * params.at("WIDTH"), params.at("PIXELS") * params.at("FOLDS")}};
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>{
              {out_lanes(params) * params.at("WIDTH"), params.at("PIXELS") * params.at("COUNT") / out_lanes(params)}};
        },
    .memories = no_memories,
    .random = [](const Params& params, int,
                 Rng& rng) { return random_word(params.at("LANES") * params.at("WIDTH"), rng); },
    .run = run,
    .latency =
        [](const Params& params) { return 1 + (params.at("FOLDS") > 1 ? params.at("FIRST") / params.at("LANES") : 0); },
    .ignores_last = true,
};
const RegisterReference registered("slice", reference);

}  // namespace
}  // namespace finn::rtltest
