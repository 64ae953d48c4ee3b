// SPDX-License-Identifier: Apache-2.0
// FINN's hardware nodes; expected values come from loops over the same numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "kinds/kind.h"
#include "streamline/input_type.h"
#include "unit/streamline/imported.h"

namespace finn::test {
namespace {

using Dims = OnnxBuilder::Dims;
using Numbers = std::vector<double>;

constexpr std::int64_t kSize = 4;
constexpr std::int64_t kChannels = 2;
const std::string kDomain = "finn.custom_op.fpgadataflow";

OnnxBuilder::NodeRef finn(OnnxBuilder& b, const std::string& op, const OnnxBuilder::Names& inputs,
                          const std::string& output) {
  auto node = b.node(op, inputs, {output});
  node.domain(kDomain);
  return node;
}

/// An image [1, 4, 4, 2] of INT4, said by FINN's annotation.
OnnxBuilder image() {
  OnnxBuilder b;
  b.input("x", {1, kSize, kSize, kChannels}).annotate("x", "INT4");
  return b;
}

Numbers pixels() {
  Numbers x;
  for (int i = 0; i < kSize * kSize * kChannels; ++i) x.push_back(i * 7 % 16 - 8);
  return x;
}

/// Windows of 3 x 2 pixels with strides of 1 and 2.
OnnxBuilder::NodeRef windows(OnnxBuilder& b, const std::string& from, const std::string& to, std::int64_t depthwise,
                             const std::string& op = "ConvolutionInputGenerator") {
  return finn(b, op, {from}, to)
      .set("ConvKernelDim", Dims{3, 2})
      .set("Stride", Dims{1, 2})
      .set("Dilation", Dims{1, 1})
      .set("depthwise", depthwise)
      .set("SIMD", kChannels);
}

std::vector<float> kernel(std::int64_t count) {
  std::vector<float> w;
  for (std::int64_t i = 0; i < count; ++i) w.push_back(static_cast<float>(i * 5 % 7 - 3));
  return w;
}

/// Sums over windows of 3 x 2 with strides 1 and 2 of an image padded by one row above: `weight(o, c, r, s)`.
Numbers sums(std::int64_t outputs, bool depthwise, bool padded,
             const std::function<double(std::int64_t, std::int64_t, std::int64_t, std::int64_t)>& weight) {
  const Numbers x = pixels();
  const std::int64_t above = padded ? 1 : 0;
  Numbers y;
  for (std::int64_t row = 0; row + 3 <= kSize + above; ++row)
    for (std::int64_t column = 0; column + 2 <= kSize; column += 2)
      for (std::int64_t o = 0; o < outputs; ++o) {
        double sum = 0;
        for (std::int64_t r = 0; r < 3; ++r)
          for (std::int64_t s = 0; s < 2; ++s)
            for (std::int64_t c = 0; c < kChannels; ++c) {
              const std::int64_t at = row + r - above;
              if (at < 0 || (depthwise && c != o)) continue;
              sum += weight(o, c, r, s) * x[static_cast<std::size_t>((at * kSize + column + s) * kChannels + c)];
            }
        y.push_back(sum);
      }
  return y;
}

const Shape kSample{kSize, kSize, kChannels};

TEST(Vvau, MultipliesTheWindowsOfEachChannel) {
  for (const char* ending : {"", "_hls", "_rtl"}) {
    OnnxBuilder b = image();
    finn(b, "FMPadding" + std::string(ending), {"x"}, "p").set("Padding", Dims{1, 0, 0, 0});
    windows(b, "p", "v", 1, "ConvolutionInputGenerator" + std::string(ending));
    const auto w = kernel(kChannels * 6);
    b.floats("w", {kChannels, 1, 3, 2}, w);
    finn(b, "StreamingFIFO_rtl", {"v"}, "f");
    finn(b, "VVAU" + std::string(ending), {"f", "w"}, "y").set("noActivation", 1).set("PE", kChannels);
    b.output("y");
    const Numbers wanted = sums(kChannels, true, true, [&](auto o, auto, auto r, auto s) {
      return static_cast<double>(w[static_cast<std::size_t>((o * 3 + r) * 2 + s)]);
    });
    EXPECT_EQ(run(b, pixels(), kSample), wanted) << ending;
  }
}

TEST(Vvau, CountsThresholds) {
  OnnxBuilder b = image();
  windows(b, "x", "v", 1);
  const auto w = kernel(kChannels * 6);
  b.floats("w", {kChannels, 1, 3, 2}, w).floats("t", {kChannels, 3}, {-20, 0, 20, -10, 5, 10});
  finn(b, "Vector_Vector_Activate_Batch", {"v", "w", "t"}, "y").set("ActVal", -1).set("outputDataType", "INT2");
  b.output("y");
  Numbers wanted = sums(kChannels, true, false, [&](auto o, auto, auto r, auto s) {
    return static_cast<double>(w[static_cast<std::size_t>((o * 3 + r) * 2 + s)]);
  });
  const double thresholds[kChannels][3] = {{-20, 0, 20}, {-10, 5, 10}};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& row = thresholds[i % kChannels];
    wanted[i] = -1.0 + static_cast<double>(std::count_if(row, row + 3, [&](double t) { return wanted[i] >= t; }));
  }
  EXPECT_EQ(run(b, pixels(), kSample), wanted);
}

TEST(Vvau, OfOnePixelNeedsNoWindows) {
  OnnxBuilder b = image();
  b.floats("w", {kChannels, 1, 1, 1}, {2, -3});
  finn(b, "VVAU_hls", {"x", "w"}, "y")
      .set("noActivation", 1)
      .set("Channels", kChannels)
      .set("Dim", Dims{kSize, kSize})
      .set("Kernel", Dims{1, 1});
  b.output("y");
  Numbers wanted = pixels();
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] *= i % 2 == 0 ? 2 : -3;
  EXPECT_EQ(run(b, pixels(), kSample), wanted);
}

