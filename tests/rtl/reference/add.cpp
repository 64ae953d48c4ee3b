// SPDX-License-Identifier: Apache-2.0
// Sums of factor * value in 128-bit integers, of which the low OUT_WIDTH bits count.
#include <string>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

__extension__ using Wide = __int128;

std::int64_t number(const Params& params, const char* name, std::size_t i) {
  return params.at(name + std::to_string(i));
}

std::int64_t value(const Params& params, const BitWord& word, std::size_t input, std::int64_t lane) {
  const int width = static_cast<int>(number(params, "WIDTH", input));
  const std::int64_t code = number(params, "CODE", input);
  const std::int64_t raw = get_code(word, lane * width, width, code == 1);
  return code == 2 ? (raw == 1 ? 1 : -1) : raw;
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(params.at("OUT_WIDTH"));
  Beats out;
  for (std::size_t beat = 0; beat < in[0].size(); ++beat) {
    out.push_back({BitWord(params.at("PE") * width), in[0][beat].last});
    for (std::int64_t lane = 0; lane < params.at("PE"); ++lane) {
      Wide sum = 0;
      for (std::size_t i = 0; i < in.size(); ++i)
        sum += Wide{number(params, "FACTOR", i)} * value(params, in[i][beat].data, i, lane);
      put_code(out.back().data, lane * width, width, static_cast<std::int64_t>(sum));
    }
  }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          std::vector<StreamShape> streams;
          for (std::size_t i = 0; i < static_cast<std::size_t>(params.at("INPUTS")); ++i)
            streams.push_back({params.at("PE") * number(params, "WIDTH", i), params.at("BEATS")});
          return streams;
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{params.at("PE") * params.at("OUT_WIDTH"), params.at("BEATS")}};
        },
    .memories = no_memories,
    .random =
        [](const Params& params, int input, Rng& rng) {
          return random_word(params.at("PE") * number(params, "WIDTH", static_cast<std::size_t>(input)), rng);
        },
    .run = run,
    .latency =
        [](const Params& params) {
          std::int64_t levels = 0;
          while ((std::int64_t{1} << levels) < params.at("INPUTS")) ++levels;
          return levels;
        },
};
const RegisterReference registered("add", reference);

}  // namespace
}  // namespace finn::rtltest
