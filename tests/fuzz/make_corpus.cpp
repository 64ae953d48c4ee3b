// SPDX-License-Identifier: Apache-2.0
// Writes the ONNX part of the seed corpus: tiny models that together use every shape rule and evaluator.
// Usage: make_corpus FOLDER
#include <fstream>
#include <functional>
#include <iostream>

#include "support/onnx_builder.h"

namespace finn::test {
namespace {

using Dims = OnnxBuilder::Dims;
using Names = OnnxBuilder::Names;

constexpr const char* kQonnx = "qonnx.custom_op.general";

OnnxBuilder quantized_mlp() {
  OnnxBuilder b(9);
  b.input("x", {0, 1, 2, 2})
      .integers("i", {}, {0})
      .integers("m", {1}, {-1})
      .floats("w", {3, 4}, std::vector<float>(12, 1));
  b.floats("one", {}, {1}).floats("zero", {}, {0}).floats("bits", {}, {2}).output("y").annotate("x", "UINT8");
  b.node("Shape", {"x"}, {"s"});
  b.node("Gather", {"s", "i"}, {"n"}).set("axis", 0);
  b.node("Unsqueeze", {"n"}, {"l"}).set("axes", Dims{0});
  b.node("Concat", {"l", "m"}, {"t"}).set("axis", 0);
  b.node("Reshape", {"x", "t"}, {"f"});
  b.node("Quant", {"w", "one", "zero", "bits"}, {"q"})
      .set("signed", 1)
      .set("narrow", 0)
      .set("rounding_mode", "ROUND")
      .domain(kQonnx);
  b.node("Transpose", {"q"}, {"qt"}).set("perm", Dims{1, 0});
  b.node("MatMul", {"f", "qt"}, {"a"});
  b.floats("p", {3}, {1, 2, 3});
  b.node("BatchNormalization", {"a", "p", "p", "p", "p"}, {"h"}).set("epsilon", 1e-5F);
  b.node("BipolarQuant", {"h", "one"}, {"y"}).domain(kQonnx);
  return b;
}

OnnxBuilder convolutions() {
  OnnxBuilder b(13);
  b.input("x", {1, 2, 6, 6})
      .floats("w", {4, 1, 3, 3}, std::vector<float>(36, 0.5F))
      .floats("v", {4, 2, 2, 2}, std::vector<float>(32, 1));
  b.node("Conv", {"x", "w"}, {"c"})
      .set("group", 2)
      .set("pads", Dims{1, 1, 1, 1})
      .set("strides", Dims{2, 1})
      .set("kernel_shape", Dims{3, 3});
  b.node("Relu", {"c"}, {"r"});
  b.node("MaxPool", {"r"}, {"p"}).set("kernel_shape", Dims{2, 2}).set("ceil_mode", 1).set("auto_pad", "NOTSET");
  b.node("ConvTranspose", {"p", "v"}, {"t"}).set("strides", Dims{2, 2}).set("output_padding", Dims{1, 0});
  b.node("GlobalAveragePool", {"t"}, {"g"});
  b.node("Flatten", {"g"}, {"f"}).set("axis", 1);
  b.floats("k", {2, 3}, std::vector<float>(6, 2)).floats("bias", {3}, {1, 2, 3});
  b.node("Gemm", {"f", "k", "bias"}, {"o"}).set("alpha", 1.0F);
  b.node("Softmax", {"o"}, {"y"}).set("axis", -1);
  b.integers("one", {1}, {1});
  b.node("TopK", {"o", "one"}, {"top", "index"}).set("axis", -1);
  b.output("y").output("index");
  return b;
}

OnnxBuilder channels_last() {
  OnnxBuilder b(17);
  b.input("x", {1, 4, 4, 2}).floats("w", {3, 2, 2, 2}, std::vector<float>(24, 1)).output("y");
  b.node("Conv", {"x", "w"}, {"c"})
      .set("kernel_shape", Dims{2, 2})
      .set("dilations", Dims{2, 1})
      .domain("qonnx.custom_op.channels_last");
  b.node("LeakyRelu", {"c"}, {"l"}).set("alpha", 0.1F);
  b.node("MaxPool", {"l"}, {"y"}).set("kernel_shape", Dims{2, 1}).domain("qonnx.custom_op.channels_last");
  return b;
}

OnnxBuilder layouts() {
  OnnxBuilder b(13);
  b.input("x", {1, 4, 2, 3})
      .integers("st", {2}, {0, -1})
      .integers("en", {2}, {9, -9})
      .integers("ax", {2}, {1, 3})
      .integers("sp", {2}, {2, -1});
  b.integers("pads", {8}, {0, 0, 1, 0, 0, 0, 1, 0})
      .floats("sc", {4}, {1, 1, 2, 1.5F})
      .integers("rep", {4}, {1, 2, 1, 1});
  b.integers("a0", {1}, {0}).integers("idx", {2}, {1, 0}).integers("e", {2}, {2, 1});
  b.node("Slice", {"x", "st", "en", "ax", "sp"}, {"s"});
  b.node("Pad", {"s", "pads"}, {"p"}).set("mode", "constant");
  b.node("Resize", {"p", "", "sc"}, {"r"}).set("mode", "nearest");
  b.node("Tile", {"r", "rep"}, {"t"});
  b.node("Split", {"t"}, {"u0", "u1"}).set("axis", 1);
  b.node("Concat", {"u0", "u1"}, {"c"}).set("axis", -1);
  b.node("DepthToSpace", {"x"}, {"d"}).set("blocksize", 2);
  b.node("Squeeze", {"d", "a0"}, {"q"});
  b.node("Gather", {"q", "idx"}, {"g"}).set("axis", 1);
  b.node("ReduceMean", {"g"}, {"m"}).set("axes", Dims{-1}).set("keepdims", 0);
  b.node("Expand", {"m", "e"}, {"y"});
  b.output("y").output("c");
  return b;
}

OnnxBuilder constants() {
  OnnxBuilder b(13);
  b.input("x", {1, 2})
      .integers("s", {2}, {2, 2})
      .integers("a", {}, {5})
      .integers("l", {}, {-2})
      .integers("d", {}, {-3});
  b.node("ConstantOfShape", {"s"}, {"k"}).set("value", OnnxBuilder::float_tensor({1}, {0.5F}));
  b.node("Range", {"a", "l", "d"}, {"r"});
  b.node("Cast", {"r"}, {"f"}).set("to", 10);
  b.node("Constant", {}, {"c"}).set("value_floats", std::vector<float>{1, 2, 4});
  b.node("Pow", {"c", "f"}, {"p"});
  b.node("Equal", {"r", "a"}, {"e"});
  b.node("Where", {"e", "p", "f"}, {"w"});
  b.node("Div", {"w", "c"}, {"v"});
  b.node("Clip", {"v"}, {"i"});
  b.node("ReduceSum", {"i"}, {"n"}).set("keepdims", 0);
  b.node("Mul", {"x", "n"}, {"h"});
  b.node("Transpose", {"k"}, {"kt"});
  b.node("MatMul", {"h", "kt"}, {"y"});
  b.output("y");
  return b;
}

OnnxBuilder finn_nodes() {
  OnnxBuilder b(14);
  b.input("x", {1, 4})
      .floats("w", {4, 2}, std::vector<float>(8, -1))
      .floats("t", {2, 3}, {0, 1, 2, 0, 1, 2})
      .output("y");
  b.node("MVAU_hls", {"x", "w", "t"}, {"h"})
      .set("MW", 4)
      .set("MH", 2)
      .set("inputDataType", "INT2")
      .domain("finn.custom_op.fpgadataflow.hls");
  b.node("MultiThreshold", {"h", "t"}, {"m"})
      .set("out_dtype", "UINT2")
      .set("out_scale", 2.0F)
      .domain("finn.custom_op.general");
  b.node("Mystery", {"m"}, {"y"}).domain("acme");
  b.value_info("y", {1, 2}).annotate("w", "BIPOLAR");
  return b;
}

OnnxBuilder element_types() {
  OnnxBuilder b(21);
  b.input("x", {1, 2}, ::onnx::TensorProto::INT8).output("y");
  Names inputs = {"x"};
  for (const int type : {2, 3, 5, 9, 10, 16, 17, 20, 21, 22}) {
    inputs.push_back("t" + std::to_string(type));
    const bool wide = type == 5 || type == 10 || type == 16;
    b.initializer(inputs.back(), {2}, type).set_raw_data(type > 20 ? "\x21" : wide ? "\x01\x3c\x02\x40" : "\x38\x01");
  }
  auto& external = b.initializer("ext", {2}, 3);
  external.set_data_location(::onnx::TensorProto::EXTERNAL);
  auto* entry = external.add_external_data();
  entry->set_key("location");
  entry->set_value("w.bin");
  inputs.push_back("ext");
  b.node("Max", inputs, {"y"});
  return b;
}

}  // namespace
}  // namespace finn::test

int main(int argc, char** argv) {
  using namespace finn::test;
  if (argc != 2) {
    std::cerr << "usage: make_corpus FOLDER\n";
    return 2;
  }
  const std::pair<const char*, OnnxBuilder> models[] = {
      {"quantized_mlp", quantized_mlp()}, {"convolutions", convolutions()},
      {"channels_last", channels_last()}, {"layouts", layouts()},
      {"constants", constants()},         {"finn_nodes", finn_nodes()},
      {"element_types", element_types()},
  };
  for (const auto& [name, model] : models) {
    std::ofstream file(std::string(argv[1]) + "/" + name + ".onnx", std::ios::binary);
    file << model.bytes();
    if (!file) return 1;
  }
  return 0;
}
