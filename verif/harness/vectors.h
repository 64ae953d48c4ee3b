// SPDX-License-Identifier: Apache-2.0
// Vector files and the bits of a beat.
//
// A vector file is little endian: the 8 characters "FRVEC1\0\0", u32 bytes of a beat, u32 beats of a frame,
// u64 frames, then the beats. Element 0 stands in the lowest bits of a beat; the bits above the payload are zero.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace bench {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bench copies vectors into Verilator's words as they are");

/// How the codes of a stream's elements read.
enum class Code { kUnsigned, kSigned, kBipolar };

/// What a stream carries. Shape: dims[0..rank) with the channels last.
struct StreamInfo {
  const char* port;  // prefix of the ports, or of the wires of a probe
  const char* name;  // tensor
  const char* layer;
  std::int64_t beats;
  int lanes;
  int bits;  // of an element
  Code code;
  int rank;
  std::int64_t dims[3];

  int payload_bits() const { return lanes * bits; }
  int bytes() const { return (payload_bits() + 7) / 8; }
};

/// Ends the bench: what it was given is unusable.
[[noreturn]] inline void usage_error(const std::string& message) {
  std::fprintf(stderr, "bench: %s\n", message.c_str());
  std::exit(2);
}

/// `width` (<= 64) bits at bit `at`.
inline std::uint64_t get_bits(const std::uint8_t* data, int at, int width) {
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i) {
    const int bit = at + i;
    value |= static_cast<std::uint64_t>((data[bit >> 3] >> (bit & 7)) & 1) << i;
  }
  return value;
}

inline std::int64_t code_value(Code code, int bits, std::uint64_t raw) {
  if (code == Code::kBipolar) return raw ? 1 : -1;
  if (code == Code::kSigned && bits < 64 && ((raw >> (bits - 1)) & 1))
    return static_cast<std::int64_t>(raw | (~std::uint64_t{0} << bits));
  return static_cast<std::int64_t>(raw);
}

/// All frames of a stream. A beat takes `stride` bytes, the size of the simulator's variable, so that beats are copied
/// and compared whole.
class Vectors {
 public:
  void load(const std::string& path, const StreamInfo& info, std::size_t stride) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) usage_error("cannot open " + path);
    std::uint8_t header[24];
    if (std::fread(header, 1, sizeof header, file) != sizeof header || std::memcmp(header, "FRVEC1\0\0", 8) != 0)
      usage_error(path + " is not a vector file");
    std::uint32_t bytes = 0, beats = 0;
    std::uint64_t count = 0;
    std::memcpy(&bytes, header + 8, 4);
    std::memcpy(&beats, header + 12, 4);
    std::memcpy(&count, header + 16, 8);
    if (bytes != static_cast<std::uint32_t>(info.bytes()) || beats != static_cast<std::uint64_t>(info.beats) ||
        count == 0)
      usage_error(path + " does not fit stream \"" + info.name + "\"");
    stride_ = stride;
    beats_ = beats;
    frames_ = static_cast<std::int64_t>(count);
    data_.assign(static_cast<std::size_t>(count) * beats * stride, 0);
    std::vector<std::uint8_t> frame(std::size_t{beats} * bytes);
    std::uint8_t* to = data_.data();
    for (std::uint64_t f = 0; f < count; ++f) {
      if (std::fread(frame.data(), 1, frame.size(), file) != frame.size()) usage_error(path + " is too short");
      for (std::uint32_t b = 0; b < beats; ++b, to += stride)
        std::memcpy(to, frame.data() + std::size_t{b} * bytes, bytes);
    }
    std::fclose(file);
  }

  std::int64_t frames() const { return frames_; }
  const std::uint8_t* beat(std::int64_t frame, std::int64_t index) const {
    return data_.data() + static_cast<std::size_t>(frame * beats_ + index) * stride_;
  }

 private:
  std::vector<std::uint8_t> data_;
  std::size_t stride_ = 0;
  std::int64_t beats_ = 0;
  std::int64_t frames_ = 0;
};

/// SplitMix64: the same sequence on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// True with probability p / 2^32.
  bool chance(std::uint64_t p) { return (next() >> 32) < p; }
  /// 0 <= result < limit.
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit < 1 ? 1 : limit));
  }

 private:
  std::uint64_t state_;
};

/// The order in which frames are fed: from frame `first` on, cyclically; with `twice` the first one once more, so that
/// the same frame runs twice in a row.
struct Order {
  std::int64_t frames = 1;
  std::int64_t first = 0;
  bool twice = true;
  std::int64_t frame(std::int64_t sequence) const {
    if (twice) sequence = sequence == 0 ? 0 : sequence - 1;
    return (first + sequence) % frames;
  }
};

}  // namespace bench
