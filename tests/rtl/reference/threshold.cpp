// SPDX-License-Identifier: Apache-2.0
// Counts thresholds one by one; a flipped channel counts those that the element does not reach.
#include <algorithm>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t folds(const Params& params) { return params.at("CHANNELS") / params.at("PE"); }

std::vector<StreamShape> streams(const Params& params, const char* width) {
  return {{params.at("PE") * params.at(width), params.at("ROWS") * folds(params)}};
}

std::int64_t lane_bits(const Params& params) {
  return params.at("LEVELS") * params.at("THR_WIDTH") + params.at("FLIP");
}

/// Random ascending thresholds, about half of them at values that an input can take, with repetitions.
std::vector<Memory> memories(const Params& params, Rng& rng) {
  const bool shared = params.at("SHARED") != 0;
  const std::int64_t lanes = shared ? 1 : params.at("PE");
  const std::int64_t depth = shared ? 1 : folds(params);
  const int width = static_cast<int>(params.at("THR_WIDTH"));
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const bool is_signed = params.at("IN_SIGNED") != 0;
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>(lanes * lane_bits(params));
  for (std::int64_t fold = 0; fold < depth; ++fold) {
    BitWord word(memory.width);
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
      std::vector<std::int64_t> row;
      for (std::int64_t k = 0; k < params.at("LEVELS"); ++k) {
        const BitWord random = random_word(64, rng);
        row.push_back(get_code(random, 0, rng() % 2 != 0 ? width : in_width, is_signed));
      }
      std::sort(row.begin(), row.end());
      const std::int64_t at = lane * lane_bits(params);
      for (std::size_t k = 0; k < row.size(); ++k)
        put_code(word, at + static_cast<std::int64_t>(k) * width, width, row[k]);
      if (params.at("FLIP") != 0) put_code(word, at + lane_bits(params) - 1, 1, static_cast<std::int64_t>(rng() % 2));
    }
    memory.words.push_back(std::move(word));
  }
  return {memory};
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const std::int64_t pe = params.at("PE");
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const int thr_width = static_cast<int>(params.at("THR_WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const bool is_signed = params.at("IN_SIGNED") != 0;
  const bool shared = params.at("SHARED") != 0;
  Beats out;
  std::int64_t fold = 0;
  for (const Beat& beat : in[0]) {
    Beat result{BitWord(pe * out_width), beat.last};
    const BitWord& word = memories[0].words.at(shared ? 0 : static_cast<std::size_t>(fold));
    for (std::int64_t p = 0; p < pe; ++p) {
      const std::int64_t x = get_code(beat.data, p * in_width, in_width, is_signed);
      const std::int64_t at = shared ? 0 : p * lane_bits(params);
      const bool flip = params.at("FLIP") != 0 && word.get(at + lane_bits(params) - 1, 1) != 0;
      std::int64_t count = 0;
      for (std::int64_t k = 0; k < params.at("LEVELS"); ++k) {
        const std::int64_t threshold = get_code(word, at + k * thr_width, thr_width, is_signed);
        if (flip ? x < threshold : x >= threshold) ++count;
      }
      put_code(result.data, p * out_width, out_width, params.at("OUT_BIAS") + count);
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
const RegisterReference registered("threshold", reference);

}  // namespace
}  // namespace finn::rtltest
