// SPDX-License-Identifier: Apache-2.0
#include "reference/sliding.h"

#include <algorithm>

namespace finn::rtltest {
namespace {

using Pixel = std::vector<std::uint64_t>;  ///< codes of all its elements

/// The frame inside a border of padding that is as wide as any window reaches.
struct PaddedImage {
  std::int64_t columns;
  std::vector<Pixel> pixels;
  const Pixel& at(std::int64_t y, std::int64_t x) const { return pixels[static_cast<std::size_t>(y * columns + x)]; }
};

std::int64_t word_bits(const Params& p) { return p.at("LANES") * p.at("WIDTH"); }
std::int64_t input_beats(const Params& p) { return p.at("H") * p.at("W") * p.at("CF"); }

std::uint64_t pad_code(const Params& p) {
  const auto code = static_cast<std::uint64_t>(p.at("PAD_CODE"));
  const std::int64_t width = p.at("WIDTH");
  if (width <= 32) return code & ((std::uint64_t{1} << width) - 1);
  return (code & 0x7fffffffU) | ((code >> 31 & 1) << (width - 1));
}

PaddedImage padded(const Params& p, const Beats& beats, std::int64_t first) {
  const std::int64_t lanes = p.at("LANES"), cf = p.at("CF"), width = p.at("WIDTH");
  const std::int64_t top = p.at("PT"), left = p.at("PL"), h = p.at("H"), w = p.at("W");
  const std::int64_t rows = std::max(top + h, (p.at("OH") - 1) * p.at("SH") + (p.at("KH") - 1) * p.at("DH") + 1);
  PaddedImage image;
  image.columns = std::max(left + w, (p.at("OW") - 1) * p.at("SW") + (p.at("KW") - 1) * p.at("DW") + 1);
  image.pixels.assign(static_cast<std::size_t>(rows * image.columns),
                      Pixel(static_cast<std::size_t>(lanes * cf), pad_code(p)));
  std::int64_t beat = first;
  for (std::int64_t y = 0; y < h; ++y)
    for (std::int64_t x = 0; x < w; ++x) {
      Pixel& pixel = image.pixels[static_cast<std::size_t>((top + y) * image.columns + left + x)];
      for (std::int64_t word = 0; word < cf; ++word, ++beat)
        for (std::int64_t lane = 0; lane < lanes; ++lane)
          pixel[static_cast<std::size_t>(word * lanes + lane)] =
              beats[static_cast<std::size_t>(beat)].data.get(lane * width, static_cast<int>(width));
    }
  return image;
}

void add_windows(const Params& p, const PaddedImage& image, Beats& out) {
  const std::int64_t lanes = p.at("LANES"), width = p.at("WIDTH"), taps = p.at("TAPS"),
                     kernel = p.at("KH") * p.at("KW");
  for (std::int64_t oy = 0; oy < p.at("OH"); ++oy)
    for (std::int64_t ox = 0; ox < p.at("OW"); ++ox)
      for (std::int64_t group = 0; group < kernel; group += taps)
        for (std::int64_t word = 0; word < p.at("CF"); ++word) {
          BitWord data(taps * word_bits(p));
          for (std::int64_t tap = 0; tap < taps; ++tap) {
            const std::int64_t ky = (group + tap) / p.at("KW"), kx = (group + tap) % p.at("KW");
            const Pixel& pixel = image.at(oy * p.at("SH") + ky * p.at("DH"), ox * p.at("SW") + kx * p.at("DW"));
            for (std::int64_t lane = 0; lane < lanes; ++lane)
              data.put((tap * lanes + lane) * width, static_cast<int>(width),
                       pixel[static_cast<std::size_t>(word * lanes + lane)]);
          }
          out.push_back({data, false});
        }
  out.back().last = true;
}

}  // namespace

Beats cut_windows(const Params& p, const Beats& frames) {
  Beats out;
  const auto beats = static_cast<std::int64_t>(frames.size());
  for (std::int64_t first = 0; first < beats; first += input_beats(p)) add_windows(p, padded(p, frames, first), out);
  return out;
}

}  // namespace finn::rtltest
