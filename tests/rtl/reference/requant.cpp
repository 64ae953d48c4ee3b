// SPDX-License-Identifier: Apache-2.0
// x * m + o in 128-bit integers, cut to SUM_WIDTH bits, divided by 2^SHIFT with the rounding said in words, clamped.
#include <algorithm>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

__extension__ using Wide = __int128;

std::int64_t folds(const Params& params) { return params.at("CHANNELS") / params.at("PE"); }

std::vector<StreamShape> streams(const Params& params, const char* width) {
  return {{params.at("PE") * params.at(width), params.at("ROWS") * folds(params)}};
}

std::int64_t lane_bits(const Params& params) { return params.at("M_WIDTH") + params.at("SUM_WIDTH"); }

std::vector<Memory> memories(const Params& params, Rng& rng) {
  const bool shared = params.at("SHARED") != 0;
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>((shared ? 1 : params.at("PE")) * lane_bits(params));
  for (std::int64_t fold = 0; fold < (shared ? 1 : folds(params)); ++fold)
    memory.words.push_back(random_word(memory.width, rng));
  return {memory};
}

/// The number that the low bits are in two's complement.
Wide wrap(Wide value, std::int64_t bits) {
  const Wide modulus = Wide{1} << bits;
  Wide rest = value % modulus;
  if (rest < 0) rest += modulus;
  return rest >= modulus / 2 ? rest - modulus : rest;
}

Wide divide(Wide sum, std::int64_t shift, bool half_even) {
  const Wide divisor = Wide{1} << shift;
  Wide quotient = sum / divisor;
  Wide rest = sum % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  if (half_even && (2 * rest > divisor || (2 * rest == divisor && quotient % 2 != 0))) ++quotient;
  return quotient;
}

Wide bound(const Params& params, const char* name) {
  const std::int64_t value = params.at(name);
  return params.at("OUT_SIGNED") == 0 && value < 0 ? value + (std::int64_t{1} << 32) : value;
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const int in_width = static_cast<int>(params.at("IN_WIDTH"));
  const int m_width = static_cast<int>(params.at("M_WIDTH"));
  const int sum_width = static_cast<int>(params.at("SUM_WIDTH"));
  const int out_width = static_cast<int>(params.at("OUT_WIDTH"));
  const bool shared = params.at("SHARED") != 0;
  Beats out;
  std::int64_t fold = 0;
  for (const Beat& beat : in[0]) {
    Beat result{BitWord(params.at("PE") * out_width), beat.last};
    const BitWord& word = memories[0].words.at(shared ? 0 : static_cast<std::size_t>(fold));
    for (std::int64_t p = 0; p < params.at("PE"); ++p) {
      const std::int64_t at = shared ? 0 : p * lane_bits(params);
      const std::int64_t x = get_code(beat.data, p * in_width, in_width, params.at("IN_SIGNED") != 0);
      const Wide product = Wide{x} * get_code(word, at, m_width, true);
      const Wide sum = wrap(product + get_code(word, at + m_width, sum_width, true), sum_width);
      const Wide quotient = divide(sum, params.at("SHIFT"), params.at("HALF_EVEN") != 0);
      const Wide clamped = std::clamp(quotient, bound(params, "OUT_MIN"), bound(params, "OUT_MAX"));
      put_code(result.data, p * out_width, out_width, static_cast<std::int64_t>(clamped));
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
    .latency = [](const Params& params) -> std::int64_t { return params.at("HALF_EVEN") != 0 ? 5 : 4; },
};
const RegisterReference registered("requant", reference);

}  // namespace
}  // namespace finn::rtltest
