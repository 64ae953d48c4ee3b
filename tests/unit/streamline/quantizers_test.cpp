// SPDX-License-Identifier: Apache-2.0
// Quant, IntQuant, BipolarQuant and Trunc as QONNX specifies them; expected values are worked out by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "unit/streamline/imported.h"

namespace finn::test {
namespace {

using Numbers = std::vector<double>;

struct QuantSpec {
  std::string op = "Quant";
  float scale = 1;
  float zero_point = 0;
  float bits = 8;
  bool is_signed = true;
  std::string mode = "ROUND";
};

void quant(OnnxBuilder& b, const std::string& from, const std::string& to, const QuantSpec& spec) {
  b.floats(to + "_s", {}, {spec.scale}).floats(to + "_z", {}, {spec.zero_point}).floats(to + "_b", {}, {spec.bits});
  b.node(spec.op, {from, to + "_s", to + "_z", to + "_b"}, {to})
      .set("signed", spec.is_signed ? 1 : 0)
      .set("narrow", 0)
      .set("rounding_mode", spec.mode)
      .domain("qonnx.custom_op.general");
}

/// x [1, n] -> INT8 -> times `gain` -> the quantizer -> y
OnnxBuilder behind_integers(std::int64_t n, float gain, const QuantSpec& spec) {
  OnnxBuilder b;
  b.input("x", {1, n});
  quant(b, "x", "q", {});
  b.floats("gain", {}, {gain});
  b.node("Mul", {"q", "gain"}, {"m"});
  quant(b, "m", "y", spec);
  b.output("y");
  return b;
}

/// The quantizer alone, and a layer behind it that changes nothing.
OnnxBuilder of_reals(std::int64_t n, const QuantSpec& spec) {
  OnnxBuilder b;
  b.input("x", {1, n});
  quant(b, "x", "q", spec);
  std::vector<float> eye(static_cast<std::size_t>(n * n), 0);
  for (std::int64_t i = 0; i < n; ++i) eye[static_cast<std::size_t>(i * n + i)] = 1;
  b.floats("w", {n, n}, eye);
  b.node("MatMul", {"q", "w"}, {"y"});
  b.output("y");
  return b;
}

struct ModeCase {
  const char* mode;
  Numbers rounded;  ///< of -1.5 -1.25 -0.75 -0.5 0.5 0.75 1.25 1.5
};
const ModeCase kModes[] = {
    {"ROUND", {-2, -1, -1, 0, 0, 1, 1, 2}},        {"half_even", {-2, -1, -1, 0, 0, 1, 1, 2}},
    {"CEIL", {-1, -1, 0, 0, 1, 1, 2, 2}},          {"FLOOR", {-2, -2, -1, -1, 0, 0, 1, 1}},
    {"UP", {-2, -2, -1, -1, 1, 1, 2, 2}},          {"DOWN", {-1, -1, 0, 0, 0, 0, 1, 1}},
    {"ROUND_TO_ZERO", {-1, -1, 0, 0, 0, 0, 1, 1}}, {"HALF_UP", {-2, -1, -1, -1, 1, 1, 1, 2}},
    {"HALF_DOWN", {-1, -1, -1, 0, 0, 1, 1, 1}},
};

TEST(Quantizer, RoundsInEveryMode) {
  for (const ModeCase& one : kModes) {
    SCOPED_TRACE(one.mode);
    QuantSpec spec;
    spec.mode = one.mode;
    // In hardware: quarters of the input's integers.
    EXPECT_EQ(run(behind_integers(8, 0.25F, spec), {-6, -5, -3, -2, 2, 3, 5, 6}, {8}), one.rounded);
    // With more levels than thresholds have.
    spec.bits = 12;
    EXPECT_EQ(run(behind_integers(8, 0.25F, spec), {-6, -5, -3, -2, 2, 3, 5, 6}, {8}), one.rounded);
    // By the host.
    EXPECT_EQ(run(of_reals(8, spec), {-1.5, -1.25, -0.75, -0.5, 0.5, 0.75, 1.25, 1.5}, {8}), one.rounded);
  }
  QuantSpec spec;
  spec.mode = "STOCHASTIC";
  EXPECT_NE(refusal(of_reals(2, spec)).find("no rounding mode"), std::string::npos);
}

TEST(Quantizer, OfManyBitsKeepsItsZeroPoint) {
  for (const char* op : {"Quant", "IntQuant"})
    for (const float zero : {3.0F, -4.0F, 700.0F}) {
      SCOPED_TRACE(std::string(op) + " " + std::to_string(zero));
      QuantSpec spec{op, 0.125F, zero, 10, false, "ROUND"};
      // x / 8 at a scale of 1/8 in 0..1023, moved by the zero point: halves are ties.
      const auto expected = [&](double x) {
        const double shifted = x * 0.0625 / 0.125 + static_cast<double>(zero);
        return (std::nearbyint(std::min(std::max(shifted, 0.0), 1023.0)) - static_cast<double>(zero)) * 0.125;
      };
      Numbers inputs{-128, -9, -8, -7, -3, -1, 0, 1, 2, 3, 5, 127};
      Numbers wanted;
      for (const double x : inputs) wanted.push_back(expected(x));
      EXPECT_EQ(run(behind_integers(12, 0.0625F, spec), inputs, {12}), wanted);
      for (double& x : inputs) x *= 0.0625;
      EXPECT_EQ(run(of_reals(12, spec), inputs, {12}), wanted);
    }
}

TEST(Quantizer, OfManyBitsWithAZeroPointIsPaddedWithIt) {
  OnnxBuilder b;
  b.input("x", {1, 1, 2, 2});
  quant(b, "x", "a", {});
  b.floats("half", {}, {0.5F});
  b.node("Mul", {"a", "half"}, {"m"});
  quant(b, "m", "q", {"Quant", 1, 5, 12, false, "ROUND"});
  b.floats("w", {1, 1, 3, 3}, std::vector<float>(9, 1));
  b.node("Conv", {"q", "w"}, {"y"})
      .set("kernel_shape", OnnxBuilder::Dims{3, 3})
      .set("pads", OnnxBuilder::Dims{1, 1, 1, 1});
  b.output("y");
  // -1.5 + 5 ties to 4, -1; 1.5 + 5 ties to 6, +1; -20 + 5 is clamped to 0, -5.
  EXPECT_EQ(run(b, {-3, 3, -40, 8}, {1, 2, 2}), (Numbers{-1, -1, -1, -1}));
}

TEST(Quantizer, OfSixteenBitsAtTheInputIsTheHosts) {
  const QuantSpec spec{"IntQuant", 0.5F, -100, 20, true, "FLOOR"};
  Diagnostics diagnostics;
  const auto made = import(of_reals(3, spec), diagnostics);
  ASSERT_TRUE(made) << diagnostics.text();
  ASSERT_TRUE(made->network.inputs[0].host.quantizer);
  EXPECT_EQ(made->network.inputs[0].host.quantizer->rounding, "floor");
  EXPECT_EQ(made->network.inputs[0].host.quantizer->zero_point, -100);
  EXPECT_EQ(run(made->network, {0.75, -0.25, 1e9}, {3}), (Numbers{0.5, -0.5, (524287 + 100) * 0.5}));
}

TEST(Quantizer, OfOneSignedBitIsBipolar) {
  const QuantSpec spec{"Quant", 0.5F, 0, 1, true, "ROUND"};
  EXPECT_EQ(run(of_reals(3, spec), {-0.1, 0, 3}, {3}), (Numbers{-0.5, 0.5, 0.5}));
  EXPECT_EQ(run(behind_integers(3, 0.1F, spec), {-1, 0, 5}, {3}), (Numbers{-0.5, 0.5, 0.5}));
  // Weights too: (sign(w / s + 1) - 1) * s.
  OnnxBuilder b;
  b.input("x", {1, 2});
  quant(b, "x", "q", {});
  b.floats("raw", {2, 1}, {-3, -0.25F});
  quant(b, "raw", "w", {"Quant", 0.5F, 1, 1, true, "ROUND"});
  b.node("MatMul", {"q", "w"}, {"y"});
  b.output("y");
  EXPECT_EQ(run(b, {3, 4}, {2}), Numbers{-3});
}

/// x [1, n] -> INT8 -> Trunc with these constants -> y
OnnxBuilder truncated(std::int64_t n, const std::vector<float>& constants, const std::string& mode, int is_signed = 1,
                      int narrow = 0) {
  OnnxBuilder b;
  b.input("x", {1, n});
  quant(b, "x", "q", {});
  std::vector<std::string> inputs{"q"};
  for (std::size_t i = 0; i < constants.size(); ++i) {
    inputs.push_back("c" + std::to_string(i));
    b.floats(inputs.back(), {}, {constants[i]});
  }
  b.node("Trunc", inputs, {"y"})
      .set("rounding_mode", mode)
      .set("signed", is_signed)
      .set("narrow", narrow)
      .domain("qonnx.custom_op.general");
  b.output("y");
  return b;
}

TEST(Trunc, OfVersionOneCutsBitsAndKeepsItsScale) {
  // 8 bits to 6 at a scale of 1/2: x / (1/2) / 4, down, times 1/2.
  EXPECT_EQ(run(truncated(4, {0.5F, 0, 8, 6}, "FLOOR"), {-3, 0, 3, 5}, {4}), (Numbers{-1, 0, 0.5, 1}));
  EXPECT_EQ(run(truncated(4, {0.5F, 0, 8, 6}, "CEIL"), {-3, 0, 3, 5}, {4}), (Numbers{-0.5, 0, 1, 1.5}));
  // Its zero point is added before and subtracted behind as it is: floor((x + 4) / 4) - 4.
  EXPECT_EQ(run(truncated(2, {1, 4, 8, 6}, "FLOOR"), {3, -5}, {2}), (Numbers{-3, -5}));
}

TEST(Trunc, OfVersionTwoTakesItsOutputScale) {
  // Scale 1 to 4 in 4 bits: round(x / 4) * 4, clamped to -8..7 or narrower.
  EXPECT_EQ(run(truncated(5, {1, 0, 8, 4, 4}, "FLOOR"), {-128, -3, 6, 27, 127}, {5}), (Numbers{-32, -4, 4, 24, 28}));
  EXPECT_EQ(run(truncated(5, {1, 0, 8, 4, 4}, "ROUND"), {-128, -2, 6, 27, 127}, {5}), (Numbers{-32, 0, 8, 28, 28}));
  EXPECT_EQ(run(truncated(2, {1, 0, 8, 4, 4}, "ROUND", 1, 1), {-128, 127}, {2}), (Numbers{-28, 28}));
  EXPECT_EQ(run(truncated(2, {1, 0, 8, 4, 4}, "ROUND", 0, 0), {-128, 127}, {2}), (Numbers{0, 60}));
  // The zero point is rescaled: (floor((x + 6) / 4) - 6 / 4) * 4.
  EXPECT_EQ(run(truncated(3, {1, 6, 8, 4, 8}, "FLOOR"), {-7, 0, 3}, {3}), (Numbers{-10, -2, 2}));
  // A ratio of scales that is no power of two is rounded to one, the results have the output scale.
  EXPECT_EQ(run(truncated(2, {1, 0, 8, 3, 8}, "FLOOR"), {9, -1}, {2}), (Numbers{6, -3}));
}

TEST(Trunc, OfAConstant) {
  OnnxBuilder b;
  b.input("x", {1, 2});
  quant(b, "x", "q", {});
  b.floats("raw", {2, 2}, {5, -6, 7, 13}).floats("s", {}, {1}).floats("z", {}, {0}).floats("n", {}, {8});
  b.floats("outs", {1, 2}, {4, 2}).floats("m", {}, {4});
  quant(b, "raw", "i", {});
  b.node("Trunc", {"i", "s", "z", "n", "outs", "m"}, {"w"}).domain("qonnx.custom_op.general");
  b.node("MatMul", {"q", "w"}, {"y"});
  b.output("y");
  // Columns with the scales 4 and 2: [[4, -6], [4, 12]].
  EXPECT_EQ(run(b, {1, 2}, {2}), (Numbers{12, 18}));
}

TEST(Trunc, InOtherFormsIsRefused) {
  EXPECT_NE(refusal(truncated(2, {1, 0, 4}, "FLOOR")).find("it has 4 inputs"), std::string::npos);
  EXPECT_NE(refusal(truncated(2, {1, 0, 4, 8}, "FLOOR")).find("truncates 4 bits to 8"), std::string::npos);
  EXPECT_NE(refusal(truncated(2, {1, 0, 8, -1, 8}, "FLOOR")).find("not above 0"), std::string::npos);
}

}  // namespace
}  // namespace finn::test