TEST(Vvau, WithBitsCountsEqualOnes) {
  OnnxBuilder b;
  b.input("x", {1, 1, 2, 1}).annotate("x", "BINARY");
  finn(b, "ConvolutionInputGenerator", {"x"}, "v").set("ConvKernelDim", Dims{1, 2}).set("depthwise", 1);
  // A weight of -1 is written as 0.
  b.floats("w", {1, 1, 1, 2}, {0, 1});
  finn(b, "VVAU", {"v", "w"}, "y").set("noActivation", 1).set("binaryXnorMode", 1).set("weightDataType", "BIPOLAR");
  b.output("y");
  EXPECT_EQ(run(b, {0, 1}, {1, 2, 1}), Numbers{2});
  EXPECT_EQ(run(b, {1, 1}, {1, 2, 1}), Numbers{1});
  EXPECT_EQ(run(b, {1, 0}, {1, 2, 1}), Numbers{0});
}

TEST(Mvau, MultipliesWholeWindows) {
  OnnxBuilder b = image();
  windows(b, "x", "v", 0, "ConvolutionInputGenerator_rtl");
  const auto w = kernel(3 * 2 * kChannels * 3);
  b.floats("w", {3 * 2 * kChannels, 3}, w);
  finn(b, "MVAU_rtl", {"v", "w"}, "y").set("noActivation", 1);
  b.output("y");
  EXPECT_EQ(run(b, pixels(), kSample), sums(3, false, false, [&](auto o, auto c, auto r, auto s) {
              return static_cast<double>(w[static_cast<std::size_t>(((r * 2 + s) * kChannels + c) * 3 + o)]);
            }));
}

