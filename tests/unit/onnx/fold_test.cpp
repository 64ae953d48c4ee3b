// SPDX-License-Identifier: Apache-2.0
// Constant folding: what vanishes, what stays, and the values.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "onnx/reader.h"
#include "support/onnx_builder.h"

namespace finn::onnx {
namespace {

using test::OnnxBuilder;
using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;

Model read(const OnnxBuilder& builder) {
  Diagnostics diagnostics;
  auto model = parse_model(builder.bytes(), "m.onnx", ".", diagnostics);
  EXPECT_TRUE(model.has_value()) << diagnostics.text();
  return model ? *std::move(model) : Model();
}

/// The constant "y" that a model without remaining nodes delivers.
Tensor folded(OnnxBuilder& builder) {
  builder.output("y");
  const Model model = read(builder);
  EXPECT_TRUE(model.nodes.empty());
  const Tensor* y = model.constant("y");
  EXPECT_NE(y, nullptr);
  EXPECT_EQ(model.constants.size(), 1u) << "unused constants are dropped";
  return y != nullptr ? *y : Tensor();
}

Reals on_floats(const std::string& op, const std::vector<float>& a, const std::vector<float>& b = {}) {
  OnnxBuilder builder;
  builder.floats("a", {static_cast<std::int64_t>(a.size())}, a);
  if (!b.empty()) builder.floats("b", {static_cast<std::int64_t>(b.size())}, b);
  builder.node(op, b.empty() ? OnnxBuilder::Names{"a"} : OnnxBuilder::Names{"a", "b"}, {"y"});
  const Tensor y = folded(builder);
  EXPECT_FALSE(y.is_integer) << op;
  return y.reals;
}

Integers on_integers(const std::string& op, const Integers& a, const Integers& b = {}) {
  OnnxBuilder builder;
  builder.integers("a", {static_cast<std::int64_t>(a.size())}, a);
  if (!b.empty()) builder.integers("b", {static_cast<std::int64_t>(b.size())}, b);
  builder.node(op, b.empty() ? OnnxBuilder::Names{"a"} : OnnxBuilder::Names{"a", "b"}, {"y"});
  const Tensor y = folded(builder);
  EXPECT_TRUE(y.is_integer) << op;
  return y.integers;
}

TEST(fold, real_arithmetic) {
  EXPECT_EQ(on_floats("Add", {1, 2}, {0.5F}), (Reals{1.5, 2.5}));
  EXPECT_EQ(on_floats("Sub", {1, 2}, {0.5F}), (Reals{0.5, 1.5}));
  EXPECT_EQ(on_floats("Mul", {1.5F, -2}, {2}), (Reals{3, -4}));
  EXPECT_EQ(on_floats("Div", {1, -2}, {3}), (Reals{1.0 / 3, -2.0 / 3})) << "in double, not rounded to float32";
  EXPECT_EQ(on_floats("Pow", {4, 9}, {0.5F}), (Reals{2, 3}));
  EXPECT_EQ(on_floats("Sqrt", {2}), (Reals{std::sqrt(2.0)}));
  EXPECT_EQ(on_floats("Neg", {1, -2}), (Reals{-1, 2}));
  EXPECT_EQ(on_floats("Abs", {1, -2}), (Reals{1, 2}));
  EXPECT_EQ(on_floats("Reciprocal", {4, 3}), (Reals{0.25, 1.0 / 3}));
  EXPECT_EQ(on_floats("Exp", {0, 1}), (Reals{1, std::exp(1.0)}));
  EXPECT_EQ(on_floats("Log", {1, 2}), (Reals{0, std::log(2.0)}));
  EXPECT_EQ(on_floats("Min", {1, 5}, {3}), (Reals{1, 3}));
  EXPECT_EQ(on_floats("Max", {1, 5}, {3}), (Reals{3, 5}));
  EXPECT_EQ(on_floats("Sign", {-2.5F, 0, 7}), (Reals{-1, 0, 1}));
  EXPECT_EQ(on_floats("Floor", {-1.5F, 1.5F}), (Reals{-2, 1}));
  EXPECT_EQ(on_floats("Ceil", {-1.5F, 1.5F}), (Reals{-1, 2}));
  EXPECT_EQ(on_floats("Round", {-1.5F, -0.5F, 0.5F, 1.5F, 2.5F}), (Reals{-2, 0, 0, 2, 2}));
  EXPECT_EQ(on_floats("Relu", {-1, 2}), (Reals{0, 2}));
  EXPECT_EQ(on_floats("Identity", {-1, 2}), (Reals{-1, 2}));
  EXPECT_EQ(on_floats("LeakyRelu", {-1, 2}), (Reals{-static_cast<double>(0.01F), 2}));
}

TEST(fold, integer_arithmetic_is_exact) {
  const std::int64_t big = (std::int64_t{1} << 53) + 1;  // no double
  EXPECT_EQ(on_integers("Add", {big, -3}, {0, 5}), (Integers{big, 2}));
  EXPECT_EQ(on_integers("Sub", {big}, {1}), (Integers{big - 1}));
  EXPECT_EQ(on_integers("Mul", {big, 7}, {3}), (Integers{3 * big, 21}));
  EXPECT_EQ(on_integers("Div", {7, -7, 7, -7}, {2, 2, -2, -2}), (Integers{3, -3, -3, 3})) << "towards zero";
  EXPECT_EQ(on_integers("Pow", {3, -2, 2}, {4, 3, -1}), (Integers{81, -8, 0}));
  EXPECT_EQ(on_integers("Neg", {big}), (Integers{-big}));
  EXPECT_EQ(on_integers("Abs", {-big}), (Integers{big}));
  EXPECT_EQ(on_integers("Max", {-3, 4}, {0}), (Integers{0, 4}));
  EXPECT_EQ(on_integers("Equal", {big, big - 1}, {big}), (Integers{1, 0}));
  EXPECT_EQ(on_integers("Less", {1, 3}, {2}), (Integers{1, 0}));
  EXPECT_EQ(on_integers("Not", {0, 1}), (Integers{1, 0}));
}

TEST(fold, broadcasting_of_matrices) {
  OnnxBuilder builder;
  builder.integers("a", {2, 1}, {10, 20}).integers("b", {3}, {1, 2, 3}).node("Add", {"a", "b"}, {"y"});
  const Tensor y = folded(builder);
  EXPECT_EQ(y.shape, (Dims{2, 3}));
  EXPECT_EQ(y.integers, (Integers{11, 12, 13, 21, 22, 23}));
}

TEST(fold, clip_by_attributes_and_inputs) {
  OnnxBuilder old(9);
  old.floats("a", {3}, {-5, 0.5F, 5}).node("Clip", {"a"}, {"y"}).set("min", -1.0F).set("max", 1.0F);
  EXPECT_EQ(folded(old).reals, (Reals{-1, 0.5, 1}));
  OnnxBuilder inputs(13);
  inputs.floats("a", {3}, {-5, 0.5F, 5}).floats("hi", {}, {2}).node("Clip", {"a", "", "hi"}, {"y"});
  EXPECT_EQ(folded(inputs).reals, (Reals{-5, 0.5, 2}));
}

TEST(fold, where_chooses) {
  OnnxBuilder builder;
  builder.integers("c", {2}, {1, 0}).floats("a", {2, 1}, {1, 2}).floats("b", {}, {9});
  builder.node("Where", {"c", "a", "b"}, {"y"});
  EXPECT_EQ(folded(builder).reals, (Reals{1, 9, 2, 9}));
}

Tensor cast(const std::vector<float>& values, int to) {
  OnnxBuilder builder;
  builder.floats("a", {static_cast<std::int64_t>(values.size())}, values).node("Cast", {"a"}, {"y"}).set("to", to);
  return folded(builder);
}

TEST(fold, casts) {
  EXPECT_EQ(cast({-1.75F, 2.5F}, ::onnx::TensorProto::INT64).integers, (Integers{-1, 2})) << "towards zero";
  EXPECT_EQ(cast({0, -0.5F}, ::onnx::TensorProto::BOOL).integers, (Integers{0, 1}));
  EXPECT_EQ(cast({0.1F}, ::onnx::TensorProto::DOUBLE).reals, (Reals{static_cast<double>(0.1F)}));
  // 2049 lies between the half-precision numbers 2048 and 2050, 2051 between 2050 and 2052: both ties go to the even
  // one.
  EXPECT_EQ(cast({2049, 2051, 70000, 0.0001F}, ::onnx::TensorProto::FLOAT16).reals,
            (Reals{2048, 2052, INFINITY, 1678.0 / (1 << 24)}));
  EXPECT_EQ(cast({257, 3}, ::onnx::TensorProto::BFLOAT16).reals, (Reals{256, 3}));
  OnnxBuilder wraps;
  wraps.integers("a", {3}, {300, -1, 127})
      .node("Cast", {"a"}, {"y"})
      .set("to", static_cast<int>(::onnx::TensorProto::INT8));
  EXPECT_EQ(folded(wraps).integers, (Integers{44, -1, 127}));
}

TEST(fold, layouts) {
  const auto make = [](const std::string& op, const std::function<void(OnnxBuilder::NodeRef&)>& attributes,
                       const std::vector<Integers>& more = {}) {
    OnnxBuilder builder;
    builder.integers("a", {2, 3}, {1, 2, 3, 4, 5, 6});
    OnnxBuilder::Names names = {"a"};
    for (const Integers& list : more) {
      names.push_back("c" + std::to_string(names.size()));
      builder.integers(names.back(), {static_cast<std::int64_t>(list.size())}, list);
    }
    auto node = builder.node(op, names, {"y"});
    attributes(node);
    const Tensor y = folded(builder);
    return std::pair(y.shape, y.integers);
  };
  const auto none = [](auto&) {};
  EXPECT_EQ(make("Transpose", none), (std::pair(Dims{3, 2}, Integers{1, 4, 2, 5, 3, 6})));
  EXPECT_EQ(make("Reshape", none, {{3, -1}}), (std::pair(Dims{3, 2}, Integers{1, 2, 3, 4, 5, 6})));
  EXPECT_EQ(make("Flatten", [](auto& n) { n.set("axis", 0); }), (std::pair(Dims{1, 6}, Integers{1, 2, 3, 4, 5, 6})));
  EXPECT_EQ(make("Unsqueeze", none, {{1}}), (std::pair(Dims{2, 1, 3}, Integers{1, 2, 3, 4, 5, 6})));
  EXPECT_EQ(make("Tile", none, {{1, 2}}), (std::pair(Dims{2, 6}, Integers{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6})));
  EXPECT_EQ(make("Expand", none, {{2, 1, 1}}),
            (std::pair(Dims{2, 2, 3}, Integers{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6})));
  EXPECT_EQ(make("Slice", none, {{0, -1}, {2, -100}, {0, 1}, {1, -2}}), (std::pair(Dims{2, 2}, Integers{3, 1, 6, 4})));
  EXPECT_EQ(make("Gather", [](auto& n) { n.set("axis", 1); }, {{-1, 0}}),
            (std::pair(Dims{2, 2}, Integers{3, 1, 6, 4})));
}

TEST(fold, concat_and_split) {
  OnnxBuilder builder;
  builder.integers("a", {2, 1}, {1, 2}).integers("b", {2, 2}, {3, 4, 5, 6});
  builder.node("Concat", {"a", "b"}, {"c"}).set("axis", -1);
  builder.node("Split", {"c"}, {"s0", "s1", "s2"}).set("axis", 1);
  builder.node("Concat", {"s2", "s0"}, {"y"}).set("axis", 0);
  EXPECT_EQ(folded(builder).integers, (Integers{4, 6, 1, 2}));
}

TEST(fold, makers_of_tensors) {
  OnnxBuilder filled;
  filled.integers("s", {2}, {2, 2})
      .node("ConstantOfShape", {"s"}, {"y"})
      .set("value", OnnxBuilder::int_tensor({1}, {7}));
  EXPECT_EQ(folded(filled).integers, (Integers{7, 7, 7, 7}));
  OnnxBuilder range;
  range.integers("a", {}, {5}).integers("b", {}, {-2}).integers("c", {}, {-3}).node("Range", {"a", "b", "c"}, {"y"});
  EXPECT_EQ(folded(range).integers, (Integers{5, 2, -1}));
  OnnxBuilder constants;
  constants.node("Constant", {}, {"a"}).set("value", OnnxBuilder::float_tensor({2}, {1, 2}));
  constants.node("Constant", {}, {"b"}).set("value_float", 0.5F);
  constants.node("Constant", {}, {"c"}).set("value_floats", std::vector<float>{1, 3});
  constants.node("Sum", {"a", "b", "c"}, {"y"});
  EXPECT_EQ(folded(constants).reals, (Reals{2.5, 5.5}));
  OnnxBuilder integers;
  integers.node("Constant", {}, {"a"}).set("value_int", 3);
  integers.node("Constant", {}, {"b"}).set("value_ints", Dims{4, 5});
  integers.node("Mul", {"a", "b"}, {"y"});
  EXPECT_EQ(folded(integers).integers, (Integers{12, 15}));
}

TEST(fold, reductions) {
  const auto of = [](const std::string& op, const Dims& axes, int keep) {
    OnnxBuilder builder;
    builder.integers("a", {2, 3}, {1, 2, 3, 4, 5, 6});
    auto node = builder.node(op, {"a"}, {"y"});
    node.set("keepdims", keep);
    if (!axes.empty()) node.set("axes", axes);
    const Tensor y = folded(builder);
    return std::pair(y.shape, y.integers);
  };
  EXPECT_EQ(of("ReduceProd", {}, 0), (std::pair(Dims{}, Integers{720})));
  EXPECT_EQ(of("ReduceSum", {0}, 1), (std::pair(Dims{1, 3}, Integers{5, 7, 9})));
  EXPECT_EQ(of("ReduceMax", {-1}, 0), (std::pair(Dims{2}, Integers{3, 6})));
  EXPECT_EQ(of("ReduceMin", {1}, 0), (std::pair(Dims{2}, Integers{1, 4})));
  EXPECT_EQ(on_floats("ReduceMean", {1, 2, 4.5F}), (Reals{2.5}));
}

TEST(fold, the_shape_idiom_vanishes) {
  // x.view(x.size(0), -1), as PyTorch writes it.
  OnnxBuilder builder(9);
  builder.input("x", {0, 2, 3}).integers("zero", {}, {0}).integers("minus", {1}, {-1});
  builder.node("Shape", {"x"}, {"shape"});
  builder.node("Gather", {"shape", "zero"}, {"batch"}).set("axis", 0);
  builder.node("Unsqueeze", {"batch"}, {"list"}).set("axes", Dims{0});
  builder.node("Concat", {"list", "minus"}, {"target"}).set("axis", 0);
  builder.node("Reshape", {"x", "target"}, {"y"});
  builder.output("y");
  const Model model = read(builder);
  ASSERT_EQ(model.nodes.size(), 1u);
  EXPECT_EQ(model.nodes[0].op, "Reshape");
  EXPECT_EQ(model.constants.at("target").integers, (Integers{1, -1}));
  EXPECT_EQ(model.constants.size(), 1u);
  EXPECT_EQ(model.values.at("y").shape, (Dims{1, 6}));
}

TEST(fold, a_part_of_a_shape) {
  OnnxBuilder builder(15);
  builder.input("x", {1, 2, 3, 4});
  builder.node("Shape", {"x"}, {"s"}).set("start", 1).set("end", -1);
  builder.node("Size", {"x"}, {"n"});
  builder.node("Mul", {"s", "n"}, {"y"});
  EXPECT_EQ(folded(builder).integers, (Integers{48, 72}));
}

TEST(fold, quantized_constants_stay_nodes) {
  for (const char* op : {"Quant", "BipolarQuant", "IntQuant", "Trunc", "MultiThreshold", "FloatQuant"}) {
    OnnxBuilder builder;
    builder.input("x", {1, 2}).floats("w", {3, 2}, {1, 2, 3, 4, 5, 6}).floats("s", {}, {1});
    builder.node(op, {"w", "s"}, {"q"}).domain("qonnx.custom_op.general");
    builder.node("Transpose", {"q"}, {"t"});
    builder.node("Shape", {"t"}, {"shape"});
    builder.node("Reshape", {"t", "shape"}, {"r"});
    builder.node("MatMul", {"x", "r"}, {"y"});
    builder.output("y");
    const Model model = read(builder);
    std::vector<std::string> ops;
    for (const Node& node : model.nodes) ops.push_back(node.op);
    EXPECT_EQ(ops, (std::vector<std::string>{op, "Transpose", "Reshape", "MatMul"}));
    EXPECT_EQ(model.values.at("q").shape, (Dims{3, 2}));
    EXPECT_EQ(model.values.at("y").shape, (Dims{1, 3}));
  }
}

TEST(fold, dead_nodes_and_unused_constants_are_dropped) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).input("unused", {1, 3}).floats("w", {2}, {1, 2}).floats("dead", {1}, {1});
  builder.node("Relu", {"x"}, {"side"});
  builder.node("Mul", {"x", "w"}, {"y"});
  builder.output("y").annotate("w", "INT2").annotate("dead", "INT3");
  const Model model = read(builder);
  ASSERT_EQ(model.nodes.size(), 1u);
  EXPECT_EQ(model.nodes[0].op, "Mul");
  EXPECT_EQ(model.constants.size(), 1u);
  EXPECT_EQ(model.datatypes, (std::map<std::string, std::string>{{"w", "INT2"}}));
  EXPECT_EQ(model.values.count("side"), 0u);
  EXPECT_EQ(model.inputs, (std::vector<std::string>{"x", "unused"}));
  EXPECT_EQ(model.values.count("unused"), 1u);
}

}  // namespace
}  // namespace finn::onnx
