// SPDX-License-Identifier: Apache-2.0
// Windows are unpacked into [tap][channel] and multiplied by [output][channel of its group][tap], all in values.
#include "reference/reference.h"

namespace finn::rtltest {
namespace {

struct Sizes {
  explicit Sizes(const Params& p)
      : taps(p.at("TAPS")),
        part(p.at("CHANNELS")),
        groups_beat(p.at("GROUPS")),
        rows_beat(p.at("ROWS")),
        kernel(taps * p.at("TF")),
        groups(groups_beat * p.at("GF")),
        group_channels(part * p.at("CF")),
        group_rows(rows_beat * p.at("RF")),
        channels_beat(groups_beat > 1 ? groups_beat * group_channels : part),
        beats(kernel * groups * group_channels / (taps * channels_beat)),
        vectors(p.at("VECTORS")) {}

  std::int64_t taps, part, groups_beat, rows_beat;
  std::int64_t kernel, groups, group_channels, group_rows;
  std::int64_t channels_beat;  ///< channels of an input beat
  std::int64_t beats;          ///< input beats of a window
  std::int64_t vectors;
};

std::int64_t value(const BitWord& word, std::int64_t index, std::int64_t bits, std::int64_t kind) {
  const std::int64_t code = get_code(word, index * bits, static_cast<int>(bits), kind == 1);
  return kind == 2 ? 2 * code - 1 : code;
}

/// Weight of output o for tap t and channel c of its group: the contract of port `w`.
std::int64_t weight(const Params& p, const Memory& memory, std::int64_t o, std::int64_t t, std::int64_t c) {
  const Sizes n(p);
  const std::int64_t pe = n.groups_beat * n.rows_beat;
  const std::int64_t fold = o / pe;  // group fold * RF + row fold
  const std::int64_t rf = fold % p.at("RF");
  const std::int64_t gf = fold / p.at("RF");
  const std::int64_t address = ((t / n.taps * p.at("GF") + gf) * p.at("CF") + c / n.part) * p.at("RF") + rf;
  const std::int64_t lane = o % pe * n.taps * n.part + t % n.taps * n.part + c % n.part;
  return value(memory.words.at(static_cast<std::size_t>(address)), lane, p.at("W_WIDTH"), p.at("W_KIND"));
}

std::vector<StreamShape> inputs(const Params& p) {
  const Sizes n(p);
  return {{n.taps * n.channels_beat * p.at("A_WIDTH"), n.vectors * n.beats}};
}

std::vector<StreamShape> outputs(const Params& p) {
  const Sizes n(p);
  return {{n.groups_beat * n.rows_beat * p.at("ACC_WIDTH"), n.vectors * p.at("GF") * p.at("RF")}};
}

std::vector<Memory> memories(const Params& p, Rng& rng) {
  const Sizes n(p);
  Memory memory;
  memory.port = "w";
  memory.width = static_cast<int>(n.groups_beat * n.rows_beat * n.taps * n.part * p.at("W_WIDTH"));
  const std::int64_t steps = p.at("TF") * p.at("GF") * p.at("CF") * p.at("RF");
  for (std::int64_t step = 0; step < steps; ++step) memory.words.push_back(random_word(memory.width, rng));
  return {memory};
}

std::vector<Beats> run(const Params& p, const std::vector<Memory>& memories, const std::vector<Beats>& in) {
  const Sizes n(p);
  const std::int64_t channels = n.groups * n.group_channels;
  const std::int64_t pe = n.groups_beat * n.rows_beat;
  const std::int64_t acc = p.at("ACC_WIDTH");
  Beats out;
  for (std::size_t first = 0; first < in[0].size(); first += static_cast<std::size_t>(n.beats)) {
    std::vector<std::int64_t> window(static_cast<std::size_t>(n.kernel * channels));
    for (std::int64_t beat = 0; beat < n.beats; ++beat)
      for (std::int64_t t = 0; t < n.taps; ++t)
        for (std::int64_t c = 0; c < n.channels_beat; ++c) {
          const std::int64_t folds = channels / n.channels_beat;
          const std::int64_t tap = beat / folds * n.taps + t;
          const std::int64_t channel = beat % folds * n.channels_beat + c;
          window[static_cast<std::size_t>(tap * channels + channel)] =
              value(in[0][first + static_cast<std::size_t>(beat)].data, t * n.channels_beat + c, p.at("A_WIDTH"),
                    p.at("A_KIND"));
        }
    const bool last = in[0][first + static_cast<std::size_t>(n.beats) - 1].last;
    const std::int64_t all_rows = n.groups * n.group_rows;
    for (std::int64_t o = 0; o < all_rows; ++o) {
      if (o % pe == 0) out.push_back({BitWord(pe * acc), last && o + pe == all_rows});
      std::uint64_t sum = 0;  // modulo 2^64, of which the low ACC_WIDTH bits count
      for (std::int64_t t = 0; t < n.kernel; ++t)
        for (std::int64_t c = 0; c < n.group_channels; ++c)
          sum += static_cast<std::uint64_t>(weight(p, memories[0], o, t, c)) *
                 static_cast<std::uint64_t>(
                     window[static_cast<std::size_t>(t * channels + o / n.group_rows * n.group_channels + c)]);
      put_code(out.back().data, o % pe * acc, static_cast<int>(acc), static_cast<std::int64_t>(sum));
    }
  }
  return {out};
}

const CellReference reference = {
    .inputs = inputs,
    .outputs = outputs,
    .memories = memories,
    .random = [](const Params& p, int, Rng& rng) { return random_word(inputs(p)[0].bits, rng); },
    .run = run,
    // All tap folds but the last one, then all channel folds but the last one of the first group.
    .latency =
        [](const Params& p) {
          const std::int64_t rf = p.at("RF");
          const std::int64_t before = (p.at("TF") - 1) * p.at("GF") * p.at("CF") * rf + (p.at("CF") - 1) * rf;
          return before + 3 + p.at("DOT_LATENCY");
        },
};
const RegisterReference registered("vvu", reference);

}  // namespace
}  // namespace finn::rtltest
