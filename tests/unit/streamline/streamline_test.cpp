// SPDX-License-Identifier: Apache-2.0
// What single patterns become, and why others are refused.
#include "streamline/streamline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kinds/kind.h"
#include "streamline/input_type.h"
#include "unit/streamline/imported.h"

namespace finn::test {
namespace {

/// A quantizer with scale 1 of so many bits.
void quant(OnnxBuilder& builder, const std::string& from, const std::string& to, float bits, bool is_signed = true) {
  builder.floats(to + "_scale", {}, {1}).floats(to + "_zero", {}, {0}).floats(to + "_bits", {}, {bits});
  builder.node("Quant", {from, to + "_scale", to + "_zero", to + "_bits"}, {to})
      .set("signed", is_signed ? 1 : 0)
      .set("narrow", 0)
      .domain("qonnx.custom_op.general");
}

/// x [1, 2] -> INT4 -> MatMul with a matrix -> y
OnnxBuilder& matmul(OnnxBuilder& builder, const std::vector<float>& matrix) {
  builder.input("x", {1, 2});
  quant(builder, "x", "q", 4);
  builder.floats("w", {2, 2}, matrix);
  builder.node("MatMul", {"q", "w"}, {"y"});
  return builder;
}

TEST(Streamline, QuantizerOfTheInputIsTheHosts) {
  OnnxBuilder builder;
  matmul(builder, {1, 2, 3, -4}).output("y");
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics);
  ASSERT_TRUE(made) << diagnostics.text();
  ASSERT_EQ(made->network.layers.size(), 1U);
  EXPECT_EQ(made->network.layers[0].kind->name, "fc");
  ASSERT_TRUE(made->network.inputs[0].host.quantizer);
  EXPECT_EQ(made->network.tensors[0].type, DataType::sint(4));
  // 2.5 is a tie and becomes 2; 100 is clamped to 7.
  EXPECT_EQ(run(made->network, {2.5, 100.0}, {2}), (std::vector<double>{2 + 21, 4 - 28}));
}

TEST(Streamline, WhatStandsBeforeTheFirstQuantizerBecomesThresholdsOfTheHost) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).floats("two", {}, {-2}).floats("one", {}, {1}).floats("s", {}, {1});
  builder.node("Mul", {"x", "two"}, {"m"});
  builder.node("Add", {"m", "one"}, {"a"});
  builder.node("BipolarQuant", {"a", "s"}, {"q"}).domain("qonnx.custom_op.general");
  builder.floats("w", {2, 1}, {1, 1});
  builder.node("MatMul", {"q", "w"}, {"y"});
  builder.output("y");
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics);
  ASSERT_TRUE(made) << diagnostics.text();
  const HostInput& host = made->network.inputs[0].host;
  ASSERT_TRUE(host.thresholds);
  EXPECT_EQ(host.thresholds->rows, (std::vector<std::vector<double>>{{0.5}}));
  EXPECT_EQ(host.thresholds->flip, std::vector<bool>{true});
  // sign(0) is +1: x = 0.5 still gives +1, the next double does not.
  EXPECT_EQ(run(made->network, {0.5, 0.5}, {2}), std::vector<double>{2});
  EXPECT_EQ(run(made->network, {0.5, std::nextafter(0.5, 1.0)}, {2}), std::vector<double>{0});
}

TEST(Streamline, PaddingOfBipolarPromotesIt) {
  OnnxBuilder builder;
  builder.input("x", {1, 1, 2, 2}).floats("s", {}, {1}).floats("w", {1, 1, 3, 3}, std::vector<float>(9, 1));
  builder.node("BipolarQuant", {"x", "s"}, {"q"}).domain("qonnx.custom_op.general");
  builder.node("Conv", {"q", "w"}, {"y"})
      .set("kernel_shape", OnnxBuilder::Dims{3, 3})
      .set("pads", OnnxBuilder::Dims{1, 1, 1, 1});
  builder.output("y");
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics);
  ASSERT_TRUE(made) << diagnostics.text();
  ASSERT_EQ(made->network.layers.size(), 2U);
  EXPECT_EQ(made->network.layers[0].kind->name, "pad");
  EXPECT_EQ(made->network.tensors[1].type, DataType::ternary());
  // Each window sees all four pixels and zeros.
  EXPECT_EQ(run(made->network, {1, -1, 1, 1}, {1, 2, 2}), (std::vector<double>{2, 2, 2, 2}));
}

