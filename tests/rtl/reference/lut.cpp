// SPDX-License-Identifier: Apache-2.0
// A table look-up by channel and by the code's place after IN_MIN.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t folds(const Params& params) { return params.at("CHANNELS") / params.at("PE"); }

std::vector<StreamShape> streams(const Params& params, const char* width) {
  return {{params.at("PE") * params.at(width), params.at("ROWS") * folds(params)}};
}

std::vector<Memory> memories(const Params& params, Rng& rng) {
  const std::int64_t depth = params.at("ENTRIES") * (params.at("SHARED") != 0 ? 1 : folds(params));
  std::vector<Memory> lanes;
  for (std::int64_t lane = 0; lane < params.at("PE"); ++lane) {
    Memory memory;
    memory.port = "t";
    memory.width = static_cast<int>(params.at("OUT_WIDTH"));
    memory.lane = static_cast<int>(lane);
    memory.lanes = static_cast<int>(params.at("PE"));
    for (std::int64_t i = 0; i < depth; ++i) memory.words.push_back(random_word(memory.width, rng));
    lanes.push_back(std::move(memory));
  }
  return lanes;
}

BitWord random(const Params& params, int, Rng& rng) {
  const int width = static_cast<int>(params.at("IN_WIDTH"));
  BitWord word(params.at("PE") * width);
  for (std::int64_t p = 0; p < params.at("PE"); ++p) {
    const auto entry = static_cast<std::int64_t>(rng() % static_cast<std::uint64_t>(params.at("ENTRIES")));
    put_code(word, p * width, width, params.at("IN_MIN") + entry);
  }
  return word;
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const std::int64_t entries = params.at("ENTRIES");
  Beats out;
  std::int64_t fold = 0;
  for (const Beat& beat : in[0]) {
    Beat result{BitWord(params.at("PE") * out_width), beat.last};
    for (std::int64_t p = 0; p < params.at("PE"); ++p) {
      const std::int64_t code = get_code(beat.data, p * in_width, in_width, false);
      std::int64_t entry = (code - params.at("IN_MIN")) % (std::int64_t{1} << in_width);
      if (entry < 0) entry += std::int64_t{1} << in_width;
      if (params.at("SHARED") == 0) entry += fold * entries;
      const BitWord& word = memories[static_cast<std::size_t>(p)].words.at(static_cast<std::size_t>(entry));
      put_code(result.data, p * out_width, out_width, get_code(word, 0, out_width, false));
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
    .random = random,
    .run = run,
    .latency = [](const Params&) -> std::int64_t { return 2; },
};
const RegisterReference registered("lut", reference);

}  // namespace
}  // namespace finn::rtltest
