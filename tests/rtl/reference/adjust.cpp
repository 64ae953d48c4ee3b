// SPDX-License-Identifier: Apache-2.0
// a * code + b in 64-bit integers, of which the low OUT_WIDTH bits count.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t folds(const Params& params) { return params.at("CHANNELS") / params.at("PE"); }

std::vector<StreamShape> streams(const Params& params, const char* width) {
  return {{params.at("PE") * params.at(width), params.at("ROWS") * folds(params)}};
}

std::int64_t lane_bits(const Params& params) { return params.at("A_WIDTH") + params.at("OUT_WIDTH"); }

std::vector<Memory> memories(const Params& params, Rng& rng) {
  const bool shared = params.at("SHARED") != 0;
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>((shared ? 1 : params.at("PE")) * lane_bits(params));
  for (std::int64_t fold = 0; fold < (shared ? 1 : folds(params)); ++fold)
    memory.words.push_back(random_word(memory.width, rng));
  return {memory};
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const int a_width = static_cast<int>(params.at("A_WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const bool shared = params.at("SHARED") != 0;
  Beats out;
  std::int64_t fold = 0;
  for (const Beat& beat : in[0]) {
    Beat result{BitWord(params.at("PE") * out_width), beat.last};
    const BitWord& word = memories[0].words.at(shared ? 0 : static_cast<std::size_t>(fold));
    for (std::int64_t p = 0; p < params.at("PE"); ++p) {
      const std::int64_t at = shared ? 0 : p * lane_bits(params);
      const auto code =
          static_cast<std::uint64_t>(get_code(beat.data, p * in_width, in_width, params.at("IN_SIGNED") != 0));
      const std::uint64_t value = word.get(at, a_width) * code + word.get(at + a_width, out_width);
      put_code(result.data, p * out_width, out_width, static_cast<std::int64_t>(value));
    }
    fold = (fold + 1) % folds(params);
    out.push_back(std::move(result));
  }
  return {out};
}

const CellReference reference = {
    .inputs = [](const Params& params) { return streams(params, "IN_WIDTH"); },
    .outputs = [](const Params& params) { return streams(params, "OUT_WIDTH"); },
    .memories = memories,
    .random = [](const Params& params, int,
                 Rng& rng) { return random_word(params.at("PE") * params.at("IN_WIDTH"), rng); },
    .run = run,
    .latency = [](const Params&) -> std::int64_t { return 2; },
};
const RegisterReference registered("adjust", reference);

}  // namespace
}  // namespace finn::rtltest