TEST(Streamline, DeclaredInputPutsItsQuantizerIntoHardware) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).floats("w", {2, 1}, {1, 1});
  builder.node("MatMul", {"x", "w"}, {"y"});
  builder.output("y");
  EXPECT_NE(refusal(builder).find("--input-type"), std::string::npos);
  qonnx::StreamlineOptions options;
  options.input_type = qonnx::parse_input_type("UINT8/4");
  ASSERT_TRUE(options.input_type);
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics, options);
  ASSERT_TRUE(made) << diagnostics.text();
  EXPECT_EQ(run(made->network, {0.25, 63.75}, {2}), std::vector<double>{64});
}

TEST(Streamline, FinalOperatorsAreTheHosts) {
  for (const char* op : {"Softmax", "LogSoftmax", "Sigmoid", "ArgMax"}) {
    OnnxBuilder builder;
    matmul(builder, {1, 0, 0, 1});
    auto node = builder.node(op, {"y"}, {"z"});
    if (std::string(op) != "Sigmoid") node.set("axis", 1);
    builder.output("z");
    Diagnostics diagnostics;
    const auto made = import(builder, diagnostics);
    ASSERT_TRUE(made) << op << diagnostics.text();
    const std::vector<double> result = run(made->network, {1, 3}, {2});
    const double e = std::exp(1.0);
    if (std::string(op) == "ArgMax") {
      EXPECT_EQ(result, std::vector<double>{1});
    } else if (std::string(op) == "LogSoftmax") {
      EXPECT_NEAR(result[0], -2 - std::log1p(std::exp(-2.0)), 1e-12);
      EXPECT_NEAR(result[1], -std::log1p(std::exp(-2.0)), 1e-12);
    } else {
      EXPECT_NEAR(result[0], std::string(op) == "Softmax" ? 1 / (1 + e * e) : 1 / (1 + 1 / e), 1e-12);
    }
  }
}

TEST(Streamline, NotesSayWhatBecameOfEachNode) {
  OnnxBuilder builder;
  matmul(builder, {1, 2, 3, -4});
  builder.node("Relu", {"y"}, {"r"});
  quant(builder, "r", "z", 2, false);
  builder.output("z");
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics);
  ASSERT_TRUE(made) << diagnostics.text();
  std::map<std::string, std::string> became;
  for (const auto& note : made->notes) became[note.op + " " + note.node] = note.became;
  EXPECT_EQ(became.at("Quant q"), "host");
  EXPECT_EQ(became.at("MatMul y"), "fc y");
  EXPECT_EQ(became.at("Relu r"), "threshold z");
  EXPECT_EQ(became.at("Quant z"), "threshold z");
}

TEST(Refusal, NamesEveryNodeThatIsInTheWay) {
  OnnxBuilder builder;
  matmul(builder, {0.1F, 2, 3, -4}).output("y");
  builder.input("v", {1, 2});
  builder.node("Relu", {"v"}, {"r"});
  builder.floats("u", {2, 1}, {1, 1});
  builder.node("MatMul", {"r", "u"}, {"p"});
  builder.output("p");
  const std::string text = refusal(builder);
  EXPECT_NE(text.find("y (MatMul): its weights \"w\" are floats without a quantizer"), std::string::npos) << text;
  EXPECT_NE(text.find("p (MatMul): its input \"r\" is real"), std::string::npos) << text;
}

