// SPDX-License-Identifier: Apache-2.0
// --goal: the best folding that fits a platform, and that what it chooses is right in Verilator.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/net_builder.h"
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

TEST(Plan, ShortestLatencyIsExact) {
  const TemporaryFolder folder("plan_latency");
  const std::filesystem::path network = folder / "digits_cnn_w2a2.json";
  ASSERT_EQ(finn_rtlgen({"import", kNetwork.string(), "-o", network.string()}).exit_code, 0);
  Accelerator accelerator = generate(network, folder / "out", {"--goal", "latency", "--utilization", "0.2"});
  verify(accelerator, {"--frames", "2", "--stall", "0.2"});
  const auto fastest = estimate({"--goal", "fps", "--utilization", "0.2"});
  EXPECT_LE(accelerator.report["latency_cycles"], fastest["latency_cycles"]);
}

/// 64 inputs and 13 outputs: what is fastest in little room does not divide.
TEST(Plan, PaddedFoldingIsExact) {
  const TemporaryFolder folder("plan_padded");
  write_text(folder / "net.json", NetBuilder().input({64}, "UINT4").fc(13, "INT4").json().dump());
  Accelerator accelerator = generate(folder / "net.json", folder / "out", {"--goal", "fps", "--utilization", "0.01"});
  const auto& fold = accelerator.report["layers"][0];
  EXPECT_TRUE(13 % fold["pe"].get<int>() != 0 || 64 % fold["simd"].get<int>() != 0) << fold;
  verify(accelerator, {"--frames", "5", "--stall", "0.2"});
  expect_no_bubbles(accelerator);
}

TEST(Plan, FoldFileBindsTheSearch) {
  const TemporaryFolder folder("plan_fold");
  const auto free = estimate({"--goal", "fps", "--utilization", "0.2"});
  const std::string name = free["layers"][0]["name"];
  const std::int64_t pe = 1;
  ASSERT_NE(free["layers"][0]["pe"], pe);
  write_text(folder / "fold.json", nlohmann::json{{name, {{"pe", pe}}}}.dump());
  const auto bound = estimate({"--goal", "fps", "--utilization", "0.2", "--fold", (folder / "fold.json").string()});
  EXPECT_EQ(bound["layers"][0]["pe"], pe);
  EXPECT_GT(bound["ii_cycles"], free["ii_cycles"]);
}

TEST(Plan, ReportSaysHowTheFoldingWasChosen) {
  const auto report = estimate({"--goal", "area", "--target-fps", "100000", "--regret", "5"});
  const auto& plan = report["plan"];
  EXPECT_EQ(plan["goal"], "area");
  EXPECT_EQ(plan["gap"], 0);
  EXPECT_GT(plan["choices"].get<int>(), 100);
  EXPECT_GT(plan["estimate"]["lut"].get<int>(), 0);
  EXPECT_EQ(plan["regret"]["draws"], 5);
  EXPECT_GE(plan["regret"]["worst"], plan["regret"]["median"]);
  EXPECT_TRUE(estimate({})["plan"].is_null());
}

}  // namespace
}  // namespace finn::test
