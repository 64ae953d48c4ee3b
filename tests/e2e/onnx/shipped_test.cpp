// SPDX-License-Identifier: Apache-2.0
// The shipped ONNX models, as Brevitas exported them: the results of the Python package qonnx, and bit-exact hardware.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "e2e/onnx/model_folder.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

/// What float32, in which qonnx computes, may lose of a sum: relative to the largest output of the sample, because a
/// sum that ends near 0 keeps the error of its terms. The outputs' integers are far wider apart.
constexpr double kFloat32 = 1e-6;
constexpr std::size_t kOutputs = 10;

std::vector<ModelFolder> shipped() { return model_folders(fs::path(FINN_SOURCE_DIR) / "networks" / "qonnx"); }

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const ModelFolder& model : shipped()) found.push_back(model.path.filename().string());
  return found;
}

class ShippedOnnx : public testing::TestWithParam<std::string> {
 protected:
  ModelFolder model_{fs::path(FINN_SOURCE_DIR) / "networks" / "qonnx" / GetParam()};
};

TEST_P(ShippedOnnx, RunsAsQonnx) {
  const TemporaryFolder scratch("shipped_" + GetParam());
  const fs::path output = scratch / "output.npy";
  const ProgramResult result = model_.run(output);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<double> found = read_reals(output);
  const std::vector<double> expected = read_reals(model_.file("output.npy"));
  ASSERT_EQ(found.size(), expected.size());
  ASSERT_GE(found.size(), 64 * kOutputs);
  const bool whole = std::all_of(expected.begin(), expected.end(), [](double x) { return x == std::floor(x); });
  EXPECT_EQ(whole, GetParam() == "digits_mlp_w1a1");
  for (std::size_t begin = 0; begin < found.size(); begin += kOutputs) {
    double largest = 0;
    for (std::size_t i = begin; i < begin + kOutputs; ++i) largest = std::max(largest, std::abs(expected[i]));
    for (std::size_t i = begin; i < begin + kOutputs; ++i)
      ASSERT_NEAR(found[i], expected[i], whole ? 0 : kFloat32 * largest) << "element " << i;
  }
}

TEST_P(ShippedOnnx, IsBitExactInVerilator) {
  const TemporaryFolder scratch("shipped_hw_" + GetParam());
  const fs::path ip = model_.generate(scratch / "out");
  EXPECT_EQ(ip.filename(), GetParam());
  const ProgramResult verified = finn_rtlgen({"verify", ip.string(), "--input", model_.file("input.npy"), "--expect",
                                              model_.file("output.npy"), "--frames", "3", "--stall", "0.2"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

std::string model_name(const testing::TestParamInfo<std::string>& info) { return info.param; }
INSTANTIATE_TEST_SUITE_P(Shipped, ShippedOnnx, testing::ValuesIn(names()), model_name);

TEST(ShippedOnnxModels, AreThereAndSmall) {
  EXPECT_EQ(names(), (std::vector<std::string>{"digits_cnn_w2a2", "digits_mlp_w1a1", "digits_residual_w4a4"}));
  for (const ModelFolder& model : shipped()) {
    EXPECT_LT(fs::file_size(model.file()), 100'000U) << model.path;
    for (const char* file : {"input.npy", "output.npy", "labels.npy", "README.md"})
      EXPECT_TRUE(fs::exists(model.file(file))) << model.path << " " << file;
  }
}

/// Recorded labels: what was measured in training holds for the recorded outputs too.
TEST(ShippedOnnxModels, ClassifyDigits) {
  for (const ModelFolder& model : shipped()) {
    const std::vector<double> outputs = read_reals(model.file("output.npy"));
    const std::vector<double> labels = read_reals(model.file("labels.npy"));
    ASSERT_EQ(outputs.size(), labels.size() * kOutputs) << model.path;
    std::size_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto first = outputs.begin() + static_cast<std::ptrdiff_t>(i * kOutputs);
      right += std::max_element(first, first + kOutputs) - first == std::lround(labels[i]) ? 1 : 0;
    }
    EXPECT_GE(right * 100, labels.size() * 93) << model.path;
  }
}

TEST(ShippedOnnxModels, ResidualHasAnAdditionAndADepthwiseUnit) {
  const TemporaryFolder scratch("shipped_residual");
  const ModelFolder model{fs::path(FINN_SOURCE_DIR) / "networks" / "qonnx" / "digits_residual_w4a4"};
  const fs::path ip = model.generate(scratch / "out");
  const nlohmann::json network = nlohmann::json::parse(read_text(ip / "net.json"));
  std::multiset<std::string> kinds;
  bool has_depthwise = false;
  for (const auto& layer : network.at("layers")) {
    kinds.insert(layer.at("kind").get<std::string>());
    has_depthwise = has_depthwise || layer.value("group", 1) > 1;
  }
  EXPECT_TRUE(has_depthwise);
  EXPECT_EQ(kinds.count("add"), 1U);
  EXPECT_EQ(kinds.count("conv"), 4U);
  const std::string files = read_text(ip / "rtl" / "files.f");
  EXPECT_NE(files.find("fr_add_"), std::string::npos) << files;
  EXPECT_NE(files.find("fr_vvu_"), std::string::npos) << files;
}

}  // namespace
}  // namespace finn::test
