// SPDX-License-Identifier: Apache-2.0
// Platforms as users meet them: the list, and a file of their own.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/program.h"

namespace finn::test {
namespace {

constexpr const char* kOwn =
    R"({"name": "my_board", "part": "xc7z010clg400-1", "family": "xc7", "lut": 17600, "ff": 35200,
 "bram36": 60, "uram": 0, "dsp": 80, "clock_mhz": 125, "bandwidth": 4.2, "source": "AMD DS190: Z-7010"})";

TEST(Platforms, AreListed) {
  const ProgramResult all = finn_rtlgen({"platforms"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
  for (const char* name : {"alveo_u250", "alveo_u55c", "aup_zu3", "aws_f1", "kv260", "pynq_z1", "pynq_z2", "ultra96",
                           "zc706", "zcu102", "zcu104", "zedboard"})
    EXPECT_NE(all.out.find(std::string("\n") + name + " "), std::string::npos) << name << " in\n" << all.out;
  EXPECT_EQ(all.out.find("DS190"), std::string::npos);
}

TEST(Platforms, OneShowsItsSource) {
  const ProgramResult one = finn_rtlgen({"platforms", "zedboard"});
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_NE(one.out.find("zedboard: AMD DS190"), std::string::npos) << one.out;
  EXPECT_EQ(one.out.find("zcu104"), std::string::npos);
}

TEST(Platforms, WhatIsUnknownDoesNotHideTheOthers) {
  const ProgramResult run = finn_rtlgen({"platforms", "zedbord", "zcu104"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("FR5002"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("did you mean \"zedboard\"?"), std::string::npos) << run.err;
  EXPECT_NE(run.out.find("zcu104"), std::string::npos);
}

TEST(Platforms, AFileOfOnesOwnWorksTheSameWay) {
  const TemporaryFolder folder("own_platform");
  const std::string file = (folder / "my_board.json").string();
  write_text(file, kOwn);
  const ProgramResult run = finn_rtlgen(
      {"estimate", std::string(FINN_SOURCE_DIR) + "/networks/digits_cnn_w2a2/net.json", "--platform", file, "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto report = nlohmann::json::parse(run.out);
  EXPECT_EQ(report.at("platform"), "my_board");
  EXPECT_EQ(report.at("clock_mhz"), 125);
  EXPECT_EQ(report.at("available").at("lut"), 17600);
  EXPECT_EQ(report.at("roofline").at("bandwidth"), 4.2);
  const ProgramResult listed = finn_rtlgen({"platforms", file});
  EXPECT_NE(listed.out.find("my_board"), std::string::npos) << listed.out;
}

TEST(Platforms, AFileWithErrorsIsRejectedWithTheirPlaces) {
  const TemporaryFolder folder("bad_platform");
  const std::string file = (folder / "bad.json").string();
  std::string text = kOwn;
  text.replace(text.find("\"dsp\": 80"), 9, "\"dsps\": 8");
  write_text(file, text);
  const ProgramResult run = finn_rtlgen({"platforms", file});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("bad.json:2:"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("did you mean \"dsp\"?"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace finn::test
