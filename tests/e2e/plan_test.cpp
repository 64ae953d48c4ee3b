// SPDX-License-Identifier: Apache-2.0
// --goal: the best folding that fits a platform, and that what it chooses is right in Verilator.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/program.h"

namespace finn::test {
namespace {

const std::filesystem::path kNetwork =
    std::filesystem::path(FINN_SOURCE_DIR) / "networks/qonnx/digits_cnn_w2a2/model.onnx";

nlohmann::json estimate(const std::vector<std::string>& options) {
  std::vector<std::string> arguments{"estimate", kNetwork.string(), "--json"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramResult result = finn_rtlgen(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return nlohmann::json::parse(result.out);
}

TEST(Plan, FastestIsFasterWithMoreOfThePlatform) {
  const auto small = estimate({"--goal", "fps", "--utilization", "0.03"});
  const auto large = estimate({"--goal", "fps", "--utilization", "0.3"});
  EXPECT_LT(large["ii_cycles"], small["ii_cycles"]);
  EXPECT_GT(large["total"]["lut"], small["total"]["lut"]);
}

TEST(Plan, LeastAreaMeetsTheTargetWithNoMoreLutsThanTheRule) {
  for (const char* fps : {"50000", "200000", "500000"}) {
    const auto rule = estimate({"--target-fps", fps});
    const auto best = estimate({"--target-fps", fps, "--goal", "area"});
    EXPECT_GE(best["fps"].get<double>(), std::stod(fps));
    EXPECT_LE(best["total"]["lut"].get<double>(), 1.02 * rule["total"]["lut"].get<double>()) << fps;
  }
}

TEST(Plan, SaysWhenNothingFits) {
  const ProgramResult result =
      finn_rtlgen({"estimate", kNetwork.string(), "--goal", "area", "--target-fps", "90000000"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("FR4003"), std::string::npos) << result.err;
}

TEST(Plan, ChosenFoldingIsExact) {
  const TemporaryFolder folder("plan");
  const std::filesystem::path network = folder / "digits_cnn_w2a2.json";
  ASSERT_EQ(finn_rtlgen({"import", kNetwork.string(), "-o", network.string()}).exit_code, 0);
  Accelerator accelerator = generate(network, folder / "out", {"--goal", "fps", "--utilization", "0.2"});
  verify(accelerator, {"--frames", "3", "--stall", "0.2"});
  expect_no_bubbles(accelerator);
}

}  // namespace
}  // namespace finn::test
