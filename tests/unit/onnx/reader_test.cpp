// SPDX-License-Identifier: Apache-2.0
// The reader itself: element types, external data, order, names, bounds. Each error code alone: tests/malformed.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "onnx/reader.h"
#include "support/onnx_builder.h"
#include "support/program.h"

namespace finn::onnx {
namespace {

using test::OnnxBuilder;
using Type = ::onnx::TensorProto;
using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;

std::optional<Model> parse(const OnnxBuilder& builder, Diagnostics& diagnostics, const ReadLimits& limits = {}) {
  return parse_model(builder.bytes(), "m.onnx", ".", diagnostics, limits);
}

std::vector<int> codes(const Diagnostics& diagnostics) {
  std::vector<int> out;
  for (const Diagnostic& one : diagnostics.all()) out.push_back(static_cast<int>(one.code));
  return out;
}

/// A model that only hands initializer "w" to its output.
OnnxBuilder with_initializer(const std::function<void(Type&)>& fill, int type, const Dims& dims) {
  OnnxBuilder builder;
  fill(builder.initializer("w", dims, type));
  builder.input("x", {1}).node("Relu", {"x"}, {"y"});
  builder.output("w").output("y");
  return builder;
}

Tensor decoded(const std::function<void(Type&)>& fill, int type, const Dims& dims) {
  const OnnxBuilder builder = with_initializer(fill, type, dims);
  Diagnostics diagnostics;
  const auto model = parse(builder, diagnostics);
  EXPECT_TRUE(model.has_value()) << diagnostics.text();
  return model ? model->constants.at("w") : Tensor();
}

Integers raw_integers(int type, const std::string& bytes, std::int64_t count) {
  const Tensor out = decoded([&](Type& tensor) { tensor.set_raw_data(bytes); }, type, {count});
  EXPECT_TRUE(out.is_integer);
  return out.integers;
}

Reals raw_reals(int type, const std::string& bytes, std::int64_t count) {
  const Tensor out = decoded([&](Type& tensor) { tensor.set_raw_data(bytes); }, type, {count});
  EXPECT_FALSE(out.is_integer);
  return out.reals;
}

TEST(reader, raw_data_of_every_integer_type) {
  using namespace std::string_literals;
  EXPECT_EQ(raw_integers(Type::INT8, "\x80\x7f"s, 2), (Integers{-128, 127}));
  EXPECT_EQ(raw_integers(Type::UINT8, "\x80\xff"s, 2), (Integers{128, 255}));
  EXPECT_EQ(raw_integers(Type::INT16, "\x01\x80"s, 1), (Integers{-32767}));
  EXPECT_EQ(raw_integers(Type::UINT16, "\x01\x80"s, 1), (Integers{32769}));
  EXPECT_EQ(raw_integers(Type::INT32, "\xfe\xff\xff\xff"s, 1), (Integers{-2}));
  EXPECT_EQ(raw_integers(Type::UINT32, "\xfe\xff\xff\xff"s, 1), (Integers{4294967294}));
  EXPECT_EQ(raw_integers(Type::INT64, "\x01\0\0\0\0\0\0\x80"s, 1),
            (Integers{std::numeric_limits<std::int64_t>::min() + 1}));
  EXPECT_EQ(raw_integers(Type::UINT64, "\x01\0\0\0\0\0\0\x40"s, 1), (Integers{(std::int64_t{1} << 62) + 1}));
  EXPECT_EQ(raw_integers(Type::BOOL, "\x01\0\x01"s, 3), (Integers{1, 0, 1}));
  EXPECT_EQ(raw_integers(21, "\xf1\x08"s, 3), (Integers{1, 15, 8})) << "uint4, low half first";
  EXPECT_EQ(raw_integers(22, "\xf1\x08"s, 3), (Integers{1, -1, -8})) << "int4";
}

TEST(reader, raw_data_of_every_real_type) {
  using namespace std::string_literals;
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(raw_reals(Type::FLOAT, "\xcd\xcc\xcc\x3d"s, 1), (Reals{static_cast<double>(0.1F)}));
  EXPECT_EQ(raw_reals(Type::DOUBLE, "\x9a\x99\x99\x99\x99\x99\xb9\x3f"s, 1), (Reals{0.1}));
  // 1, the smallest subnormal, the largest number, minus infinity
  EXPECT_EQ(raw_reals(Type::FLOAT16, "\x00\x3c\x01\x00\xff\x7b\x00\xfc"s, 4),
            (Reals{1, std::ldexp(1.0, -24), 65504, -infinity}));
  EXPECT_EQ(raw_reals(Type::BFLOAT16, "\x80\x3f\x01\x00\xc0\xbf\x80\x7f"s, 4),
            (Reals{1, std::ldexp(1.0, -133), -1.5, infinity}));
  EXPECT_EQ(raw_reals(17, "\x38\x7e\x01\xb8"s, 4), (Reals{1, 448, std::ldexp(1.0, -9), -1})) << "float8e4m3fn";
  EXPECT_EQ(raw_reals(18, "\x40\x7f\x01"s, 3), (Reals{1, 240, std::ldexp(1.0, -10)})) << "float8e4m3fnuz";
  EXPECT_EQ(raw_reals(19, "\x3c\x7b\x01\x7c"s, 4), (Reals{1, 57344, std::ldexp(1.0, -16), infinity})) << "float8e5m2";
  EXPECT_EQ(raw_reals(20, "\x40\x7f\x01"s, 3), (Reals{1, 57344, std::ldexp(1.0, -17)})) << "float8e5m2fnuz";
  EXPECT_TRUE(std::isnan(raw_reals(17, "\x7f"s, 1)[0]));
  EXPECT_TRUE(std::isnan(raw_reals(18, "\x80"s, 1)[0]));
  EXPECT_TRUE(std::isnan(raw_reals(Type::FLOAT16, "\x01\x7c"s, 1)[0]));
}

TEST(reader, typed_fields) {
  const auto by_int32 = [](const std::vector<std::int32_t>& values) {
    return [=](Type& tensor) {
      for (const std::int32_t value : values) tensor.add_int32_data(value);
    };
  };
  EXPECT_EQ(decoded(by_int32({-128, 127}), Type::INT8, {2}).integers, (Integers{-128, 127}));
  EXPECT_EQ(decoded(by_int32({0, 1}), Type::BOOL, {2}).integers, (Integers{0, 1}));
  EXPECT_EQ(decoded(by_int32({65535}), Type::UINT16, {1, 1}).integers, (Integers{65535}));
  EXPECT_EQ(decoded(by_int32({0x3c00, 0xc000}), Type::FLOAT16, {2}).reals, (Reals{1, -2}));
  EXPECT_EQ(decoded(by_int32({0x3f80}), Type::BFLOAT16, {1}).reals, (Reals{1}));
  EXPECT_EQ(decoded(by_int32({0x21, 3}), 22, {3}).integers, (Integers{1, 2, 3}));
  EXPECT_EQ(decoded([](Type& t) { t.add_uint64_data(4000000000u); }, Type::UINT32, {}).integers,
            (Integers{4000000000}));
  EXPECT_EQ(decoded([](Type& t) { t.add_double_data(0.1); }, Type::DOUBLE, {1}).reals, (Reals{0.1}));
  EXPECT_EQ(decoded([](Type& t) { t.add_int64_data(-5); }, Type::INT64, {1}).integers, (Integers{-5}));
}

/// The same tensor beside the model, as external data.
OnnxBuilder external(const std::string& location, const std::string& offset, const std::string& length) {
  OnnxBuilder builder = with_initializer([](Type&) {}, Type::INT8, {3});
  Type* tensor = builder.graph().mutable_initializer(0);
  tensor->set_data_location(Type::EXTERNAL);
  const auto entry = [&](const char* key, const std::string& value) {
    if (value.empty()) return;
    auto* pair = tensor->add_external_data();
    pair->set_key(key);
    pair->set_value(value);
  };
  entry("location", location);
  entry("offset", offset);
  entry("length", length);
  return builder;
}

TEST(reader, external_data) {
  const test::TemporaryFolder folder("onnx_external");
  test::write_text(folder / "w.bin", "abcdef");
  test::write_text(folder / "m.onnx", external("w.bin", "2", "3").bytes());
  Diagnostics diagnostics;
  const auto model = read_model(folder / "m.onnx", diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  EXPECT_EQ(model->constants.at("w").integers, (Integers{'c', 'd', 'e'}));
  EXPECT_EQ(model->file, (folder / "m.onnx").string());
  const auto code_of = [&](const OnnxBuilder& builder) {
    Diagnostics errors;
    EXPECT_FALSE(parse_model(builder.bytes(), "m.onnx", folder.path(), errors).has_value());
    return codes(errors);
  };
  EXPECT_EQ(code_of(external("w.bin", "4", "")), std::vector<int>{1307}) << "beyond the end";
  EXPECT_EQ(code_of(external("w.bin", "99999999999999999", "")), std::vector<int>{1307});
  EXPECT_EQ(code_of(external("w.bin", "-1", "")), std::vector<int>{1307});
  EXPECT_EQ(code_of(external("w.bin", "", "2")), std::vector<int>{1306}) << "length against dimensions";
  EXPECT_EQ(code_of(external("", "", "")), std::vector<int>{1307});
  EXPECT_EQ(code_of(external("absent.bin", "", "")), std::vector<int>{1001});
  EXPECT_EQ(code_of(external("../w.bin", "", "")), std::vector<int>{1201});
  EXPECT_EQ(code_of(external("/etc/passwd", "", "")), std::vector<int>{1201});
}

TEST(reader, nodes_are_sorted_and_named) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).output("y");
  builder.node("Relu", {"b"}, {"y"}).proto().set_name("same");
  builder.node("Neg", {"a"}, {"b"}).proto().set_name("same");
  builder.node("Neg", {"x"}, {"a"}).proto().clear_name();
  Diagnostics diagnostics;
  const auto model = parse(builder, diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  std::vector<std::string> names;
  for (const Node& node : model->nodes) names.push_back(node.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Neg_1", "Neg_0", "same"}));
  EXPECT_EQ(model->readers("a"), std::vector<std::size_t>{1});
}

TEST(reader, initializers_among_the_inputs_are_no_inputs) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).input("w", {2}).floats("w", {2}, {1, 2}).node("Mul", {"x", "w"}, {"y"});
  builder.output("y");
  Diagnostics diagnostics;
  const auto model = parse(builder, diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  EXPECT_EQ(model->inputs, std::vector<std::string>{"x"});
}

TEST(reader, missing_opset_is_a_warning) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).node("Relu", {"x"}, {"y"}).domain("ai.onnx");
  builder.output("y").proto().clear_opset_import();
  Diagnostics diagnostics;
  const auto model = parse(builder, diagnostics);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(model->opsets.at(""), 11);
  EXPECT_EQ(model->nodes[0].domain, "");
  EXPECT_EQ(codes(diagnostics), std::vector<int>{1309});
  EXPECT_EQ(diagnostics.all()[0].severity, Severity::kWarning);
}

