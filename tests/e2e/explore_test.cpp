// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen explore: what its points promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/program.h"

namespace finn::test {
namespace {

using Json = nlohmann::json;

const std::string kNetwork = std::string(FINN_SOURCE_DIR) + "/networks/digits_cnn_w2a2/net.json";

struct Explored {
  ProgramResult run;
  Json json;
};

Explored explore(const std::string& name, const std::vector<std::string>& options) {
  const TemporaryFolder folder("explore_" + name);
  const std::string file = (folder / "explore.json").string();
  std::vector<std::string> arguments{"explore", kNetwork, "--json", file};
  arguments.insert(arguments.end(), options.begin(), options.end());
  Explored explored{finn_rtlgen(arguments), {}};
  if (std::filesystem::exists(file)) explored.json = Json::parse(read_text(file));
  return explored;
}

constexpr const char* kResources[] = {"lut", "ff", "bram36", "uram", "dsp"};

/// At least as good in everything that the front counts, and better in something.
bool beats(const Json& a, const Json& b) {
  bool better = false;
  for (const char* key : {"cycles", "latency_cycles", "lut", "bram36", "uram", "dsp"}) {
    if (a.at(key) > b.at(key)) return false;
    better = better || a.at(key) < b.at(key);
  }
  return better;
}

TEST(Explore, PointsFitMeetTheirTargetsAndTheFrontIsOne) {
  const Explored explored = explore("points", {"--platform", "pynq_z1", "--platform", "zcu104", "--target-fps", "50000",
                                               "--target-fps", "200000", "--utilization", "0.2", "--points", "6"});
  ASSERT_EQ(explored.run.exit_code, 0) << explored.run.err;
  ASSERT_EQ(explored.json.at("series").size(), 2U);
  for (const Json& series : explored.json.at("series")) {
    SCOPED_TRACE(series.at("platform"));
    EXPECT_TRUE(series.at("fits"));
    EXPECT_TRUE(series.at("missed_targets").empty());
    EXPECT_GE(series.at("points").size(), 6U);
    const double clock = series.at("clock_mhz").get<double>() * 1e6;
    int targets = 0;
    for (const Json& point : series.at("points")) {
      EXPECT_NEAR(point.at("fps").get<double>() * point.at("cycles").get<double>(), clock, 1e-6 * clock);
      for (const char* key : kResources) EXPECT_LE(point.at(key), series.at("capacity").at(key)) << key;
      if (!point.at("target_cycles").is_null()) {
        ++targets;
        EXPECT_LE(point.at("cycles"), point.at("target_cycles"));
      }
      const bool beaten = std::any_of(series.at("points").begin(), series.at("points").end(),
                                      [&](const Json& other) { return beats(other, point); });
      EXPECT_TRUE(!point.at("front").get<bool>() || !beaten) << point;
    }
    EXPECT_EQ(targets, 2);
  }
}

TEST(Explore, FastestPointIsNearWhatEstimateBuilds) {
  const Explored explored = explore("fastest", {"--platform", "pynq_z1", "--utilization", "0.2", "--points", "2"});
  ASSERT_EQ(explored.run.exit_code, 0) << explored.run.err;
  const ProgramResult run =
      finn_rtlgen({"estimate", kNetwork, "--goal", "fps", "--platform", "pynq_z1", "--utilization", "0.2", "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Json& series = explored.json.at("series").at(0);
  EXPECT_TRUE(series.at("shortest_is_proved"));
  const auto fastest = std::find_if(series.at("points").begin(), series.at("points").end(),
                                    [](const Json& point) { return point.at("fastest").get<bool>(); });
  ASSERT_NE(fastest, series.at("points").end());
  // Buildings share block RAM and need buffers, so that a choice that is made again may be a little faster or slower.
  EXPECT_NEAR(fastest->at("fps").get<double>() / Json::parse(run.out).at("fps").get<double>(), 1, 0.35);
}

TEST(Explore, BuiltPointsHaveTheIntervalThatWasPlanned) {
  const Explored explored =
      explore("exact", {"--platform", "pynq_z1", "--utilization", "0.3", "--points", "4", "--exact"});
  ASSERT_EQ(explored.run.exit_code, 0) << explored.run.err;
  int built = 0;
  for (const Json& point : explored.json.at("series").at(0).at("points")) {
    EXPECT_EQ(point.at("built").is_null(), !point.at("front").get<bool>());
    if (point.at("built").is_null()) continue;
    ++built;
    EXPECT_EQ(point.at("built").at("cycles"), point.at("cycles"));
    const double ratio =
        point.at("latency_cycles").get<double>() / point.at("built").at("latency_cycles").get<double>();
    EXPECT_NEAR(ratio, 1, 0.5);
    EXPECT_NEAR(point.at("lut").get<double>() / point.at("built").at("lut").get<double>(), 1, 0.1);
  }
  EXPECT_GE(built, 2);
}

TEST(Explore, WhatIfSaysThatItIsOneAndCostsGrowWithBits) {
  const Explored explored = explore("what_if", {"--platform", "zcu104", "--weights", "1", "--weights", "8",
                                                "--activations", "4", "--points", "2", "--target-fps", "100000"});
  ASSERT_EQ(explored.run.exit_code, 0) << explored.run.err;
  EXPECT_NE(explored.run.out.find("what-if: no weights, accuracy unknown"), std::string::npos);
  const Json& all = explored.json.at("series");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_FALSE(all.at(0).at("what_if"));
  EXPECT_EQ(all.at(1).at("operands"), "W1A4");
  EXPECT_EQ(all.at(2).at("operands"), "W8A4");
  const auto area_at_target = [](const Json& series) {
    for (const Json& point : series.at("points"))
      if (!point.at("target_cycles").is_null())
        return point.at("lut").get<double>() + 64 * point.at("dsp").get<double>();
    return 0.0;
  };
  EXPECT_LT(area_at_target(all.at(1)), area_at_target(all.at(2)));
  EXPECT_GT(all.at(1).at("roofline").at("compute_tops"), all.at(2).at("roofline").at("compute_tops"));
}

TEST(Explore, RoofsHoldWeightsOnTheChipAndStreamed) {
  const Explored explored = explore("roofs", {"--platform", "pynq_z1", "--points", "2"});
  ASSERT_EQ(explored.run.exit_code, 0) << explored.run.err;
  const Json& roofline = explored.json.at("series").at(0).at("roofline");
  const double operations = explored.json.at("ops_per_frame").get<double>();
  const double on_chip = roofline.at("bytes_per_frame").get<double>();
  const double streamed = roofline.at("streamed").at("bytes_per_frame").get<double>();
  EXPECT_EQ(streamed, on_chip + roofline.at("weight_bytes").get<double>());
  EXPECT_DOUBLE_EQ(roofline.at("streamed").at("ops_per_byte").get<double>(), operations / streamed);
  EXPECT_LE(roofline.at("best_tops"), roofline.at("roof_tops"));
  EXPECT_EQ(explored.json.at("peaks").at(0).at("lut_tops").size(), 8U);
  EXPECT_TRUE(explored.json.at("peaks").at(0).at("dsp_tops").at(0).at(7).is_null()) << "1 bit is no multiplication";
}

TEST(Explore, WhereNothingFitsTheOthersGoOn) {
  const TemporaryFolder folder("explore_tiny");
  const std::string tiny = (folder / "tiny.json").string();
  write_text(tiny, R"({"name": "tiny", "part": "none", "family": "xc7", "lut": 100, "ff": 200, "bram36": 1,
 "uram": 0, "dsp": 0, "clock_mhz": 100, "bandwidth": 0, "source": "a test"})");
  const Explored explored = explore("nothing", {"--platform", tiny, "--platform", "pynq_z1", "--points", "2"});
  EXPECT_EQ(explored.run.exit_code, 0) << explored.run.err;
  EXPECT_NE(explored.run.out.find("nothing fits"), std::string::npos) << explored.run.out;
  EXPECT_FALSE(explored.json.at("series").at(0).at("fits"));
  EXPECT_TRUE(explored.json.at("series").at(1).at("fits"));
  const Explored alone = explore("alone", {"--platform", tiny, "--points", "2"});
  EXPECT_EQ(alone.run.exit_code, 1) << "nothing fits anywhere";
}

TEST(Explore, TargetsThatNothingReachesAreNamed) {
  const Explored explored = explore("missed", {"--platform", "pynq_z1", "--points", "2", "--target-fps", "90000000"});
  EXPECT_EQ(explored.run.exit_code, 0) << explored.run.err;
  EXPECT_NE(explored.run.out.find("nothing fits that takes at most 1 cycles"), std::string::npos) << explored.run.out;
  EXPECT_EQ(explored.json.at("series").at(0).at("missed_targets").size(), 1U);
}

TEST(Explore, AnUnknownPlatformDoesNotHideTheOthers) {
  const Explored explored = explore("unknown", {"--platform", "pynq_z9", "--platform", "pynq_z1", "--points", "2"});
  EXPECT_EQ(explored.run.exit_code, 1);
  EXPECT_NE(explored.run.err.find("FR5002"), std::string::npos) << explored.run.err;
  EXPECT_EQ(explored.json.at("series").size(), 1U);
}

TEST(Explore, BadNumbersAreWrongUsage) {
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--weights", "0"},
                                                  {"--weights", "9"},
                                                  {"--activations", "two"},
                                                  {"--points", "1"},
                                                  {"--utilization", "1.5"},
                                                  {"--target-fps", "-3"}})
    EXPECT_EQ(explore("bad", options).run.exit_code, 2) << options.front() << " " << options.back();
}

TEST(Explore, WritesBothFilesIntoAFolder) {
  const TemporaryFolder folder("explore_files");
  const ProgramResult run =
      finn_rtlgen({"explore", kNetwork, "--platform", "pynq_z1", "--points", "2", "-o", (folder / "a/b").string()});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_FALSE(Json::parse(read_text(folder / "a/b/explore.json")).empty());
  EXPECT_EQ(read_text(folder / "a/b/explore.html").rfind("<!DOCTYPE html>", 0), 0U);
  write_text(folder / "file", "");
  const ProgramResult rejected = finn_rtlgen({"explore", kNetwork, "--platform", "pynq_z1", "--points", "2", "--json",
                                              (folder / "file/explore.json").string()});
  EXPECT_EQ(rejected.exit_code, 1);
  EXPECT_NE(rejected.err.find("FR1202"), std::string::npos) << rejected.err;
}

}  // namespace
}  // namespace finn::test
