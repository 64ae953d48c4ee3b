// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{params.at("WIDTH"), 3}};
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>(2, {params.at("WIDTH"), 3});
        },
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(params.at("WIDTH"), rng); },
    .run = [](const Params&, const std::vector<Memory>&,
              const std::vector<Beats>& inputs) { return std::vector<Beats>(2, inputs.at(0)); },
    .latency = [](const Params&) -> std::int64_t { return 0; },
};
const RegisterReference registered("fork", reference);

}  // namespace
}  // namespace finn::rtltest