TEST(Refusal, OfWhatHasNoIntegers) {
  {
    OnnxBuilder builder;
    matmul(builder, {1, 2, 3, 4});
    builder.node("Mul", {"y", "q"}, {"z"});
    builder.output("z");
    EXPECT_NE(refusal(builder).find("products of two tensors"), std::string::npos);
  }
  {
    OnnxBuilder builder;
    matmul(builder, {1, 2, 3, 4});
    builder.node("Erf", {"y"}, {"z"});
    builder.output("z");
    EXPECT_NE(refusal(builder).find("operator Erf is not supported"), std::string::npos);
  }
  {
    // Scales whose ratio is no ratio of small numbers.
    OnnxBuilder builder;
    matmul(builder, {1, 2, 3, 4});
    builder.floats("g", {}, {0.3F});
    builder.node("Mul", {"q", "g"}, {"m"});
    builder.node("Add", {"y", "m"}, {"z"});
    builder.output("z");
    EXPECT_NE(refusal(builder).find("no multiples of a common scale"), std::string::npos);
  }
  {
    OnnxBuilder builder;
    builder.input("x", {1, 2});
    builder.node("Identity", {"x"}, {"y"});
    builder.output("y");
    EXPECT_NE(refusal(builder).find("its input \"y\" is real"), std::string::npos) << refusal(builder);
  }
}

TEST(Refusal, OfAttributesThatAreNotFinite) {
  OnnxBuilder builder;
  matmul(builder, {1, 2, 3, 4});
  builder.node("LeakyRelu", {"y"}, {"z"}).set("alpha", std::numeric_limits<float>::infinity());
  builder.output("z");
  EXPECT_NE(refusal(builder).find("attribute alpha is inf"), std::string::npos) << refusal(builder);
}

TEST(Refusal, OfConstantsForEachElementOfAFlattenedImage) {
  const auto with = [](const std::vector<float>& constants) {
    OnnxBuilder builder;
    builder.input("x", {1, 2, 1, 2});
    quant(builder, "x", "q", 4);
    builder.floats("eye", {2, 2, 1, 1}, {1, 0, 0, 1});
    builder.node("Conv", {"q", "eye"}, {"i"}).set("kernel_shape", OnnxBuilder::Dims{1, 1});
    builder.node("Flatten", {"i"}, {"f"});
    builder.floats("c", {1, 4}, constants);
    builder.node("Mul", {"f", "c"}, {"m"});
    quant(builder, "m", "h", 4);
    builder.floats("w", {4, 1}, {1, 1, 1, 1});
    builder.node("MatMul", {"h", "w"}, {"y"});
    builder.output("y");
    return builder;
  };
  // Elements 0 and 1 are the pixels of channel 0: one constant each channel can be mapped.
  EXPECT_EQ(run(with({1, 1, 2, 2}), {1, 2, 3, -1}, {2, 1, 2}), std::vector<double>{1 + 2 + 6 - 2});
  const std::string text = refusal(with({1, 2, 1, 1}));
  EXPECT_NE(text.find("m (Mul): a constant of shape [1, 4] varies within a channel: its input is an image [1, 2, 2]"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("element 1 has another constant than element 0"), std::string::npos) << text;
  EXPECT_NE(text.find("put the operator before the Flatten"), std::string::npos) << text;
}

TEST(InputType, IsReadOrNot) {
  const auto is = [](const char* text, DataType type, const qonnx::Exact& scale) {
    const auto made = qonnx::parse_input_type(text);
    return made && made->type == type && made->scale == scale;
  };
  EXPECT_TRUE(is("UINT8", DataType::uint(8), 1));
  EXPECT_TRUE(is("UINT8/255\n", DataType::uint(8), qonnx::Exact(1, 255)));
  EXPECT_TRUE(is("INT16*2^-10", DataType::sint(16), qonnx::Exact(1, 1024)));
  EXPECT_TRUE(is("BIPOLAR*0.5", DataType::bipolar(), qonnx::Exact(1, 2)));
  for (const char* text :
       {"", "UINT", "UINT8/", "UINT8/0", "UINT8*-1", "UINT8*2^x", "UINT8*2^-4000", "UINT99", "INT8 * 2"})
    EXPECT_FALSE(qonnx::parse_input_type(text)) << text;
}

}  // namespace
}  // namespace finn::test
