// SPDX-License-Identifier: Apache-2.0
// All elements of all inputs as values, laid out as one pixel after the other, and cut into beats.
#include <string>

#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t number(const Params& params, const char* name, std::size_t i) {
  return params.at(name + std::to_string(i));
}

std::size_t inputs(const Params& params) { return static_cast<std::size_t>(params.at("INPUTS")); }

std::int64_t channels(const Params& params) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < inputs(params); ++i) sum += number(params, "CHANNELS", i);
  return sum;
}

std::int64_t input_lanes(const Params& params, std::size_t i) {
  return params.at("LANES") == channels(params) ? number(params, "CHANNELS", i) : params.at("LANES");
}

std::int64_t element(const Params& params, const Beats& beats, std::size_t input, std::int64_t index) {
  const int width = static_cast<int>(number(params, "WIDTH", input));
  const std::int64_t lanes = input_lanes(params, input);
  const std::int64_t code = number(params, "CODE", input);
  const BitWord& word = beats.at(static_cast<std::size_t>(index / lanes)).data;
  const std::int64_t raw = get_code(word, index % lanes * width, width, code == 1);
  return code == 2 ? 2 * raw - 1 : raw;
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>&, const std::vector<Beats>& in) {
  const int width = static_cast<int>(params.at("OUT_WIDTH"));
  const std::int64_t lanes = params.at("LANES");
  const std::int64_t frame = params.at("PIXELS") * channels(params) / lanes;
  const std::int64_t pixels =
      static_cast<std::int64_t>(in[0].size()) * input_lanes(params, 0) / number(params, "CHANNELS", 0);
  Beats out;
  std::int64_t lane = lanes;
  for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
    for (std::size_t i = 0; i < in.size(); ++i)
      for (std::int64_t c = 0; c < number(params, "CHANNELS", i); ++c) {
        if (lane == lanes) {
          out.push_back({BitWord(lanes * width), (static_cast<std::int64_t>(out.size()) + 1) % frame == 0});
          lane = 0;
        }
        const std::int64_t value = element(params, in[i], i, pixel * number(params, "CHANNELS", i) + c);
        put_code(out.back().data, lane++ * width, width, params.at("OUT_CODE") == 2 ? (value + 1) / 2 : value);
      }
  return {out};
}

const CellReference reference = {
    .inputs =
        [](const Params& params) {
          std::vector<StreamShape> streams;
          for (std::size_t i = 0; i < inputs(params); ++i)
            streams.push_back({input_lanes(params, i) * number(params, "WIDTH", i),
                               params.at("PIXELS") * number(params, "CHANNELS", i) / input_lanes(params, i)});
          return streams;
        },
    .outputs =
        [](const Params& params) {
          return std::vector<StreamShape>{{params.at("LANES") * params.at("OUT_WIDTH"),
                                           params.at("PIXELS") * channels(params) / params.at("LANES")}};
        },
    .memories = no_memories,
    .random =
        [](const Params& params, int input, Rng& rng) {
          const auto i = static_cast<std::size_t>(input);
          return random_word(input_lanes(params, i) * number(params, "WIDTH", i), rng);
        },
    .run = run,
    .latency = [](const Params&) -> std::int64_t { return 1; },
};
const RegisterReference registered("concat", reference);

}  // namespace
}  // namespace finn::rtltest
