// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::vector<Beats> count_beats(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& inputs) {
  Beats beats = inputs.at(0);
  std::int64_t position = 0;
  for (Beat& beat : beats) beat.last = ++position % params.at("BEATS") == 0;
  return {beats};
}

std::vector<StreamShape> streams(const Params& params) { return {{params.at("WIDTH"), params.at("BEATS")}}; }

const CellReference reference = {
    .inputs = streams,
    .outputs = streams,
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(params.at("WIDTH"), rng); },
    .run = count_beats,
    .latency = [](const Params&) -> std::int64_t { return 0; },
    .ignores_last = true,
};
const RegisterReference registered("frame", reference);

}  // namespace
}  // namespace finn::rtltest
