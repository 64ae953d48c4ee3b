// SPDX-License-Identifier: Apache-2.0
// How fast fr_pack packs and unpacks on one core, for every width from 1 to 16 bits.
// Usage: driver_bench [--json]
//
// GB/s counts the bytes of the larger side, the host's array (int8 up to 8 bits, int16 above) or the image, once.
// The arrays are 1 MB, so that they come from the second-level cache; the best of several runs counts, for others may
// use the machine.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "fr_pack.h"

namespace {

constexpr std::size_t kHostBytes = std::size_t{1} << 20;
const std::vector<std::uint64_t> kBeats{1, 2, 3, 4, 5, 7, 8, 9, 16, 27, 64};

/// Billions of bytes a second of something that handles `bytes`.
template <typename Work>
double gigabytes_per_second(std::size_t bytes, const Work& work) {
  using Clock = std::chrono::steady_clock;
  double best = 0;
  for (int run = 0; run < 12; ++run) {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < 3; ++i) work();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::max(best, 3e-9 * static_cast<double>(bytes) / seconds);
  }
  return best;
}

struct Speed {
  double pack = 0;
  double unpack = 0;
};

template <typename Host>
Speed measure(fr_code code, unsigned bits, std::uint64_t n, fr_host host_type) {
  const fr_layout layout{code, bits, n, kHostBytes / sizeof(Host) / n};
  std::vector<Host> values(fr_frame_elements(&layout));
  std::vector<std::uint8_t> image(fr_frame_bytes(&layout));
  std::mt19937 random(1);
  const std::int64_t min = code == FR_SIGNED ? -(std::int64_t{1} << (bits - 1)) : code == FR_BIPOLAR ? -1 : 0;
  for (Host& value : values)
    value = static_cast<Host>(code == FR_BIPOLAR ? 2 * (random() & 1) - 1 : min + (random() & ((1U << bits) - 1)));
  const std::size_t larger = std::max(values.size() * sizeof(Host), image.size());
  bool fine = true;
  Speed speed;
  speed.pack = gigabytes_per_second(larger, [&] {
    fine = fr_pack(&layout, 1, host_type, values.data(), image.data(), nullptr) == FR_PACK_OK && fine;
  });
  std::vector<Host> back(values.size());
  speed.unpack = gigabytes_per_second(larger, [&] {
    fine = fr_unpack(&layout, 1, host_type, image.data(), back.data(), nullptr) == FR_PACK_OK && fine;
  });
  if (!fine || back != values) {
    fmt::print(stderr, "driver_bench: {} bits, {} elements a beat: what was unpacked is not what was packed\n", bits,
               n);
    std::exit(3);
  }
  return speed;
}

Speed measure(fr_code code, unsigned bits, std::uint64_t n) {
  return bits <= 8 ? measure<std::int8_t>(code, bits, n, FR_HOST_INT8)
                   : measure<std::int16_t>(code, bits, n, FR_HOST_INT16);
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc == 2 && std::strcmp(argv[1], "--json") == 0;
  if (argc > 1 && !json) {
    fmt::print(stderr, "usage: driver_bench [--json]\n");
    return 2;
  }
  if (!json) {
    fmt::print("GB/s of the larger side, pack/unpack, by elements of a beat\n{:>6}", "bits");
    for (const std::uint64_t n : kBeats) fmt::print("{:>11}", n);
    fmt::print("\n");
  }
  const char* separator = "[";
  double least = 1e9;
  for (unsigned bits = 1; bits <= 16; ++bits) {
    if (!json) fmt::print("{:>6}", bits);
    for (const std::uint64_t n : kBeats) {
      const Speed speed = measure(bits == 1 ? FR_BIPOLAR : FR_SIGNED, bits, n);
      least = std::min({least, speed.pack, speed.unpack});
      if (json)
        fmt::print("{}\n  {{\"bits\": {}, \"elements_per_beat\": {}, \"pack_gb_s\": {:.3f}, \"unpack_gb_s\": {:.3f}}}",
                   separator, bits, n, speed.pack, speed.unpack);
      else
        fmt::print("{:>6.2f}/{:<4.1f}", speed.pack, speed.unpack);
      separator = ",";
    }
    if (!json) fmt::print("\n");
    std::fflush(stdout);
  }
  if (json)
    fmt::print("\n]\n");
  else
    fmt::print("least: {:.2f} GB/s\n", least);
  return 0;
}
