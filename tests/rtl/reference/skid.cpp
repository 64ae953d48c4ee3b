// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::vector<StreamShape> streams(const Params& params) { return {{params.at("WIDTH"), 5}}; }

const CellReference reference = {
    .inputs = streams,
    .outputs = streams,
    .memories = no_memories,
    .random = [](const Params& params, int, Rng& rng) { return random_word(params.at("WIDTH"), rng); },
    .run = [](const Params&, const std::vector<Memory>&, const std::vector<Beats>& inputs) { return inputs; },
    .latency = [](const Params&) -> std::int64_t { return 1; },
};
const RegisterReference registered("skid", reference);

}  // namespace
}  // namespace finn::rtltest
