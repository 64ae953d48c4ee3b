// SPDX-License-Identifier: Apache-2.0
// Plain matrix-vector products of decoded values. Popcount modes are stated through values too: the sum of products of
// +-1 is 2 * code - MW, that of 0/1 is the code.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

std::int64_t value(const BitWord& word, std::int64_t index, std::int64_t bits, std::int64_t kind) {
  const int width = static_cast<int>(bits);
  const std::int64_t code = get_code(word, index * bits, width, kind == 1);
  return kind == 2 ? 2 * code - 1 : code;
}

/// Weight of row r, column c: the contract of port `w`.
std::int64_t weight(const Params& params, const Memory& memory, std::int64_t r, std::int64_t c) {
  const std::int64_t pe = params.at("PE");
  const std::int64_t simd = params.at("SIMD");
  const std::int64_t address = r / pe * (params.at("MW") / simd) + c / simd;
  return value(memory.words.at(static_cast<std::size_t>(address)), r % pe * simd + c % simd, params.at("W_WIDTH"),
               params.at("W_KIND"));
}

std::vector<StreamShape> inputs(const Params& params) {
  return {{params.at("SIMD") * params.at("A_WIDTH"), params.at("VECTORS") * (params.at("MW") / params.at("SIMD"))}};
}

std::vector<StreamShape> outputs(const Params& params) {
  return {{params.at("PE") * params.at("ACC_WIDTH"), params.at("VECTORS") * (params.at("MH") / params.at("PE"))}};
}

std::vector<Memory> memories(const Params& params, Rng& rng) {
  Memory memory;
  memory.port = "w";
  const std::int64_t bits = params.at("PE") * params.at("SIMD") * params.at("W_WIDTH");
  memory.width = static_cast<int>(bits);
  const std::int64_t depth = params.at("MH") / params.at("PE") * (params.at("MW") / params.at("SIMD"));
  const auto weight_bits = static_cast<int>(params.at("W_WIDTH"));
  const std::uint64_t lowest = std::uint64_t{1} << (weight_bits - 1);
  // Signed weights of four bits in fours are promised not to be -8.
  const bool avoid = params.at("DSP_ROWS") == 4 && weight_bits == 4 && params.at("W_KIND") == 1;
  for (std::int64_t i = 0; i < depth; ++i) {
    BitWord word = random_word(bits, rng);
    for (std::int64_t at = 0; at < bits && params.at("DSP_ROWS") != 0; at += weight_bits) {
      // Sums at both ends of their range: whole words of extremes, and single ones anywhere.
      const bool extreme = i % 4 == 1 || rng() % 4 == 0;
      if (extreme)
        word.put(at, weight_bits, i % 8 == 1 ? lowest - 1 : i % 8 == 5 || rng() % 2 == 0 ? lowest : lowest - 1);
      if (avoid && word.get(at, weight_bits) == lowest) word.put(at, weight_bits, lowest + 1);
    }
    memory.words.push_back(std::move(word));
  }
  return {memory};
}

std::vector<Beats> run(const Params& params, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const std::int64_t mw = params.at("MW");
  const std::int64_t mh = params.at("MH");
  const std::int64_t pe = params.at("PE");
  const std::int64_t simd = params.at("SIMD");
  const std::int64_t acc = params.at("ACC_WIDTH");
  const auto sf = static_cast<std::size_t>(mw / simd);
  Beats out;
  for (std::size_t first = 0; first + sf <= in[0].size(); first += sf) {
    std::vector<std::int64_t> vector;
    for (std::int64_t c = 0; c < mw; ++c)
      vector.push_back(value(in[0][first + static_cast<std::size_t>(c / simd)].data, c % simd, params.at("A_WIDTH"),
                             params.at("A_KIND")));
    for (std::int64_t nf = 0; nf < mh / pe; ++nf) {
      Beat beat{BitWord(pe * acc), nf == mh / pe - 1 && in[0][first + sf - 1].last};
      for (std::int64_t p = 0; p < pe; ++p) {
        std::uint64_t sum = 0;     // modulo 2^64, so that only the low ACC_WIDTH bits are kept at the end
        std::int64_t flipped = 0;  // activations whose bits are inverted: -1 - x, or 2^n - 1 - x if unsigned
        for (std::int64_t c = 0; c < mw; ++c) {
          const std::int64_t w = weight(params, memories[0], nf * pe + p, c);
          sum += static_cast<std::uint64_t>(w) * static_cast<std::uint64_t>(vector[static_cast<std::size_t>(c)]);
          if (w < 0) ++flipped;
        }
        if (params.at("MODE") == 3)
          sum += static_cast<std::uint64_t>(flipped) *
                 (params.at("A_KIND") == 1 ? ~std::uint64_t{0} : (std::uint64_t{1} << params.at("A_WIDTH")) - 1);
        if (params.at("MODE") == 1) sum = (sum + static_cast<std::uint64_t>(mw)) / 2;
        put_code(beat.data, p * acc, static_cast<int>(acc), static_cast<std::int64_t>(sum));
      }
      out.push_back(std::move(beat));
    }
  }
  return {out};
}

/// Any codes; where DSPs are packed, every third beat holds the same extreme code in all lanes.
BitWord random_input(const Params& params, int, Rng& rng) {
  const std::int64_t bits = params.at("A_WIDTH");
  BitWord word = random_word(params.at("SIMD") * bits, rng);
  if (params.at("DSP_ROWS") == 0 || rng() % 3 != 0) return word;
  const std::uint64_t half = std::uint64_t{1} << (bits - 1);
  const std::uint64_t ends[] = {half, half - 1, 2 * half - 1, 0};
  const std::uint64_t code = ends[rng() % 4];
  for (std::int64_t at = 0; at < params.at("SIMD") * bits; at += bits) word.put(at, static_cast<int>(bits), code);
  return word;
}

const CellReference reference = {
    .inputs = inputs,
    .outputs = outputs,
    .memories = memories,
    .random = random_input,
    .run = run,
    // The first output beat needs the whole vector, and 3 + DOT_LATENCY cycles from its last beat.
    .latency =
        [](const Params& params) { return params.at("MW") / params.at("SIMD") - 1 + 3 + params.at("DOT_LATENCY"); },
};
const RegisterReference registered("mvu", reference);

}  // namespace
}  // namespace finn::rtltest
