// SPDX-License-Identifier: Apache-2.0
// Byte-level mutations of good inputs: the reader may say what it likes, but must come back. Fixed seeds.
#include <gtest/gtest.h>

#include <random>

#include "import/net_reader.h"
#include "import/npy.h"
#include "support/program.h"

namespace finn {
namespace {

constexpr const char* kNet = R"({"format": "finn-rtlgen-net", "version": 1, "name": "fuzz",
 "inputs": [{"name": "x", "shape": [4, 4, 2], "type": "INT4", "host": {"quantizer": {"scale": 0.5, "range": [-8, 7]}}}],
 "outputs": [{"name": "y", "scale": [0.5, 1.25], "bias": 0, "host": {"final_operator": "topk", "top_k": 1}}],
 "layers": [
  {"name": "conv0", "kind": "conv", "inputs": ["x"], "outputs": ["c"], "pad": [1, 1, 1, 1], "stride": [2, 2],
   "weights": {"type": "INT2", "shape": [2, 2, 2, 2], "data": [1, 0, -1, 1, 0, 1, 1, -2, 1, 0, -1, 1, 0, 1, 1, -2]}},
  {"name": "act0", "kind": "threshold", "inputs": ["c"], "outputs": ["h"], "type": "UINT2", "flip": [true, false],
   "thresholds": {"type": "INT8", "shape": [1, 3], "data": [[-2, 0, 5]]}},
  {"name": "lut0", "kind": "lut", "inputs": ["h"], "outputs": ["l"], "type": "BINARY", "input_min": 0,
   "table": {"type": "BINARY", "shape": [1, 4], "data": [0, 1, 1, 0]}},
  {"name": "pool0", "kind": "maxpool", "inputs": ["l"], "outputs": ["p"], "kernel": [2, 2], "stride": [1, 1]},
  {"name": "fc1", "kind": "fc", "inputs": ["p"], "outputs": ["y"], "runtime": true,
   "weights": {"type": "BIPOLAR", "shape": [2, 8], "file": "w.npy"}}],
 "fold": {"conv0": {"pe": 2, "simd": 8}, "fc1": {"pe": 1, "simd": 4, "style": "lut"}}}
)";

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::string operator()(std::string text) {
    const std::size_t edits = 1 + pick(3);
    for (std::size_t i = 0; i < edits && !text.empty(); ++i) {
      const std::size_t at = pick(text.size());
      switch (pick(6)) {
        case 0:
          text[at] = static_cast<char>(pick(256));
          break;
        case 1:
          text[at] = static_cast<char>(text[at] ^ (1 << pick(8)));
          break;
        case 2:
          text.erase(at, 1 + pick(8));
          break;
        case 3:
          text.insert(at, text.substr(pick(text.size()), pick(24)));
          break;
        case 4:
          text.insert(at, kWords[pick(std::size(kWords))]);
          break;
        default:
          text.resize(at);
      }
    }
    return text;
  }

 private:
  static constexpr const char* kWords[] = {
      "9",    "-", "[", "]", "{", "}",       "0", "99999999999", "1e400", "\"",
      "null", ",", ":", "/", ".", "\\u0000", "(", ")",           "true",  "4611686018427387904"};
  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  std::mt19937 random_;
};

const std::vector<std::int64_t> kWeights = {1, 1, -1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1, 1, -1, 1};

TEST(fuzz, network_text) {
  const test::TemporaryFolder folder("fuzz_net");
  Diagnostics setup;
  ASSERT_TRUE(write_npy(folder / "w.npy", {2, 8}, kWeights, setup));
  ASSERT_TRUE(parse_network(kNet, "net.json", folder.path(), setup).has_value()) << setup.text();
  Mutator mutate(1);
  std::size_t rejected = 0;
  constexpr std::size_t kRuns = 4000;
  for (std::size_t run = 0; run < kRuns; ++run) {
    Diagnostics diagnostics;
    const std::string text = mutate(kNet);
    const bool accepted = parse_network(text, "net.json", folder.path(), diagnostics).has_value();
    ASSERT_NE(accepted, diagnostics.has_errors()) << text;
    EXPECT_TRUE(accepted || !diagnostics.text().empty());
    for (const Diagnostic& diagnostic : diagnostics.all()) ASSERT_GT(diagnostic.where.line, 0) << text;
    rejected += accepted ? 0 : 1;
  }
  EXPECT_GT(rejected, kRuns / 2);
}

TEST(fuzz, array_bytes) {
  const std::vector<std::int64_t> values = {1, -2, 3, 4, 5, 600};
  const std::string good = npy_bytes({2, 3}, values, "<i4");
  Mutator mutate(2);
  for (std::size_t run = 0; run < 10000; ++run) {
    Diagnostics diagnostics;
    const std::string bytes = mutate(good);
    const auto array = parse_npy(bytes, "a.npy", {}, diagnostics);
    ASSERT_NE(array.has_value(), diagnostics.has_errors());
    if (array) {
      ASSERT_EQ(array->size(), element_count(array->shape));
    }
  }
}

TEST(fuzz, array_headers) {
  // Mutations of the header alone, with a length that still fits: the dictionary's parser sees them all.
  const std::string good = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }";
  Mutator mutate(3);
  for (std::size_t run = 0; run < 10000; ++run) {
    const std::string header = mutate(good);
    std::string bytes("\x93NUMPY\x01\0", 8);
    bytes += static_cast<char>(header.size() & 0xFF);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header + std::string(12, '\x01');
    Diagnostics diagnostics;
    const auto array = parse_npy(bytes, "a.npy", {}, diagnostics);
    ASSERT_NE(array.has_value(), diagnostics.has_errors()) << header;
  }
}

}  // namespace
}  // namespace finn