TEST(reader, attributes_convert_where_that_is_exact) {
  OnnxBuilder builder;
  builder.input("x", {1, 4}).output("y");
  builder.node("Gemm", {"x", "w"}, {"y"}).set("transA", 0.0F).set("alpha", 2).set("custom", std::vector<float>{1.5F});
  builder.floats("w", {4, 2}, std::vector<float>(8, 1));
  Diagnostics diagnostics;
  const auto model = parse(builder, diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  const Node& node = model->nodes[0];
  EXPECT_EQ(node.integer("transA", 1), 0);
  EXPECT_EQ(node.real("alpha", 1), 2.0);
  EXPECT_EQ(node.integer("absent", 7), 7);
  EXPECT_THROW(node.integers("custom", {}), AttributeError);
  EXPECT_THROW(node.text("alpha", ""), AttributeError);
}

TEST(reader, everything_wrong_is_reported_in_one_run) {
  OnnxBuilder builder;
  builder.input("x", {1, 4}).input("z", {1, 0}).output("y").output("nowhere");
  builder.node("If", {"x"}, {"a"});
  builder.node("Relu", {"ghost"}, {"b"});
  builder.node("MatMul", {"x", "w"}, {"c"});
  builder.floats("w", {5, 2}, std::vector<float>(10, 1));
  builder.node("Add", {"loop2", "a"}, {"loop1"});
  builder.node("Relu", {"loop1"}, {"loop2"});
  builder.node("Add", {"c", "b"}, {"y"});
  Diagnostics diagnostics;
  EXPECT_FALSE(parse(builder, diagnostics).has_value());
  EXPECT_EQ(codes(diagnostics), (std::vector<int>{3101, 3102, 3001, 3004, 3005, 3103})) << diagnostics.text();
  EXPECT_NE(diagnostics.text().find("node \"loop1\" (Add) is in a cycle with node \"loop2\" (Relu)"),
            std::string::npos);
}

TEST(reader, bounds) {
  // Dimensions that no data follow allocate nothing: 2^28 elements would take two gigabytes.
  OnnxBuilder huge = with_initializer([](Type& t) { t.set_raw_data("abc"); }, Type::INT8, {1 << 14, 1 << 14});
  Diagnostics lengths;
  EXPECT_FALSE(parse(huge, lengths).has_value());
  EXPECT_EQ(codes(lengths), std::vector<int>{1306});
  OnnxBuilder overflow = with_initializer([](Type&) {}, Type::INT8, {1 << 30, 1 << 30, 1 << 30, 1 << 30});
  Diagnostics sizes;
  EXPECT_FALSE(parse(overflow, sizes).has_value());
  EXPECT_EQ(codes(sizes), std::vector<int>{2013});
  OnnxBuilder growing;
  growing.integers("s", {2}, {1 << 15, 1 << 15}).node("ConstantOfShape", {"s"}, {"y"});
  growing.output("y");
  Diagnostics folds;
  EXPECT_FALSE(parse(growing, folds).has_value());
  EXPECT_EQ(codes(folds), std::vector<int>{2206});
  OnnxBuilder many;
  many.input("x", {1}).node("Relu", {"x"}, {"y"});
  ReadLimits few;
  few.messages = 5;
  Diagnostics messages;
  EXPECT_FALSE(parse(many, messages, few).has_value());
  EXPECT_EQ(codes(messages), std::vector<int>{1002});
  // Deep nesting: protobuf's recursion is bounded.
  OnnxBuilder deep;
  deep.input("x", {1}).node("Relu", {"x"}, {"y"});
  ::onnx::TypeProto* type = deep.graph().add_input()->mutable_type();
  for (int i = 0; i < 1000; ++i) type = type->mutable_sequence_type()->mutable_elem_type();
  Diagnostics depth;
  EXPECT_FALSE(parse(deep, depth).has_value());
  EXPECT_EQ(codes(depth), std::vector<int>{1301});
}

TEST(reader, mutated_bytes_come_back) {
  OnnxBuilder builder;
  builder.input("x", {0, 1, 4, 4}).floats("w", {2, 1, 3, 3}, std::vector<float>(18, 1)).integers("s", {2}, {1, -1});
  builder.node("Quant", {"w", "one", "zero", "bits"}, {"q"}).domain("onnx.brevitas");
  builder.floats("one", {}, {1}).floats("zero", {}, {0}).floats("bits", {}, {4});
  builder.node("Conv", {"x", "q"}, {"c"}).set("pads", Dims{1, 1, 1, 1}).set("kernel_shape", Dims{3, 3});
  builder.node("Reshape", {"c", "s"}, {"y"});
  builder.output("y");
  const std::string good = builder.bytes();
  std::mt19937 random(7);
  std::size_t rejected = 0;
  constexpr std::size_t kRuns = 5000;
  for (std::size_t run = 0; run < kRuns; ++run) {
    std::string bytes = good;
    for (int edit = 0; edit < 3; ++edit) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (run % 4 == 0) bytes.resize(random() % bytes.size());
    Diagnostics diagnostics;
    const bool accepted = parse_model(bytes, "m.onnx", ".", diagnostics).has_value();
    ASSERT_NE(accepted, diagnostics.has_errors()) << "run " << run;
    rejected += accepted ? 0 : 1;
  }
  EXPECT_GT(rejected, kRuns / 2);
}

TEST(Limits, BoundAllTensorsThatFlowTogether) {
  OnnxBuilder builder;
  builder.input("x", {1, 100});
  builder.node("Relu", {"x"}, {"a"});
  builder.node("Relu", {"a"}, {"b"});
  builder.node("Relu", {"b"}, {"c"});
  builder.output("c");
  ReadLimits limits;
  limits.flowing_elements = 300;
  Diagnostics fits;
  EXPECT_TRUE(parse(builder, fits, limits)) << fits.text();
  limits.flowing_elements = 299;
  Diagnostics exceeds;
  EXPECT_FALSE(parse(builder, exceeds, limits));
  EXPECT_NE(exceeds.text().find("node \"c\" (Relu): with its output of shape [1, 100]"), std::string::npos)
      << exceeds.text();
}

}  // namespace
}  // namespace finn::onnx
