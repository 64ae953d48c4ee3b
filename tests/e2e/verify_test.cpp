// SPDX-License-Identifier: Apache-2.0
// `finn-rtlgen verify`: what it accepts, and what it says of faulty hardware.
#include <gtest/gtest.h>

#include <future>
#include <regex>

#include "e2e/accelerator.h"
#include "import/npy.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

// Two layers and a threshold between them, small enough to compute by hand.
constexpr const char* kNet = R"({"format": "finn-rtlgen-net", "version": 1, "name": "two_layers",
 "inputs": [{"name": "x", "shape": [4], "type": "UINT4"}], "outputs": [{"name": "y", "scale": 0.5, "bias": 1.0}],
 "layers": [
  {"name": "first", "kind": "fc", "inputs": ["x"], "outputs": ["a"],
   "weights": {"type": "INT3", "shape": [2, 4], "data": [1, -2, 3, 0, -4, 1, 1, 2]}},
  {"name": "act", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
   "thresholds": {"type": "INT8", "shape": [2, 3], "data": [-10, 0, 10, -20, 0, 20]}},
  {"name": "second", "kind": "fc", "inputs": ["h"], "outputs": ["y"],
   "weights": {"type": "INT2", "shape": [2, 2], "data": [1, -1, -2, 1]}}]})";

// x = (1, 2, 3, 4): a = (6, 9), h = (2, 2), y = (0, -2); x = (15, 0, 0, 0): a = (15, -60), h = (3, 0), y = (3, -6).
const std::vector<std::int64_t> kInput{1, 2, 3, 4, 15, 0, 0, 0};
const std::vector<std::int64_t> kOutput{0, -2, 3, -6};

class Verify : public testing::Test {
 protected:
  Verify() : folder_(testing::UnitTest::GetInstance()->current_test_info()->name()) {
    write_text(folder_ / "net.json", kNet);
    write_text(folder_ / "x.npy", npy_bytes({2, 4}, kInput));
    write_text(folder_ / "y.npy", npy_bytes({2, 2}, kOutput));
    accelerator_ = generate(folder_ / "net.json", folder_ / "out");
  }

  ProgramResult verify_with(const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"verify", accelerator_.folder.string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return finn_rtlgen(arguments);
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  nlohmann::json result() const {
    return nlohmann::json::parse(read_text(accelerator_.folder / "report" / "verify.json"));
  }

  TemporaryFolder folder_;
  Accelerator accelerator_;
};

TEST_F(Verify, IntegerAndRealExpectations) {
  write_text(folder_ / "real.npy", npy_bytes({2, 2}, std::vector<double>{1.0, 0.0, 2.5, -2.0}));
  for (const char* expect : {"y.npy", "real.npy"}) {
    const ProgramResult run = verify_with({"--input", file("x.npy"), "--expect", file(expect)});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(result().at("frames"), 2);
    EXPECT_EQ(result().at("mismatches"), 0);
  }
  const ProgramResult named = verify_with({"--input", "x=" + file("x.npy"), "--expect", "y=" + file("y.npy")});
  EXPECT_EQ(named.exit_code, 0) << named.err;
}

TEST_F(Verify, WrongExpectationNamesTheElement) {
  std::vector<std::int64_t> wrong = kOutput;
  wrong[3] = 7;
  write_text(folder_ / "wrong.npy", npy_bytes({2, 2}, wrong));
  write_text(folder_ / "real.npy", npy_bytes({2, 2}, std::vector<double>{1.0, 0.0, 2.5, -2.0000000001}));
  for (const char* expect : {"wrong.npy", "real.npy"}) {
    const ProgramResult run = verify_with({"--input", file("x.npy"), "--expect", file(expect)});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find("output \"y\", frame 1, element 1 [1]"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("golden model agrees with the hardware"), std::string::npos) << run.err;
    EXPECT_EQ(result().at("mismatches"), 1);
    EXPECT_FALSE(result().at("ok").get<bool>());
  }
  // The wrong element is in the second frame.
  EXPECT_EQ(verify_with({"--input", file("x.npy"), "--expect", file("wrong.npy"), "--frames", "1"}).exit_code, 0);
}

TEST_F(Verify, FirstLayerThatDiffersIsNamed) {
  // Other thresholds: the first layer's accumulators stay right, the threshold's outputs do not.
  int changed = 0;
  for (const auto& entry : fs::directory_iterator(accelerator_.folder / "rtl")) {
    const std::string text = read_text(entry.path());
    if (text.find(".TABLE(") == std::string::npos) continue;
    write_text(entry.path(), std::regex_replace(text, std::regex("7'h[0-9a-f]+"), "7'h3f"));
    ++changed;
  }
  ASSERT_EQ(changed, 1);
  const ProgramResult run = verify_with({"--input", file("x.npy"), "--expect", file("y.npy")});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("first layer whose stream differs: layer \"act\", tensor \"h\""), std::string::npos)
      << run.err;
  EXPECT_NE(run.err.find("the expected file agrees with the golden model"), std::string::npos) << run.err;
  EXPECT_EQ(result().at("first_difference").at("layer"), "act");
  EXPECT_GT(result().at("mismatches"), 0);
}

