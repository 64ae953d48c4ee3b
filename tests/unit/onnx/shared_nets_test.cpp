// SPDX-License-Identifier: Apache-2.0
// Models as exporters write them, from the folder of further networks: every one is read, every value of the graph has
// a shape, and that shape is the one that the exporter wrote down, where it did.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "onnx.pb.h"
#include "onnx/reader.h"

namespace finn::onnx {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> model_folders() {
  std::vector<fs::path> out;
  const fs::path root = fs::path(FINN_SHARED_NETS) / "qonnx";
  if (std::string_view(FINN_SHARED_NETS).empty() || !fs::is_directory(root)) return out;
  for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
    if (fs::exists(entry.path() / "model.onnx")) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Shapes that the file states completely, by tensor; a free leading dimension is 1.
std::map<std::string, Dims> stated_shapes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  ::onnx::ModelProto proto;
  std::map<std::string, Dims> out;
  EXPECT_TRUE(proto.ParseFromIstream(&stream));
  const auto add = [&](const ::onnx::ValueInfoProto& value) {
    if (!value.type().tensor_type().has_shape()) return;
    Dims dims;
    for (const auto& dim : value.type().tensor_type().shape().dim())
      dims.push_back(dim.dim_value() > 0 ? dim.dim_value() : dims.empty() ? 1 : 0);
    if (std::find(dims.begin(), dims.end(), 0) == dims.end()) out[value.name()] = dims;
  };
  for (const auto& value : proto.graph().value_info()) add(value);
  for (const auto& value : proto.graph().input()) add(value);
  for (const auto& value : proto.graph().output()) add(value);
  return out;
}

TEST(shared_nets, every_model_is_read_with_all_shapes) {
  const auto folders = model_folders();
  if (folders.empty()) GTEST_SKIP() << "no models: FINN_SHARED_NETS names no folder with qonnx/*/model.onnx";
  std::size_t compared = 0;
  for (const fs::path& folder : folders) {
    SCOPED_TRACE(folder.filename().string());
    Diagnostics diagnostics;
    const auto model = read_model(folder / "model.onnx", diagnostics);
    ASSERT_TRUE(model.has_value()) << diagnostics.text();
    EXPECT_FALSE(model->nodes.empty());
    std::set<std::string> known(model->inputs.begin(), model->inputs.end());
    for (const auto& [name, tensor] : model->constants) known.insert(name);
    for (const Node& node : model->nodes) {
      for (const std::string& input : node.inputs) EXPECT_TRUE(input.empty() || known.count(input) == 1) << input;
      for (const std::string& output : node.outputs) {
        EXPECT_EQ(model->values.count(output), 1u) << node.name << " " << output;
        known.insert(output);
      }
      for (const char* idiom : {"Shape", "Gather", "Constant"}) EXPECT_NE(node.op, idiom);
    }
    for (const std::string& output : model->outputs) EXPECT_EQ(known.count(output), 1u) << output;
    for (const auto& [name, dims] : stated_shapes(folder / "model.onnx")) {
      const auto value = model->values.find(name);
      if (value == model->values.end()) continue;
      EXPECT_EQ(value->second.shape, dims) << name;
      ++compared;
    }
  }
  EXPECT_GT(compared, folders.size());
}

TEST(shared_nets, quantized_weights_stay_nodes) {
  const fs::path file = fs::path(FINN_SHARED_NETS) / "qonnx" / "tfc_1w1a" / "model.onnx";
  if (!fs::exists(file)) GTEST_SKIP() << "no model: FINN_SHARED_NETS has no qonnx/tfc_1w1a";
  Diagnostics diagnostics;
  const auto model = read_model(file, diagnostics);
  ASSERT_TRUE(model.has_value()) << diagnostics.text();
  std::vector<std::string> ops;
  for (const Node& node : model->nodes) ops.push_back(node.op);
  const auto count = [&](const char* op) { return std::count(ops.begin(), ops.end(), op); };
  EXPECT_EQ(count("BipolarQuant"), 8);
  EXPECT_EQ(count("Transpose"), 4);
  EXPECT_EQ(count("MatMul"), 4);
  EXPECT_EQ(count("Concat") + count("Unsqueeze") + count("Pow"), 0);
  EXPECT_EQ(count("Reshape"), 1);
  ASSERT_EQ(model->outputs.size(), 1u);
  EXPECT_EQ(model->values.at(model->outputs[0]).shape, (Dims{1, 10}));
}

}  // namespace
}  // namespace finn::onnx
