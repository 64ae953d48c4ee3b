// SPDX-License-Identifier: Apache-2.0
// Shape rules, one node at a time; the expected shapes are worked out by hand from ONNX's definitions.
#include <gtest/gtest.h>

#include <functional>

#include "onnx/reader.h"
#include "support/onnx_builder.h"

namespace finn::onnx {
namespace {

using test::OnnxBuilder;

/// Shapes of the values "y", "y1", "y2", ... that the model makes; empty with the diagnostics in `text` if rejected.
std::vector<Dims> shapes(OnnxBuilder& builder, std::string* text = nullptr) {
  for (const std::string& output : builder.graph().node(builder.graph().node_size() - 1).output())
    builder.output(output);
  Diagnostics diagnostics;
  const auto model = parse_model(builder.bytes(), "m.onnx", ".", diagnostics);
  if (text != nullptr) *text = diagnostics.text();
  std::vector<Dims> out;
  if (!model) {
    EXPECT_NE(text, nullptr) << diagnostics.text();
    return out;
  }
  for (const std::string& output : model->outputs) {
    const auto value = model->values.find(output);
    out.push_back(value == model->values.end() ? Dims{-1} : value->second.shape);
  }
  return out;
}

Dims shape(OnnxBuilder& builder) {
  const auto all = shapes(builder);
  return all.empty() ? Dims{-2} : all.front();
}

/// The shape of one node over float inputs a, b, c, ... of the given shapes.
using Attributes = std::function<void(OnnxBuilder::NodeRef&)>;
Dims of(const std::string& op, const std::vector<Dims>& inputs, const Attributes& attributes = {}, int opset = 13,
        const std::string& domain = "") {
  OnnxBuilder builder(opset);
  std::vector<std::string> names;
  for (const Dims& dims : inputs) {
    names.emplace_back(1, static_cast<char>('a' + names.size()));
    builder.input(names.back(), dims);
  }
  auto node = builder.node(op, names, {"y"});
  node.domain(domain);
  if (attributes) attributes(node);
  return shape(builder);
}

TEST(shapes, elementwise_broadcasts) {
  for (const char* op : {"Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Equal", "Greater", "Less", "And", "Or"})
    EXPECT_EQ(of(op, {{1, 3, 1, 5}, {3, 4, 1}}), (Dims{1, 3, 4, 5})) << op;
  for (const char* op :
       {"Neg",  "Abs",      "Sqrt",      "Exp",      "Log",     "Reciprocal", "Floor",      "Ceil",        "Round",
        "Sign", "Relu",     "LeakyRelu", "Elu",      "Selu",    "HardTanh",   "Clip",       "HardSigmoid", "Sigmoid",
        "Tanh", "Softplus", "Erf",       "Identity", "Dropout", "Softmax",    "LogSoftmax", "Not"})
    EXPECT_EQ(of(op, {{1, 3, 4}}), (Dims{1, 3, 4})) << op;
  EXPECT_EQ(of("Where", {{4}, {3, 1}, {1, 1}}), (Dims{3, 4}));
  EXPECT_EQ(of("PRelu", {{1, 3, 4, 4}, {3, 1, 1}}), (Dims{1, 3, 4, 4}));
  EXPECT_EQ(of("Cast", {{1, 3}}, [](auto& node) { node.set("to", 7); }), (Dims{1, 3}));
  for (const char* op : {"Quant", "BipolarQuant", "Trunc", "IntQuant", "FloatQuant", "MultiThreshold"})
    EXPECT_EQ(of(op, {{1, 3, 4}, {1}}, {}, 13, "qonnx.custom_op.general"), (Dims{1, 3, 4})) << op;
}

TEST(shapes, batch_normalization) {
  EXPECT_EQ(of("BatchNormalization", {{1, 3, 4, 4}, {3}, {3}, {3}, {3}}), (Dims{1, 3, 4, 4}));
  EXPECT_EQ(of("BatchNormalization", {{1, 4, 4, 3}, {3}, {3}, {3}, {3}}, {}, 13, "qonnx.custom_op.channels_last"),
            (Dims{1, 4, 4, 3}));
  EXPECT_EQ(of("InstanceNormalization", {{1, 3, 4, 4}, {3}, {3}}), (Dims{1, 3, 4, 4}));
}

TEST(shapes, matrices) {
  EXPECT_EQ(of("MatMul", {{1, 4}, {4, 5}}), (Dims{1, 5}));
  EXPECT_EQ(of("MatMul", {{7, 1, 2, 4}, {3, 4, 5}}), (Dims{7, 3, 2, 5}));
  EXPECT_EQ(of("MatMul", {{4}, {4, 5}}), (Dims{5}));
  EXPECT_EQ(of("MatMul", {{2, 4}, {4}}), (Dims{2}));
  EXPECT_EQ(of("Gemm", {{1, 4}, {4, 5}}), (Dims{1, 5}));
  EXPECT_EQ(of("Gemm", {{4, 1}, {5, 4}, {5}}, [](auto& node) { node.set("transA", 1).set("transB", 1); }),
            (Dims{1, 5}));
}

TEST(shapes, convolutions) {
  EXPECT_EQ(of("Conv", {{1, 3, 32, 30}, {8, 3, 3, 3}}), (Dims{1, 8, 30, 28}));
  EXPECT_EQ(of("Conv", {{1, 3, 224, 224}, {32, 3, 3, 3}},
               [](auto& n) {
                 n.set("strides", OnnxBuilder::Dims{2, 2});
               }),
            (Dims{1, 32, 111, 111}));
  EXPECT_EQ(of("Conv", {{1, 4, 10, 10}, {8, 1, 3, 2}, {8}},
               [](auto& n) {
                 n.set("group", 4).set("pads", OnnxBuilder::Dims{1, 0, 2, 3}).set("dilations", OnnxBuilder::Dims{2, 1});
               }),
            (Dims{1, 8, 9, 12}));
  EXPECT_EQ(of("Conv", {{1, 3, 10}, {5, 3, 4}}), (Dims{1, 5, 7}));
  for (const char* mode : {"SAME_UPPER", "SAME_LOWER"})
    EXPECT_EQ(of("Conv", {{1, 1, 7, 8}, {2, 1, 5, 5}},
                 [&](auto& n) {
                   n.set("auto_pad", mode).set("strides", OnnxBuilder::Dims{2, 2});
                 }),
              (Dims{1, 2, 4, 4}));
  EXPECT_EQ(of("Conv", {{1, 1, 7, 8}, {2, 1, 5, 5}}, [](auto& n) { n.set("auto_pad", "VALID"); }), (Dims{1, 2, 3, 4}));
  EXPECT_EQ(of("Conv", {{1, 16, 12, 3}, {8, 3, 5, 3}}, {}, 13, "qonnx.custom_op.channels_last"), (Dims{1, 14, 8, 8}));
  EXPECT_EQ(of("ConvTranspose", {{1, 3, 4, 5}, {3, 6, 3, 3}},
               [](auto& n) {
                 n.set("strides", OnnxBuilder::Dims{2, 2}).set("pads", OnnxBuilder::Dims{1, 1, 1, 1});
               }),
            (Dims{1, 6, 7, 9}));
  EXPECT_EQ(
      of("ConvTranspose", {{1, 4, 3, 3}, {4, 1, 2, 2}},
         [](auto& n) {
           n.set("group", 4).set("strides", OnnxBuilder::Dims{2, 2}).set("output_padding", OnnxBuilder::Dims{1, 0});
         }),
      (Dims{1, 4, 7, 6}));
}

TEST(shapes, pools) {
  const auto kernel = [](auto& node) { node.set("kernel_shape", OnnxBuilder::Dims{2, 2}); };
  EXPECT_EQ(of("MaxPool", {{1, 3, 7, 8}}, kernel), (Dims{1, 3, 6, 7}));
  const auto by_two = [](auto& node) {
    node.set("kernel_shape", OnnxBuilder::Dims{2, 2}).set("strides", OnnxBuilder::Dims{2, 2});
  };
  EXPECT_EQ(of("MaxPool", {{1, 3, 7, 8}}, by_two), (Dims{1, 3, 3, 4}));
  EXPECT_EQ(of("AveragePool", {{1, 3, 7, 8}},
               [&](auto& n) {
                 by_two(n);
                 n.set("ceil_mode", 1);
               }),
            (Dims{1, 3, 4, 4}));
  // Kernel 2, stride 3, input 4 and one pad in front and behind: ceil gives 3 windows, the third begins in the padding.
  EXPECT_EQ(of("MaxPool", {{1, 1, 4}},
               [](auto& n) {
                 n.set("kernel_shape", OnnxBuilder::Dims{2}).set("strides", OnnxBuilder::Dims{3}).set("ceil_mode", 1);
                 n.set("pads", OnnxBuilder::Dims{1, 1});
               }),
            (Dims{1, 1, 2}));
  EXPECT_EQ(of("MaxPool", {{1, 7, 8, 3}}, by_two, 13, "qonnx.custom_op.channels_last"), (Dims{1, 3, 4, 3}));
  EXPECT_EQ(of("GlobalAveragePool", {{1, 3, 7, 8}}), (Dims{1, 3, 1, 1}));
  EXPECT_EQ(of("GlobalMaxPool", {{1, 7, 8, 3}}, {}, 13, "qonnx.custom_op.channels_last"), (Dims{1, 1, 1, 3}));
}

TEST(shapes, reductions) {
  EXPECT_EQ(of("ReduceMean", {{1, 3, 4, 5}},
               [](auto& n) {
                 n.set("axes", OnnxBuilder::Dims{2, -1});
               }),
            (Dims{1, 3, 1, 1}));
  EXPECT_EQ(of("ReduceMax", {{1, 3, 4, 5}},
               [](auto& n) {
                 n.set("axes", OnnxBuilder::Dims{-1, 1}).set("keepdims", 0);
               }),
            (Dims{1, 4}));
  EXPECT_EQ(of("ReduceSum", {{2, 3}}), (Dims{1, 1}));
  OnnxBuilder input(13);
  input.input("x", {1, 3, 4}).integers("axes", {1}, {1}).node("ReduceSum", {"x", "axes"}, {"y"});
  EXPECT_EQ(shape(input), (Dims{1, 1, 4}));
  EXPECT_EQ(of("ArgMax", {{1, 3, 4}}, [](auto& n) { n.set("axis", -1).set("keepdims", 0); }), (Dims{1, 3}));
  OnnxBuilder top(13);
  top.input("x", {1, 10}).integers("k", {1}, {3}).node("TopK", {"x", "k"}, {"y", "y1"});
  EXPECT_EQ(shapes(top), (std::vector<Dims>{{1, 3}, {1, 3}}));
}

TEST(shapes, layouts) {
  EXPECT_EQ(of("Flatten", {{2, 3, 4, 5}}), (Dims{2, 60}));
  EXPECT_EQ(of("Flatten", {{2, 3, 4, 5}}, [](auto& n) { n.set("axis", -1); }), (Dims{24, 5}));
  EXPECT_EQ(of("Flatten", {{2, 3}}, [](auto& n) { n.set("axis", 0); }), (Dims{1, 6}));
  EXPECT_EQ(of("Transpose", {{2, 3, 4}}), (Dims{4, 3, 2}));
  EXPECT_EQ(of("Transpose", {{2, 3, 4}}, [](auto& n) { n.set("perm", OnnxBuilder::Dims{1, 2, 0}); }), (Dims{3, 4, 2}));
  EXPECT_EQ(of(
                "Squeeze", {{1, 3, 1, 4}}, [](auto& n) { n.set("axes", OnnxBuilder::Dims{-2}); }, 11),
            (Dims{1, 3, 4}));
  EXPECT_EQ(of("Squeeze", {{1, 3, 1, 4}}), (Dims{3, 4}));
  EXPECT_EQ(of(
                "Unsqueeze", {{3, 4}},
                [](auto& n) {
                  n.set("axes", OnnxBuilder::Dims{0, -1});
                },
                11),
            (Dims{1, 3, 4, 1}));
  EXPECT_EQ(of("Concat", {{1, 3, 4}, {1, 2, 4}, {1, 1, 4}}, [](auto& n) { n.set("axis", -2); }), (Dims{1, 6, 4}));
  EXPECT_EQ(of("DepthToSpace", {{1, 12, 4, 5}}, [](auto& n) { n.set("blocksize", 2); }), (Dims{1, 3, 8, 10}));
  EXPECT_EQ(of("SpaceToDepth", {{1, 3, 8, 10}}, [](auto& n) { n.set("blocksize", 2); }), (Dims{1, 12, 4, 5}));
  EXPECT_EQ(of(
                "Pad", {{1, 3, 4}},
                [](auto& n) {
                  n.set("pads", OnnxBuilder::Dims{0, 1, 2, 0, 0, -1});
                },
                9),
            (Dims{1, 4, 5}));
}

/// One node whose second and later inputs are constants.
Dims with_integers(const std::string& op, const Dims& in, const std::vector<std::vector<std::int64_t>>& lists,
                   const Attributes& attributes = {}, int opset = 13) {
  OnnxBuilder builder(opset);
  builder.input("x", in);
  std::vector<std::string> names = {"x"};
  for (const auto& list : lists) {
    names.push_back("c" + std::to_string(names.size()));
    builder.integers(names.back(), {static_cast<std::int64_t>(list.size())}, list);
  }
  auto node = builder.node(op, names, {"y"});
  if (attributes) attributes(node);
  return shape(builder);
}

TEST(shapes, constant_inputs) {
  EXPECT_EQ(with_integers("Reshape", {2, 3, 4}, {{0, -1}}), (Dims{2, 12}));
  EXPECT_EQ(with_integers("Reshape", {2, 3, 4}, {{4, 6}}), (Dims{4, 6}));
  EXPECT_EQ(with_integers("Squeeze", {1, 3, 1}, {{2}}), (Dims{1, 3}));
  EXPECT_EQ(with_integers("Unsqueeze", {3}, {{0, 2}}), (Dims{1, 3, 1}));
  EXPECT_EQ(with_integers("Expand", {3, 1}, {{2, 1, 4}}), (Dims{2, 3, 4}));
  EXPECT_EQ(with_integers("Tile", {2, 3}, {{3, 2}}), (Dims{6, 6}));
  EXPECT_EQ(with_integers("Pad", {1, 3}, {{0, 2, 0, 1}}), (Dims{1, 6}));
  EXPECT_EQ(with_integers("Slice", {4, 10}, {{1, -2}, {100, -9}, {0, 1}, {2, -3}}), (Dims{2, 3}));
  EXPECT_EQ(with_integers("Gather", {4, 5, 6}, {{0, -1}}, [](auto& n) { n.set("axis", 1); }), (Dims{4, 2, 6}));
}

TEST(shapes, splits) {
  OnnxBuilder even(13);
  even.input("x", {1, 6}).node("Split", {"x"}, {"y", "y1", "y2"}).set("axis", 1);
  EXPECT_EQ(shapes(even), (std::vector<Dims>{{1, 2}, {1, 2}, {1, 2}}));
  OnnxBuilder uneven(18);
  uneven.input("x", {1, 7}).node("Split", {"x"}, {"y", "y1", "y2"}).set("axis", 1).set("num_outputs", 3);
  EXPECT_EQ(shapes(uneven), (std::vector<Dims>{{1, 3}, {1, 3}, {1, 1}}));
  OnnxBuilder sizes(13);
  sizes.input("x", {1, 7}).integers("s", {2}, {3, 4}).node("Split", {"x", "s"}, {"y", "y1"}).set("axis", 1);
  EXPECT_EQ(shapes(sizes), (std::vector<Dims>{{1, 3}, {1, 4}}));
  OnnxBuilder attribute(9);
  attribute.input("x", {1, 7}).node("Split", {"x"}, {"y", "y1"}).set("axis", 1).set("split", Dims{2, 5});
  EXPECT_EQ(shapes(attribute), (std::vector<Dims>{{1, 2}, {1, 5}}));
}

TEST(shapes, resize_in_all_its_forms) {
  const std::vector<float> twice = {1, 1, 2, 1.5F};
  EXPECT_EQ(of(
                "Upsample", {{1, 2, 3, 5}}, [&](auto& n) { n.set("scales", twice); }, 7),
            (Dims{1, 2, 6, 7}));
  for (const char* op : {"Upsample", "Resize"}) {
    OnnxBuilder two(op == std::string("Resize") ? 10 : 9);
    two.input("x", {1, 2, 3, 5}).floats("s", {4}, twice).node(op, {"x", "s"}, {"y"});
    EXPECT_EQ(shape(two), (Dims{1, 2, 6, 7})) << op;
  }
  OnnxBuilder scales(13);
  scales.input("x", {1, 2, 3, 5}).floats("s", {4}, twice).node("Resize", {"x", "", "s"}, {"y"});
  EXPECT_EQ(shape(scales), (Dims{1, 2, 6, 7}));
  OnnxBuilder sizes(13);
  sizes.input("x", {1, 2, 3, 5}).floats("r", {0}, {}).floats("s", {0}, {}).integers("z", {4}, {1, 2, 9, 4});
  sizes.node("Resize", {"x", "r", "s", "z"}, {"y"});
  EXPECT_EQ(shape(sizes), (Dims{1, 2, 9, 4}));
  OnnxBuilder axes(18);
  axes.input("x", {1, 2, 3, 5}).floats("s", {2}, {2, 2}).node("Resize", {"x", "", "s"}, {"y"}).set("axes", Dims{2, 3});
  EXPECT_EQ(shape(axes), (Dims{1, 2, 6, 10}));
}

TEST(shapes, finn_nodes) {
  const auto matrix = [](auto& n) { n.set("MW", 8).set("MH", 5); };
  EXPECT_EQ(of("MVAU_hls", {{1, 8}, {8, 5}}, matrix, 13, "finn.custom_op.fpgadataflow.hls"), (Dims{1, 5}));
  EXPECT_EQ(of("StreamingFCLayer_Batch", {{1, 4, 4, 8}, {8, 5}}, matrix, 13, "finn"), (Dims{1, 4, 4, 5}));
  EXPECT_EQ(of(
                "VVAU", {{1, 4, 4, 27}, {3, 1, 3, 3}}, [](auto& n) { n.set("Channels", 3); }, 13,
                "finn.custom_op.fpgadataflow"),
            (Dims{1, 4, 4, 3}));
  EXPECT_EQ(of("Thresholding_Batch", {{1, 4, 4, 3}, {3, 7}}, {}, 13, "finn.custom_op.fpgadataflow"),
            (Dims{1, 4, 4, 3}));
}

TEST(shapes, unknown_operators_take_what_the_file_says) {
  OnnxBuilder stated;
  stated.input("x", {1, 4}).value_info("h", {1, 7}).node("Mystery", {"x"}, {"h"}).domain("acme");
  stated.node("Relu", {"h"}, {"y"});
  EXPECT_EQ(shape(stated), (Dims{1, 7}));
  OnnxBuilder silent;
  silent.input("x", {1, 4}).node("Mystery", {"x"}, {"h"}).domain("acme");
  silent.node("Relu", {"h"}, {"y"});
  EXPECT_EQ(shape(silent), (Dims{-1})) << "no shape, and no complaint";
}

TEST(shapes, inference_wins_over_what_the_file_says) {
  OnnxBuilder builder;
  builder.input("x", {1, 4}).value_info("h", {1, 7}).node("Relu", {"x"}, {"h"});
  builder.node("Relu", {"h"}, {"y"});
  EXPECT_EQ(shape(builder), (Dims{1, 4}));
}

TEST(shapes, free_batch_is_one) { EXPECT_EQ(of("Relu", {{0, 3, 4}}), (Dims{1, 3, 4})); }

TEST(shapes, integer_types_follow) {
  OnnxBuilder builder;
  builder.input("x", {1, 4}).input("i", {1, 4}, ::onnx::TensorProto::INT8);
  builder.node("ArgMax", {"x"}, {"a"}).set("axis", 1);
  builder.node("Cast", {"i"}, {"c"}).set("to", 1);
  builder.node("Identity", {"i"}, {"d"});
  builder.node("Quant", {"i"}, {"q"}).domain("qonnx.custom_op.general");
  for (const char* name : {"a", "c", "d", "q"}) builder.output(name);
  builder.annotate("x", "UINT8").annotate("q", "INT4");
  Diagnostics diagnostics;
  const auto model = parse_model(builder.bytes(), "m.onnx", ".", diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  EXPECT_FALSE(model->values.at("x").is_integer);
  EXPECT_TRUE(model->values.at("i").is_integer);
  EXPECT_TRUE(model->values.at("a").is_integer);
  EXPECT_FALSE(model->values.at("c").is_integer);
  EXPECT_TRUE(model->values.at("d").is_integer);
  EXPECT_FALSE(model->values.at("q").is_integer);
  EXPECT_EQ(model->values.at("x").datatype, "UINT8");
  EXPECT_EQ(model->values.at("q").datatype, "INT4");
  EXPECT_FALSE(model->values.at("i").datatype.has_value());
}

}  // namespace
}  // namespace finn::onnx
