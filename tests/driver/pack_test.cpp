// SPDX-License-Identifier: Apache-2.0
// fr_pack against bits that are put one by one.
#include "fr_pack.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace {

struct Type {
  std::string name;
  fr_code code;
  unsigned bits;
  std::int64_t min;
  std::int64_t max;
};

std::vector<Type> types() {
  std::vector<Type> all{{"BIPOLAR", FR_BIPOLAR, 1, -1, 1}, {"TERNARY", FR_TERNARY, 2, -1, 1}};
  for (unsigned bits = 1; bits <= FR_MAX_BITS; ++bits) {
    if (bits > 34 && bits < 55) continue;
    const std::int64_t half = std::int64_t{1} << (bits - 1);
    all.push_back({"UINT" + std::to_string(bits), FR_UNSIGNED, bits, 0, 2 * (half - 1) + 1});
    all.push_back({"INT" + std::to_string(bits), FR_SIGNED, bits, -half, half - 1});
  }
  return all;
}

/// Elements of a beat: odd and even ones, around a chunk of 8 and around a block of lanes.
const std::vector<std::uint64_t> kBeats{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 27, 64, 65, 515, 4095, 4097, 4100};

std::vector<std::uint8_t> naive(const Type& type, std::uint64_t n, const std::vector<std::int64_t>& values) {
  const std::uint64_t bytes = (n * type.bits + 7) / 8;
  std::vector<std::uint8_t> image(values.size() / n * bytes);
  for (std::uint64_t i = 0; i < values.size(); ++i) {
    const auto code =
        type.code == FR_BIPOLAR ? static_cast<std::uint64_t>(values[i] + 1) / 2 : static_cast<std::uint64_t>(values[i]);
    for (unsigned b = 0; b < type.bits; ++b) {
      const std::uint64_t bit = i % n * type.bits + b;
      if ((code >> b & 1) != 0) image[i / n * bytes + bit / 8] |= static_cast<std::uint8_t>(1 << bit % 8);
    }
  }
  return image;
}

std::vector<std::int64_t> random_values(const Type& type, std::size_t count, std::mt19937_64& random) {
  std::uniform_int_distribution<std::int64_t> value(type.min, type.max);
  std::vector<std::int64_t> values(count);
  for (std::int64_t& v : values) {
    v = value(random);
    if (type.code == FR_BIPOLAR && v == 0) v = 1;
  }
  for (std::size_t i = 0; i < count; i += 7) values[i] = i % 2 == 0 ? type.min : type.max;
  return values;
}

fr_layout layout_of(const Type& type, std::uint64_t n, std::uint64_t beats) { return {type.code, type.bits, n, beats}; }

template <typename Host>
constexpr fr_host kHost = static_cast<fr_host>(2 * (sizeof(Host) == 8   ? 3
                                                    : sizeof(Host) == 4 ? 2
                                                                        : sizeof(Host) / 2) +
                                               (std::is_unsigned_v<Host> ? 1 : 0));