TEST(FinnNodes, OfStreamsAndPools) {
  OnnxBuilder b = image();
  b.node("DuplicateStreams_hls", {"x"}, {"l", "r"}).domain(kDomain);
  b.floats("two", {kChannels, 1}, {2, 3});
  finn(b, "ChannelwiseOp_hls", {"l", "two"}, "m").set("Func", "mul");
  finn(b, "StreamingDataWidthConverter_hls", {"m"}, "d");
  finn(b, "StreamingMaxPool_hls", {"d"}, "p").set("PoolDim", Dims{2, 2});
  finn(b, "StreamingMaxPool_Batch", {"r"}, "q").set("PoolDim", 2);
  b.floats("one", {kChannels}, {1, 1});
  finn(b, "ChannelwiseOp", {"q", "one"}, "k").set("Func", "add");
  finn(b, "GlobalAccPool_hls", {"p"}, "g");
  b.output("g");
  finn(b, "GlobalAccPool_Batch", {"k"}, "h");
  b.output("h");
  const Numbers x = pixels();
  Numbers wanted(kChannels, 0);
  for (std::size_t row = 0; row < 4; row += 2)
    for (std::size_t column = 0; column < 4; column += 2)
      for (std::size_t c = 0; c < 2; ++c) {
        double most = -100;
        for (const std::size_t at :
             {row * 4 + column, row * 4 + column + 1, row * 4 + column + 4, row * 4 + column + 5})
          most = std::max(most, x[at * 2 + c]);
        wanted[c] += most * static_cast<double>(2 + c);
      }
  EXPECT_EQ(run(b, x, kSample), wanted);
}

TEST(FinnNodes, AddStreamsOfOneScale) {
  OnnxBuilder b = image();
  b.floats("t", {1, 3}, {-4, 0, 4});
  finn(b, "Thresholding_rtl", {"x", "t"}, "h").set("ActVal", 0).set("outputDataType", "UINT2");
  finn(b, "AddStreams_hls", {"x", "h"}, "y");
  b.output("y");
  Numbers wanted = pixels();
  for (double& x : wanted) x += (x >= -4) + (x >= 0) + (x >= 4);
  EXPECT_EQ(run(b, pixels(), kSample), wanted);
}

TEST(FinnNodes, LabelSelectIsTheHosts) {
  OnnxBuilder b;
  b.input("x", {1, 3}).annotate("x", "INT4");
  b.floats("w", {3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1});
  finn(b, "MVAU_hls", {"x", "w"}, "m").set("noActivation", 1).set("MW", 3).set("MH", 3);
  finn(b, "LabelSelect_hls", {"m"}, "y").set("K", 2);
  b.output("y");
  EXPECT_EQ(run(b, {3, -1, 5}, {3}), (Numbers{2, 0}));
}

TEST(FinnNodes, ThatDoNotFitAreRefused) {
  const auto with = [](std::int64_t depthwise, std::int64_t pe, const Dims& shape) {
    OnnxBuilder b = image();
    windows(b, "x", "v", depthwise);
    b.floats("w", shape, kernel(kChannels * 6));
    finn(b, "VVAU_hls", {"v", "w"}, "y").set("noActivation", 1).set("PE", pe);
    b.output("y");
    return refusal(b);
  };
  EXPECT_NE(with(0, 2, {kChannels, 1, 3, 2}).find("depthwise = 1"), std::string::npos);
  EXPECT_NE(with(1, 1, {kChannels, 1, 3, 2}).find("y (VVAU_hls): it takes 1 channels at a time"), std::string::npos);
  EXPECT_NE(with(1, 2, {kChannels, 1, 2, 3}).find("weights must have the shape"), std::string::npos);
  OnnxBuilder b = image();
  windows(b, "x", "v", 1);
  finn(b, "Pool_hls", {"v"}, "y");
  b.output("y");
  EXPECT_NE(refusal(b).find("finn.custom_op.fpgadataflow.Pool_hls is not supported"), std::string::npos) << refusal(b);
  OnnxBuilder c = image();
  windows(c, "x", "v", 1);
  c.node("Relu", {"v"}, {"y"});
  c.output("y");
  EXPECT_NE(refusal(c).find("only an MVAU or a VVAU"), std::string::npos) << refusal(c);
  OnnxBuilder d = image();
  windows(d, "x", "v", 1);
  d.output("v");
  EXPECT_NE(refusal(d).find("windows of a ConvolutionInputGenerator"), std::string::npos) << refusal(d);
  OnnxBuilder e = image();
  e.floats("t", {kChannels, 1}, {1, 2});
  finn(e, "ChannelwiseOp", {"x", "t"}, "y").set("Func", "cmp_ge");
  e.output("y");
  EXPECT_NE(refusal(e).find("its function \"cmp_ge\""), std::string::npos) << refusal(e);
}

}  // namespace
}  // namespace finn::test
