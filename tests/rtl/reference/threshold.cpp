// SPDX-License-Identifier: Apache-2.0
// Counts thresholds one by one; a flipped channel counts those that the element does not reach.
#include <algorithm>
#include <bit>
#include <functional>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t folds(const Params& params) { return params.at("CHANNELS") / params.at("PE"); }

std::vector<StreamShape> streams(const Params& params, const char* width) {
  return {{params.at("PE") * params.at(width), params.at("ROWS") * folds(params)}};
}

std::int64_t depth(const Params& params) { return params.at("SHARED") != 0 ? 1 : folds(params); }

int steps(const Params& params) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(params.at("LEVELS"))));
}

/// The first step finds the complement of the highest bit of the count (made up to 2^steps - 1 by levels that every
/// element reaches) where this alone makes the output's code of it.
bool complements_first(const Params& params) {
  const std::int64_t half = std::int64_t{1} << (steps(params) - 1);
  const std::int64_t code = params.at("OUT_BIAS") + params.at("LEVELS") - (2 * half - 1);
  return params.at("OUT_WIDTH") == steps(params) && (code - half) % (2 * half) == 0;
}

/// Calls visit(port, address) for each threshold of a fold's search, in the order in which the counts need them.
void in_order(const Params& params, std::int64_t fold,
              const std::function<void(const std::string& port, std::size_t address)>& visit) {
  const std::function<void(int, std::int64_t)> below = [&](int step, std::int64_t found) {
    if (step == steps(params)) return;
    const bool complement = step == 0 && complements_first(params);
    below(step + 1, 2 * found + (complement ? 1 : 0));
    visit("t" + std::to_string(step), static_cast<std::size_t>((fold << step) + found));
    below(step + 1, 2 * found + (complement ? 0 : 1));
  };
  below(0, 0);
}

std::size_t find(const std::vector<Memory>& memories, const std::string& port, std::int64_t lane) {
  const auto it = std::find_if(memories.begin(), memories.end(),
                               [&](const Memory& memory) { return memory.port == port && memory.lane == lane; });
  return static_cast<std::size_t>(it - memories.begin());
}

/// Random ascending thresholds, about half of them at values that an input can take, with repetitions.
std::vector<std::int64_t> random_row(const Params& params, Rng& rng) {
  std::vector<std::int64_t> row;
  for (std::int64_t k = 0; k < params.at("LEVELS"); ++k) {
    const int width = static_cast<int>(params.at(rng() % 2 != 0 ? "THR_WIDTH" : "IN_WIDTH"));
    row.push_back(get_code(random_word(64, rng), 0, width, params.at("IN_SIGNED") != 0));
  }
  std::sort(row.begin(), row.end());
  return row;
}

std::vector<Memory> memories(const Params& params, Rng& rng) {
  const std::int64_t pe = params.at("PE");
  const int width = static_cast<int>(params.at("THR_WIDTH"));
  const bool is_signed = params.at("IN_SIGNED") != 0;
  std::vector<Memory> memories;
  for (int step = 0; step < steps(params); ++step)
    for (std::int64_t lane = 0; lane < pe; ++lane) {
      const std::vector<BitWord> words(static_cast<std::size_t>(depth(params) << step), BitWord(width));
      memories.push_back(
          {"t" + std::to_string(step), width, words, "auto", static_cast<int>(lane), static_cast<int>(pe)});
    }
  Memory up{"up", static_cast<int>(pe), {}};
  const std::int64_t smallest = is_signed ? -(std::int64_t{1} << (width - 1)) : 0;
  const std::int64_t largest = smallest + (std::int64_t{1} << width) - 1;
  for (std::int64_t fold = 0; fold < depth(params); ++fold) {
    up.words.emplace_back(pe);
    for (std::int64_t lane = 0; lane < pe; ++lane) {
      const bool flip = params.at("FLIP") != 0 && rng() % 2 != 0;
      up.words.back().put(lane, 1, flip ? 0 : 1);
      std::vector<std::int64_t> row = random_row(params, rng);
      if (flip) std::reverse(row.begin(), row.end());
      const std::size_t padding = (std::size_t{1} << steps(params)) - 1 - row.size();
      row.insert(row.begin(), padding, flip ? largest : smallest);
      std::size_t next = 0;
      in_order(params, fold, [&](const std::string& port, std::size_t address) {
        put_code(memories[find(memories, port, lane)].words.at(address), 0, width, row.at(next++));
      });
    }
  }
  if (params.at("FLIP") != 0) memories.push_back(std::move(up));
  return memories;
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const std::int64_t pe = params.at("PE");
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const bool is_signed = params.at("IN_SIGNED") != 0;
  struct Row {
    std::vector<std::int64_t> thresholds;
    bool flip = false;
  };
  std::vector<Row> rows;
  for (std::int64_t fold = 0; fold < depth(params); ++fold)
    for (std::int64_t lane = 0; lane < pe; ++lane) {
      Row& row = rows.emplace_back();
      in_order(params, fold, [&](const std::string& port, std::size_t address) {
        const Memory& memory = memories.at(find(memories, port, lane));
        row.thresholds.push_back(get_code(memory.words.at(address), 0, memory.width, is_signed));
      });
      if (params.at("FLIP") != 0)
        row.flip = memories.at(find(memories, "up", 0)).words.at(static_cast<std::size_t>(fold)).get(lane, 1) == 0;
    }
  Beats out;
  std::int64_t fold = 0;
  for (const Beat& beat : in[0]) {
    Beat result{BitWord(pe * out_width), beat.last};
    for (std::int64_t p = 0; p < pe; ++p) {
      const std::int64_t x = get_code(beat.data, p * in_width, in_width, is_signed);
      const Row& row = rows.at(static_cast<std::size_t>(fold % depth(params) * pe + p));
      const std::int64_t count = std::count_if(row.thresholds.begin(), row.thresholds.end(),
                                               [&](std::int64_t t) { return row.flip ? x < t : x >= t; });
      const std::int64_t padding = static_cast<std::int64_t>(row.thresholds.size()) - params.at("LEVELS");
      put_code(result.data, p * out_width, out_width, params.at("OUT_BIAS") + count - padding);
    }
    fold = (fold + 1) % folds(params);
    out.push_back(std::move(result));
  }
  return {out};
}

/// Steps in logic take a stage for two, those with a memory one each.
std::int64_t latency(const Params& params) {
  return (params.at("LOGIC_STEPS") + 1) / 2 + steps(params) - params.at("LOGIC_STEPS");
}

const CellReference reference = {
    .inputs = [](const Params& params) { return streams(params, "IN_WIDTH"); },
    .outputs = [](const Params& params) { return streams(params, "OUT_WIDTH"); },
    .memories = memories,
    .random = [](const Params& params, int,
                 Rng& rng) { return random_word(params.at("PE") * params.at("IN_WIDTH"), rng); },
    .run = run,
    .latency = latency,
};
const RegisterReference registered("threshold", reference);

}  // namespace
}  // namespace finn::rtltest