TEST_F(Verify, AnotherIntervalThanPredictedFails) {
  const fs::path header = accelerator_.folder / "sim" / "bench_config.h";
  std::string text = read_text(header);
  const std::string key = "kPredictedInterval = ";
  text.insert(text.find(key) + key.size(), "1");
  write_text(header, text);
  const ProgramResult run = verify_with({});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("interval: measured"), std::string::npos) << run.err;
}

TEST_F(Verify, StallsAndSeeds) {
  for (const char* stall : {"0", "0.05", "0.9"}) {
    const ProgramResult run = verify_with({"--stall", stall, "--seed", "11", "--frames", "20"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(result().at("passes").size(), std::string(stall) == "0" ? 2U : 3U);
    EXPECT_GE(result().at("intervals").size(), 5U);
  }
}

TEST_F(Verify, TwoAtOnce) {
  std::vector<std::future<ProgramResult>> runs;
  for (const char* seed : {"1", "2", "3"})
    runs.push_back(std::async(std::launch::async, [this, seed] { return verify_with({"--seed", seed}); }));
  for (auto& run : runs) {
    const ProgramResult ended = run.get();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
  }
  EXPECT_TRUE(result().at("ok").get<bool>());
  for (const auto& entry : fs::directory_iterator(accelerator_.folder / "sim"))
    EXPECT_FALSE(entry.path().filename().string().starts_with("run-")) << "vectors were left";
}

TEST_F(Verify, WrongUsageExitsWithTwo) {
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--stall", "1"},
                                             {"--stall", "-0.1"},
                                             {"--stall", "nan"},
                                             {"--frames", "0"},
                                             {"--expect", file("y.npy")},
                                             {"--input", "x=" + file("x.npy"), "--input", file("x.npy")}}) {
    const ProgramResult run = verify_with(options);
    EXPECT_EQ(run.exit_code, 2) << options[0] << " " << options[1] << "\n" << run.err;
  }
}

TEST_F(Verify, UnusableFilesAreRejected) {
  const auto expect_code = [&](const std::vector<std::string>& options, const std::string& code) {
    const ProgramResult run = verify_with(options);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find(code), std::string::npos) << run.err;
  };
  expect_code({"--input", file("none.npy")}, "FR1001");
  expect_code({"--input", file("y.npy")}, "FR2900");
  expect_code({"--input", file("x.npy"), "--expect", file("x.npy")}, "FR5202");
  write_text(folder_ / "wide.npy", npy_bytes({1, 4}, std::vector<std::int64_t>{0, 16, 0, 0}));
  expect_code({"--input", file("wide.npy")}, "FR2901");
  const ProgramResult elsewhere = finn_rtlgen({"verify", file("out")});
  EXPECT_EQ(elsewhere.exit_code, 1);
  EXPECT_NE(elsewhere.err.find("FR5201"), std::string::npos) << elsewhere.err;
}

}  // namespace
}  // namespace finn::test
