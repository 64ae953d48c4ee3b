// SPDX-License-Identifier: Apache-2.0
// Vector files and the description of a top.
#include <gtest/gtest.h>

#include "bench/bench_config.h"
#include "bench/bench_description.h"
#include "bench/sim_folder.h"
#include "bench/vector_file.h"
#include "support/net_builder.h"
#include "support/program.h"

namespace finn {
namespace {

BenchStream stream(DataType type, Shape shape, std::int64_t lanes) {
  const std::int64_t elements = element_count(shape);
  return {"s_axis", "x", std::move(shape), StreamType::plain(type), lanes, elements};
}

std::vector<int> packed(const BenchStream& about, const std::vector<std::int64_t>& values) {
  std::string bytes;
  pack_frame(about, Tensor(about.type.type, about.shape, values), bytes);
  std::vector<int> result;
  for (const char byte : bytes) result.push_back(static_cast<unsigned char>(byte));
  return result;
}

TEST(PackFrame, ElementZeroIsLowest) {
  EXPECT_EQ(packed(stream(DataType::uint(4), {4}, 2), {1, 2, 3, 4}), (std::vector<int>{0x21, 0x43}));
}

TEST(PackFrame, BeatsArePaddedToBytes) {
  // Three elements of three bits: nine bits in two bytes.
  EXPECT_EQ(packed(stream(DataType::uint(3), {6}, 3), {1, 2, 7, 7, 0, 1}),
            (std::vector<int>{0b11010001, 0b1, 0b01000111, 0b0}));
}

TEST(PackFrame, CodesOfEachType) {
  EXPECT_EQ(packed(stream(DataType::bipolar(), {8}, 8), {1, -1, 1, 1, -1, -1, -1, 1}), (std::vector<int>{0b10001101}));
  EXPECT_EQ(packed(stream(DataType::ternary(), {4}, 4), {0, 1, -1, 0}), (std::vector<int>{0b00110100}));
  EXPECT_EQ(packed(stream(DataType::sint(12), {2}, 1), {-1, -2048}), (std::vector<int>{0xff, 0x0f, 0x00, 0x08}));
}

TEST(PackFrame, EncodingPerChannel) {
  BenchStream about = stream(DataType::uint(3), {1, 2, 2}, 2);
  about.type.encoding = {{2}, {-4, -6}};
  EXPECT_EQ(packed(about, {-4, -6, 6, 8}), (std::vector<int>{0, 0b111101}));
  EXPECT_EQ(decode_element(about, 3, 7), 8);
  EXPECT_EQ(decode_element(about, 0, 0), -4);
}

TEST(PackFrame, ValueWithoutACodeIsADefect) {
  EXPECT_THROW(packed(stream(DataType::uint(3), {2}, 1), {8, 0}), Defect);
  BenchStream even = stream(DataType::uint(3), {2}, 1);
  even.type.encoding = {{2}, {0}};
  EXPECT_THROW(packed(even, {2, 3}), Defect);
}

TEST(PackFrame, WideElementsCrossBytes) {
  const std::int64_t value = -0x123456789abcLL;
  const BenchStream about = stream(DataType::sint(51), {2}, 2);
  const std::vector<int> bytes = packed(about, {value, value});
  ASSERT_EQ(bytes.size(), 13U);
  for (int lane = 0; lane < 2; ++lane) {
    std::uint64_t code = 0;
    for (int bit = 0; bit < 51; ++bit) {
      const int at = lane * 51 + bit;
      code |= static_cast<std::uint64_t>((bytes[static_cast<std::size_t>(at / 8)] >> (at % 8)) & 1) << bit;
    }
    EXPECT_EQ(about.type.type.decode(code), value);
  }
}

TEST(VectorFile, HeaderCountsBeatsAndFrames) {
  const BenchStream about = stream(DataType::uint(3), {6}, 3);
  const Tensor tensor(about.type.type, about.shape, {0, 0, 0, 0, 0, 0});
  const std::string bytes = vector_file(about, {&tensor, &tensor, &tensor});
  ASSERT_EQ(bytes.size(), 24U + 3 * 2 * 2);
  EXPECT_EQ(bytes.substr(0, 8), std::string("FRVEC1\0\0", 8));
  EXPECT_EQ(bytes.substr(8, 16), std::string("\2\0\0\0\2\0\0\0\3\0\0\0\0\0\0\0", 16));
}

BenchDescription description() {
  BenchDescription d;
  d.top = "net";
  d.inputs = {stream(DataType::bipolar(), {2, 2, 4}, 4)};
  d.outputs = {stream(DataType::sint(40), {3}, 1)};
  d.outputs[0].port = "m_axis_a__b";
  d.outputs[0].tensor = "q\"uote";
  BenchStream inner = stream(DataType::uint(5), {2, 2, 4}, 2);
  inner.port.clear();
  inner.type.encoding = {{2}, {-1, -2, -3, -4}};
  d.probes = {{"t0", "fc0", "fc0_mvu", inner}};
  d.ii_cycles = 12;
  d.latency_cycles = 34;
  d.intervals = 7;
  return d;
}

TEST(BenchJson, ComesBackAsItWas) {
  const test::TemporaryFolder folder("bench_json");
  replace_file(folder / "bench.json", bench_json(description()));
  const BenchDescription back = read_bench_json(folder / "bench.json");
  EXPECT_EQ(bench_json(back), bench_json(description()));
  EXPECT_EQ(back.probes.at(0).stream.type, description().probes[0].stream.type);
  EXPECT_EQ(back.outputs.at(0).type.type, DataType::sint(40));
  EXPECT_EQ(back.inputs.at(0).elements, 16);
}

TEST(BenchJson, BrokenOnesAreRefused) {
  const test::TemporaryFolder folder("bench_json_broken");
  EXPECT_THROW(read_bench_json(folder / "none.json"), std::runtime_error);
  const std::string good = bench_json(description());
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"lanes\": 4", "\"lanes\": 0"},
                                 {"BIPOLAR", "BIPOLE"},
                                 {"INT40", "INT99"},
                                 {"\"beats\": 4", "\"beats\": 5"},
                                 {"finn-rtlgen-bench", "other"},
                                 {"{", "["}}) {
    std::string text = good;
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
    replace_file(folder / "bench.json", text);
    EXPECT_THROW(read_bench_json(folder / "bench.json"), std::runtime_error) << to;
  }
}