/// Packs and unpacks at addresses of every remainder, with guards around the image.
template <typename Host>
void check(const Type& type, std::uint64_t n, std::mt19937_64& random) {
  if (type.min < static_cast<std::int64_t>(std::numeric_limits<Host>::min()) ||
      static_cast<std::uint64_t>(type.max) > static_cast<std::uint64_t>(std::numeric_limits<Host>::max()))
    return;
  const std::uint64_t beats = n < 100 ? 37 : 2;
  const std::uint64_t frames = 3;
  const fr_layout layout = layout_of(type, n, beats);
  const std::vector<std::int64_t> values = random_values(type, n * beats * frames, random);
  const std::vector<std::uint8_t> expected = naive(type, n, values);
  ASSERT_EQ(fr_frame_bytes(&layout) * frames, expected.size());
  const std::vector<Host> host(values.begin(), values.end());
  const std::size_t offset = random() % 8;
  std::vector<std::uint8_t> image(expected.size() + 24, 0xa5);
  ASSERT_EQ(fr_pack(&layout, frames, kHost<Host>, host.data(), image.data() + offset, nullptr), FR_PACK_OK);
  ASSERT_EQ(std::memcmp(image.data() + offset, expected.data(), expected.size()), 0)
      << type.name << ", n " << n << ", host " << kHost<Host>;
  for (std::size_t i = 0; i < image.size(); ++i) {
    if (i >= offset && i < offset + expected.size()) continue;
    ASSERT_EQ(image[i], 0xa5) << "wrote outside the image, " << type.name << ", n " << n;
  }

  // The bits above a beat's last element are nothing to the reader.
  const std::uint64_t beat = fr_beat_bytes(&layout);
  if (n * type.bits % 8 != 0)
    for (std::size_t b = 0; b < beats * frames; ++b)
      image[offset + (b + 1) * beat - 1] |= static_cast<std::uint8_t>(0xff << n * type.bits % 8);
  std::vector<Host> back(host.size() + 1, Host{77});
  ASSERT_EQ(fr_unpack(&layout, frames, kHost<Host>, image.data() + offset, back.data(), nullptr), FR_PACK_OK);
  ASSERT_EQ(back.back(), 77) << "wrote beyond the array";
  back.pop_back();
  ASSERT_EQ(back, host) << type.name << ", n " << n << ", host " << kHost<Host>;
}

TEST(Pack, EveryTypeForwardAndBack) {
  std::mt19937_64 random(1);
  for (const Type& type : types()) {
    for (const std::uint64_t n : kBeats) {
      check<std::int8_t>(type, n, random);
      check<std::uint8_t>(type, n, random);
      check<std::int16_t>(type, n, random);
      check<std::uint16_t>(type, n, random);
      check<std::int32_t>(type, n, random);
      check<std::uint32_t>(type, n, random);
      check<std::int64_t>(type, n, random);
      check<std::uint64_t>(type, n, random);
      if (HasFatalFailure()) return;
    }
  }
}

/// A value that the type does not have, at any place of the array, in every host type that can hold it.
template <typename Host>
void check_fault(const Type& type, std::int64_t value, std::mt19937_64& random) {
  if (value < static_cast<std::int64_t>(std::numeric_limits<Host>::min()) ||
      (value > 0 && static_cast<std::uint64_t>(value) > static_cast<std::uint64_t>(std::numeric_limits<Host>::max())))
    return;
  const fr_layout layout = layout_of(type, 5, 1001);
  for (const std::size_t at : {std::size_t{0}, std::size_t{4097}, std::size_t(random() % 10010), std::size_t{10009}}) {
    std::vector<Host> host(10010, Host{1});
    if (type.max == 0) std::fill(host.begin(), host.end(), Host{0});
    host[at] = static_cast<Host>(value);
    host.back() = static_cast<Host>(value);
    std::vector<std::uint8_t> image(2 * fr_frame_bytes(&layout));
    fr_pack_fault fault{};
    ASSERT_EQ(fr_pack(&layout, 2, kHost<Host>, host.data(), image.data(), &fault), FR_PACK_VALUE)
        << type.name << " took " << value << " from host type " << kHost<Host>;
    EXPECT_EQ(fault.index, at);
    EXPECT_EQ(fault.value, value);
  }
}

