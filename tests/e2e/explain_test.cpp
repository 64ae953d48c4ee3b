// SPDX-License-Identifier: Apache-2.0
// import --explain as users read it.
#include <gtest/gtest.h>

#include <sstream>

#include "support/onnx_builder.h"
#include "support/program.h"

namespace finn::test {
namespace {

/// An fc layer and a quantizer of 60 channels, every other one of them falling, with the long names of exporters.
std::string model_with_long_names() {
  constexpr std::int64_t kChannels = 60;
  OnnxBuilder b;
  std::vector<float> matrix(2 * kChannels, 1);
  std::vector<float> gains(kChannels, 1);
  for (std::size_t c = 0; c < gains.size(); c += 2) gains[c] = -0.5F;
  const std::string stem = "/features/features.0/conv/act_quant/export_handler/";
  b.input("x", {1, 2}).floats("one", {}, {1}).floats("zero", {}, {0}).floats("bits", {}, {4});
  b.floats("w", {2, kChannels}, matrix).floats("gains", {1, kChannels}, gains);
  b.node("Quant", {"x", "one", "zero", "bits"}, {"q"}).domain("onnx.brevitas");
  b.node("MatMul", {"q", "w"}, {"m"}).proto().set_name("/features/features.0/linear/MatMul");
  b.node("Mul", {"m", "gains"}, {"g"});
  b.node("Quant", {"g", "one", "zero", "bits"}, {"y"}).domain("onnx.brevitas").proto().set_name(stem + "Quant");
  b.output("y");
  return b.bytes();
}

TEST(Explain, FitsALineAndNamesTheChannels) {
  const TemporaryFolder folder("explain");
  write_text(folder / "model.onnx", model_with_long_names());
  const ProgramResult result = finn_rtlgen({"import", (folder / "model.onnx").string(), "--explain"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::istringstream lines(result.out);
  std::string channels;
  bool in_table = true;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 120U) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    in_table = in_table && !line.empty();
    if (!in_table) channels += line;
  }
  EXPECT_NE(result.out.find("features_features_0_linear_"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("times -0.5..1"), std::string::npos) << result.out;
  EXPECT_NE(channels.find("flipped channels 0, 2, 4, "), std::string::npos) << channels;
  EXPECT_NE(channels.find(" 58"), std::string::npos) << channels;
}

}  // namespace
}  // namespace finn::test
