// SPDX-License-Identifier: Apache-2.0
// What --explain tells of each node.
#include "streamline/notes.h"

#include <gtest/gtest.h>

#include <map>

#include "onnx/reader.h"
#include "streamline/streamline.h"
#include "support/onnx_builder.h"

namespace finn::test {
namespace {

using qonnx::Exact;
using qonnx::PerChannel;

/// q = INT4 of x at 1/2, one value for each of 3 channels times a gain, a ReLU and a quantizer of 2 bits, weights
/// with a scale for each output.
qonnx::Streamlined small_network() {
  OnnxBuilder b;
  b.input("x", {1, 3})
      .floats("half", {}, {0.5F})
      .floats("zero", {}, {0})
      .floats("four", {}, {4})
      .floats("two", {}, {2});
  b.floats("raw", {3, 3}, {1, 0, 0, 0, 2, 0, 0, 0, 3}).floats("scales", {1, 3}, {1, 0.25F, 0.5F});
  b.floats("gain", {1, 3}, {1, 0, -2});
  b.node("Quant", {"x", "half", "zero", "four"}, {"q"}).set("signed", 1).domain("qonnx.custom_op.general");
  b.node("Reshape", {"q", "shape"}, {"v"});
  b.integers("shape", {2}, {1, 3});
  b.node("Quant", {"raw", "scales", "zero", "four"}, {"w"}).set("signed", 1).domain("qonnx.custom_op.general");
  b.node("MatMul", {"v", "w"}, {"m"});
  b.node("Mul", {"m", "gain"}, {"g"});
  b.node("Quant", {"g", "half", "zero", "two"}, {"r"}).set("signed", 0).domain("qonnx.custom_op.general");
  b.node("Mul", {"r", "two"}, {"s"});
  b.floats("ones", {3, 1}, {1, 1, 1});
  b.node("MatMul", {"s", "ones"}, {"y"});
  b.output("y");
  Diagnostics diagnostics;
  const auto model = onnx::parse_model(b.bytes(), "graph.onnx", ".", diagnostics);
  if (!model) throw std::runtime_error(diagnostics.text());
  auto made = qonnx::streamline(*model, {}, diagnostics);
  if (!made) throw std::runtime_error(diagnostics.text());
  return *made;
}

TEST(Notes, TellScalesRangesThresholdsAndChannels) {
  const qonnx::Streamlined made = small_network();
  std::map<std::string, std::string> notes;
  for (const auto& note : made.notes) notes[note.node] = note.became + ": " + note.detail;
  EXPECT_EQ(notes.at("q"), "host: input x: INT4 in -8..7, scale 0.5");
  EXPECT_EQ(notes.at("v"), "layout: [1, 3] to [1, 3]");
  EXPECT_EQ(notes.at("w"), "constant: [3, 3]: 0..7, scale 0.25..1");
  EXPECT_EQ(notes.at("m"), "fc m: INT7 in -56..49, scale 0.125..0.5");
  EXPECT_EQ(notes.at("g"), "threshold s: times -2..1");
  EXPECT_EQ(notes.at("r"), "threshold s: scale 0.5, 0..3");
  // The last node that waits in the chain tells what the layer is.
  EXPECT_EQ(notes.at("s"), "threshold s: UINT2 in 0..3, scale 1, 3 thresholds x 3 channels, 1 flipped, 1 constant");
  EXPECT_EQ(notes.at("y"), "fc y: UINT4 in 0..9, scale 1");
  ASSERT_EQ(made.channels.size(), 2U);
  EXPECT_EQ(made.channels[0].layer + " " + made.channels[0].what, "threshold s flipped");
  EXPECT_EQ(made.channels[0].channels, std::vector<std::size_t>{2});
  EXPECT_EQ(made.channels[1].what, "constant");
  EXPECT_EQ(made.channels[1].channels, std::vector<std::size_t>{1});
}

TEST(Notes, AreShort) {
  EXPECT_EQ(qonnx::number_text(PerChannel(Exact(1, 4))), "0.25");
  EXPECT_EQ(qonnx::number_text(PerChannel({Exact(3), Exact(-1), Exact(2)})), "-1..3");
  EXPECT_EQ(qonnx::channel_text({0, 1, 2, 5, 7, 8}), "0-2, 5, 7-8");
  EXPECT_EQ(qonnx::channel_text({}), "");
  EXPECT_EQ(qonnx::threshold_text(1, 1), "1 threshold");
  EXPECT_EQ(qonnx::threshold_text(3, 8), "3 thresholds x 8 channels");
}

}  // namespace
}  // namespace finn::test