TEST(Pack, EveryTypeRefusesWhatItDoesNotHave) {
  std::mt19937_64 random(2);
  for (const Type& type : types()) {
    std::vector<std::int64_t> wrong{type.min - 1, type.max + 1, type.min - 1000, type.max + 1000, type.max + 255};
    if (type.code == FR_BIPOLAR) wrong.push_back(0);
    if (type.bits < 32) wrong.push_back((std::int64_t{1} << 32) + 1);
    for (const std::int64_t value : wrong) {
      check_fault<std::int8_t>(type, value, random);
      check_fault<std::uint8_t>(type, value, random);
      check_fault<std::int16_t>(type, value, random);
      check_fault<std::uint16_t>(type, value, random);
      check_fault<std::int32_t>(type, value, random);
      check_fault<std::uint32_t>(type, value, random);
      check_fault<std::int64_t>(type, value, random);
      check_fault<std::uint64_t>(type, value, random);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Pack, ValueAboveTheLargestSignedOne) {
  const fr_layout layout{FR_UNSIGNED, 32, 2, 2};
  const std::vector<std::uint64_t> values{1, 2, std::uint64_t{1} << 63, 4};
  std::vector<std::uint8_t> image(fr_frame_bytes(&layout));
  fr_pack_fault fault{};
  EXPECT_EQ(fr_pack(&layout, 1, FR_HOST_UINT64, values.data(), image.data(), &fault), FR_PACK_VALUE);
  EXPECT_EQ(fault.index, 2U);
  EXPECT_EQ(fault.value, std::numeric_limits<std::int64_t>::max());
}

TEST(Pack, NarrowHostArraysOfWideTypes) {
  const fr_layout layout{FR_SIGNED, 12, 3, 1};
  const std::vector<std::int8_t> values{-1, 127, -128};
  std::vector<std::uint8_t> image(fr_frame_bytes(&layout));
  ASSERT_EQ(fr_pack(&layout, 1, FR_HOST_INT8, values.data(), image.data(), nullptr), FR_PACK_OK);
  EXPECT_EQ(image, (std::vector<std::uint8_t>{0xff, 0xff, 0x07, 0x80, 0x0f}));
}

TEST(Unpack, HostTypeMustHoldTheType) {
  const fr_layout layout{FR_UNSIGNED, 8, 4, 1};
  const std::vector<std::uint8_t> image(4);
  std::vector<std::int8_t> values(4);
  EXPECT_EQ(fr_unpack(&layout, 1, FR_HOST_INT8, image.data(), values.data(), nullptr), FR_PACK_HOST);
  const fr_layout bipolar{FR_BIPOLAR, 1, 4, 1};
  EXPECT_EQ(fr_unpack(&bipolar, 1, FR_HOST_UINT64, image.data(), values.data(), nullptr), FR_PACK_HOST);
}

TEST(Unpack, TernaryHasNoCodeTwo) {
  const fr_layout layout{FR_TERNARY, 2, 3, 2};
  const std::vector<std::uint8_t> image{0x0d, 0x20};
  std::vector<std::int8_t> values(6);
  fr_pack_fault fault{};
  EXPECT_EQ(fr_unpack(&layout, 1, FR_HOST_INT8, image.data(), values.data(), &fault), FR_PACK_VALUE);
  EXPECT_EQ(fault.index, 5U);
  EXPECT_EQ(fault.value, -2);
}

TEST(Layout, ImpossibleOnesAreRefused) {
  const std::vector<std::int64_t> values(8);
  std::vector<std::uint8_t> image(64);
  for (const fr_layout& layout :
       {fr_layout{FR_UNSIGNED, 0, 1, 1}, fr_layout{FR_UNSIGNED, FR_MAX_BITS + 1, 1, 1}, fr_layout{FR_BIPOLAR, 2, 1, 1},
        fr_layout{FR_TERNARY, 3, 1, 1}, fr_layout{FR_UNSIGNED, 1, 0, 1}, fr_layout{FR_UNSIGNED, 1, 1, 0}}) {
    EXPECT_EQ(fr_pack(&layout, 1, FR_HOST_INT64, values.data(), image.data(), nullptr), FR_PACK_LAYOUT);
    EXPECT_EQ(fr_unpack(&layout, 1, FR_HOST_INT64, image.data(), image.data(), nullptr), FR_PACK_LAYOUT);
  }
  for (const fr_pack_status status : {FR_PACK_OK, FR_PACK_LAYOUT, FR_PACK_VALUE, FR_PACK_HOST})
    EXPECT_STRNE(fr_pack_text(status), "unknown status");
}

TEST(Layout, NoFramesAreNothing) {
  const fr_layout layout{FR_UNSIGNED, 3, 3, 2};
  EXPECT_EQ(fr_pack(&layout, 0, FR_HOST_INT8, nullptr, nullptr, nullptr), FR_PACK_OK);
  EXPECT_EQ(fr_unpack(&layout, 0, FR_HOST_INT8, nullptr, nullptr, nullptr), FR_PACK_OK);
}

}  // namespace
