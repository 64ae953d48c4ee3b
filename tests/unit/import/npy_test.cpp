// SPDX-License-Identifier: Apache-2.0
// Expected bytes are written out by hand after the description of the format, not by the writer under test.
#include "import/npy.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "support/program.h"

namespace finn {
namespace {

using Integers = std::vector<std::int64_t>;

std::string file(std::string_view dictionary, std::string_view data, char version = 1) {
  std::string header(dictionary);
  header += "\n";
  std::string out = "\x93NUMPY";
  out += version;
  out += '\0';
  out += static_cast<char>(header.size());
  out += '\0';
  if (version > 1) out += std::string(2, '\0');
  return out + header + std::string(data);
}

std::string header(std::string_view dtype, std::string_view shape, bool fortran = false) {
  return fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", dtype, fortran ? "True" : "False", shape);
}

NpyArray good(const std::string& bytes) {
  Diagnostics diagnostics;
  auto array = parse_npy(bytes, "t.npy", {}, diagnostics);
  EXPECT_TRUE(array.has_value()) << diagnostics.text();
  return array.value_or(NpyArray{});
}

using namespace std::string_view_literals;

struct DtypeCase {
  std::string_view dtype;
  std::string_view bytes;
  Integers values;
};

TEST(npy, integer_dtypes_in_both_byte_orders) {
  const DtypeCase cases[] = {
      {"|b1", "\x00\x01\x02"sv, {0, 1, 1}},
      {"|i1", "\x7f\x80\xff"sv, {127, -128, -1}},
      {"<i1", "\x7f\x80\xff"sv, {127, -128, -1}},
      {"|u1", "\x7f\x80\xff"sv, {127, 128, 255}},
      {"<i2", "\x01\x02\xfe\xff\x00\x80"sv, {0x201, -2, -32768}},
      {">i2", "\x02\x01\xff\xfe\x80\x00"sv, {0x201, -2, -32768}},
      {"<u2", "\x01\x02\xfe\xff\x00\x80"sv, {0x201, 65534, 32768}},
      {">u2", "\x02\x01\xff\xfe\x80\x00"sv, {0x201, 65534, 32768}},
      {"<i4", "\x01\x02\x03\x04\xff\xff\xff\xff\x00\x00\x00\x80"sv, {0x4030201, -1, -2147483648LL}},
      {">i4", "\x04\x03\x02\x01\xff\xff\xff\xff\x80\x00\x00\x00"sv, {0x4030201, -1, -2147483648LL}},
      {"<u4", "\x01\x02\x03\x04\xff\xff\xff\xff\x00\x00\x00\x80"sv, {0x4030201, 4294967295LL, 2147483648LL}},
      {">u4", "\x04\x03\x02\x01\xff\xff\xff\xff\x80\x00\x00\x00"sv, {0x4030201, 4294967295LL, 2147483648LL}},
      {"<i8",
       "\x01\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\x80"sv,
       {1, -1, std::numeric_limits<std::int64_t>::min()}},
      {">i8",
       "\0\0\0\0\0\0\0\x01\xff\xff\xff\xff\xff\xff\xff\xff\x80\0\0\0\0\0\0\0"sv,
       {1, -1, std::numeric_limits<std::int64_t>::min()}},
      {"<u8",
       "\x01\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f"sv,
       {1, 4294967296LL, std::numeric_limits<std::int64_t>::max()}},
      {">u8",
       "\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"sv,
       {1, 4294967296LL, std::numeric_limits<std::int64_t>::max()}},
  };
  for (const DtypeCase& c : cases) {
    SCOPED_TRACE(c.dtype);
    const NpyArray array = good(file(header(c.dtype, "(3,)"), c.bytes));
    EXPECT_EQ(array.integers, c.values);
    EXPECT_EQ(array.shape, Shape{3});
    EXPECT_FALSE(array.is_real);
    EXPECT_EQ(array.dtype, c.dtype);
  }
}

TEST(npy, real_dtypes) {
  const NpyArray f4 = good(file(header("<f4", "(2,)"), "\0\0\xc0\x3f\0\0\0\xc0"sv));
  EXPECT_TRUE(f4.is_real);
  EXPECT_EQ(f4.reals, (std::vector<double>{1.5, -2.0}));
  const NpyArray f8 = good(file(header(">f8", "(1,)"), "\xbf\xe0\0\0\0\0\0\0"sv));
  EXPECT_EQ(f8.reals, std::vector<double>{-0.5});
}

TEST(npy, fortran_order) {
  const NpyArray array = good(file(header("|i1", "(2, 3)", true), "\x01\x04\x02\x05\x03\x06"sv));
  EXPECT_EQ(array.integers, (Integers{1, 2, 3, 4, 5, 6}));
  std::string data;
  for (char c = 0; c < 24; ++c) data += c;
  const NpyArray cube = good(file(header("|i1", "(2, 3, 4)", true), data));
  for (std::int64_t i = 0; i < 2; ++i)
    for (std::int64_t j = 0; j < 3; ++j)
      for (std::int64_t k = 0; k < 4; ++k)
        EXPECT_EQ(cube.integers[static_cast<std::size_t>((i * 3 + j) * 4 + k)], i + 2 * j + 6 * k);
}

TEST(npy, versions_and_spellings_of_the_header) {
  EXPECT_EQ(good(file(header("|i1", "(1,)"), "\x05"sv, 2)).integers, Integers{5});
  EXPECT_EQ(good(file(header("|i1", "(1,)"), "\x05"sv, 3)).integers, Integers{5});
  EXPECT_EQ(good(file("{\"shape\":(1L,),\"fortran_order\":False,\"descr\":\"|i1\"}", "\x05"sv)).integers, Integers{5});
  EXPECT_EQ(good(file(header("|i1", "()"), "\x05"sv)).shape, Shape{});
  EXPECT_EQ(good(file(header("|i1", "()"), "\x05"sv)).integers, Integers{5});
  EXPECT_EQ(good(file(header("|i1", "(0, 7)"), ""sv)).integers, Integers{});
  EXPECT_EQ(good(file(header("|i1", "(7, 0)", true), ""sv)).shape, (Shape{7, 0}));
}

TEST(npy, writer_follows_the_format) {
  const Integers values = {1, 2, 255};
  const std::string bytes = npy_bytes({3}, values);
  ASSERT_EQ(bytes.size(), 128u + 3u);
  EXPECT_EQ(bytes.substr(0, 10), "\x93NUMPY\x01\x00\x76\x00"sv);
  EXPECT_EQ(bytes.substr(10, 58), "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), } ");
  EXPECT_EQ(bytes[127], '\n');
  EXPECT_EQ(bytes.substr(128), "\x01\x02\xff");
}

TEST(npy, writer_takes_the_narrowest_dtype) {
  EXPECT_EQ(smallest_npy_dtype({0, 255}), "|u1");
  EXPECT_EQ(smallest_npy_dtype({0, 256}), "<u2");
  EXPECT_EQ(smallest_npy_dtype({-128, 127}), "|i1");
  EXPECT_EQ(smallest_npy_dtype({-1, 128}), "<i2");
  EXPECT_EQ(smallest_npy_dtype({-32769, 0}), "<i4");
  EXPECT_EQ(smallest_npy_dtype({0, 4294967295LL}), "<u4");
  EXPECT_EQ(smallest_npy_dtype({-1, 4294967295LL}), "<i8");
  EXPECT_EQ(smallest_npy_dtype({0, 4294967296LL}), "<u8");
}

TEST(npy, round_trips) {
  const Integers values = {0, -1, 5, 1LL << 40, -(1LL << 40), std::numeric_limits<std::int64_t>::min()};
  const NpyArray integers = good(npy_bytes({2, 3}, values));
  EXPECT_EQ(integers.integers, values);
  EXPECT_EQ(integers.shape, (Shape{2, 3}));
  const std::vector<double> reals = {0.1, -1e300, 5e-324};
  const NpyArray array = good(npy_bytes({3, 1}, reals));
  EXPECT_EQ(array.reals, reals);
  for (const std::string_view dtype : {"|u1"sv, "|i1"sv, "<i2"sv, "<u2"sv, "<i4"sv, "<u4"sv, "<i8"sv, "<u8"sv}) {
    const Integers small = {0, 1, 127};
    const NpyArray same = good(npy_bytes({3}, small, dtype));
    EXPECT_EQ(same.integers, small);
    EXPECT_EQ(same.dtype, dtype);
  }
}

TEST(npy, writer_refuses_what_does_not_fit) {
  const Integers values = {0, 300};
  EXPECT_THROW(npy_bytes({2}, values, "|u1"), Defect);
  EXPECT_THROW(npy_bytes({3}, values), Defect);
  EXPECT_THROW(npy_bytes({2}, Integers{0, -1}, "<u2"), Defect);
}

TEST(npy, large_files_are_read_from_disk) {
  const test::TemporaryFolder folder("npy_large");
  Integers values(700'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int64_t>(i % 65536);
  Diagnostics diagnostics;
  ASSERT_TRUE(write_npy(folder / "a.npy", {700, 1000}, values, diagnostics));
  const auto array = read_npy(folder / "a.npy", diagnostics);
  ASSERT_TRUE(array.has_value()) << diagnostics.text();
  EXPECT_EQ(array->integers, values);
}

}  // namespace
}  // namespace finn