TEST(BenchConfig, EscapesNames) {
  const std::string header = bench_config_header(description());
  EXPECT_NE(header.find("dut.m_axis_a___05Fb_tdata"), std::string::npos) << header;
  EXPECT_NE(header.find("\"q\\\"uote\""), std::string::npos);
  EXPECT_NE(header.find("kPredictedInterval = 12"), std::string::npos);
}

TEST(RandomInputs, StayInTheirTypeAndReachItsEnds) {
  for (const char* type : {"BIPOLAR", "TERNARY", "UINT3", "INT4"}) {
    const Network network = test::NetBuilder().input({64}, type).fc(1, "INT2").network();
    const auto inputs = random_inputs(network, 8, 5);
    ASSERT_EQ(inputs.size(), 1U);
    ASSERT_EQ(inputs[0].size(), 8U);
    const DataType data_type = *DataType::parse(type);
    std::int64_t least = 100, most = -100;
    for (const Tensor& tensor : inputs[0])
      for (const std::int64_t value : tensor.data) {
        EXPECT_TRUE(data_type.contains(value));
        least = std::min(least, value);
        most = std::max(most, value);
      }
    EXPECT_EQ(least, data_type.min());
    EXPECT_EQ(most, data_type.max());
    EXPECT_EQ(random_inputs(network, 8, 5)[0][7].data, inputs[0][7].data);
    EXPECT_NE(random_inputs(network, 8, 6)[0][7].data, inputs[0][7].data);
  }
}

}  // namespace
}  // namespace finn
