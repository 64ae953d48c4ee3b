// SPDX-License-Identifier: Apache-2.0
#include "emit/platform.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace finn {
namespace {

namespace fs = std::filesystem;

const fs::path kData = FINN_SOURCE_DIR;

constexpr const char* kGood = R"({"name": "board", "part": "p", "family": "xc7", "lut": 10, "ff": 20, "bram36": 3,
 "uram": 0, "dsp": 4, "clock_mhz": 66.5, "bandwidth": 4.25,
 "source": "a test"})";

class PlatformFile : public testing::Test {
 protected:
  PlatformFile() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    path_ = fs::path(testing::TempDir()) / (std::string("finn_platform_") + info->name() + ".json");
  }
  ~PlatformFile() override { fs::remove(path_); }

  /// Text of all diagnostics; empty if the file was taken.
  std::string rejection(const std::string& text) {
    std::ofstream(path_) << text;
    Diagnostics diagnostics;
    try {
      read_platform(path_.string(), kData, diagnostics);
    } catch (const InputRejected&) {
      EXPECT_TRUE(diagnostics.has_errors());
    }
    return diagnostics.text();
  }

  /// kGood with one piece of text replaced.
  static std::string changed(const std::string& from, const std::string& to) {
    std::string text = kGood;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }

  fs::path path_;
};

TEST(Platform, AllShippedPlatformsAreValidAndNamedAsTheirFile) {
  const std::vector<std::string> names = platform_names(kData);
  EXPECT_GE(names.size(), 12u);
  for (const std::string& name : names) {
    Diagnostics diagnostics;
    Platform platform;
    ASSERT_NO_THROW(platform = read_platform(name, kData, diagnostics)) << diagnostics.text();
    EXPECT_EQ(platform.name, name);
    EXPECT_EQ(platform.ff, 2 * platform.lut) << name << ": both families have two flip-flops a LUT";
    EXPECT_GT(platform.bandwidth, 0) << name;
    EXPECT_EQ(platform.part.substr(0, 2), "xc") << name;
    EXPECT_EQ(platform.family == Family::kXc7, platform.part.substr(0, 3) == "xc7") << name;
  }
}

TEST(Platform, ReadsEveryKey) {
  Diagnostics diagnostics;
  const Platform board = read_platform("pynq_z1", kData, diagnostics);
  EXPECT_EQ(board.part, "xc7z020clg400-1");
  EXPECT_EQ(board.family, Family::kXc7);
  EXPECT_EQ(board.lut, 53200);
  EXPECT_EQ(board.ff, 106400);
  EXPECT_EQ(board.bram36, 140);
  EXPECT_EQ(board.uram, 0);
  EXPECT_EQ(board.dsp, 220);
  EXPECT_DOUBLE_EQ(board.clock_mhz, 100.0);
  EXPECT_DOUBLE_EQ(board.bandwidth, 2.1);
  EXPECT_FALSE(board.source.empty());
}

TEST(Platform, UnknownNameListsThePlatformsAndTheNearest) {
  Diagnostics diagnostics;
  EXPECT_THROW(read_platform("pynq_z3", kData, diagnostics), InputRejected);
  EXPECT_NE(diagnostics.text().find("FR5002: there is no platform \"pynq_z3\""), std::string::npos);
  EXPECT_NE(diagnostics.text().find("did you mean \"pynq_z1\"?"), std::string::npos);
  EXPECT_NE(diagnostics.text().find("zcu104"), std::string::npos);
}

TEST(Platform, MissingFileAndFolderAreErrors) {
  for (const char* path : {"no/such/file.json", "/"}) {
    Diagnostics diagnostics;
    EXPECT_THROW(read_platform(path, kData, diagnostics), InputRejected);
    EXPECT_NE(diagnostics.text().find("FR5002"), std::string::npos) << diagnostics.text();
  }
}

TEST_F(PlatformFile, IsReadFromAPath) {
  std::ofstream(path_) << kGood;
  Diagnostics diagnostics;
  const Platform board = read_platform(path_.string(), kData, diagnostics);
  EXPECT_EQ(board.name, "board");
  EXPECT_DOUBLE_EQ(board.clock_mhz, 66.5);
  EXPECT_DOUBLE_EQ(board.bandwidth, 4.25);
}

TEST_F(PlatformFile, BrokenJsonIsLocated) {
  const std::string text = rejection("{\n  \"lut\": 1,\n  \"ff\" 2}");
  EXPECT_NE(text.find(".json:3:8: error FR5003"), std::string::npos) << text;
  EXPECT_NE(rejection("").find("FR5003"), std::string::npos);
  EXPECT_NE(rejection("[1]").find("FR5003: a platform file must be a JSON object, got array"), std::string::npos);
}

TEST_F(PlatformFile, WrongValuesAreErrors) {
  const std::pair<const char*, const char*> wrong[] = {{"10,", "-1,"},
                                                       {"10,", "1.5,"},
                                                       {"10,", "\"10\","},
                                                       {"10,", "18446744073709551615,"},
                                                       {"10,", "null,"},
                                                       {"66.5", "0"},
                                                       {"66.5", "-5"},
                                                       {"66.5", "1e9"},
                                                       {"\"xc7\"", "\"spartan\""},
                                                       {"\"p\"", "\"\""},
                                                       {"\"p\"", "[\"p\"]"},
                                                       {"4.25", "-1"},
                                                       {"4.25", "\"4.25\""},
                                                       {"4.25", "1e9"}};
  for (const auto& [from, to] : wrong) {
    const std::string text = rejection(changed(from, to));
    EXPECT_NE(text.find("FR5004"), std::string::npos) << from << " -> " << to << ": " << text;
  }
}

TEST_F(PlatformFile, ErrorsNameLineAndColumn) {
  // kGood has "uram" on its second line.
  EXPECT_NE(rejection(changed("0, \"dsp\"", "-1, \"dsp\"")).find(".json:2:10: error FR5004"), std::string::npos)
      << rejection(changed("0, \"dsp\"", "-1, \"dsp\""));
  EXPECT_NE(rejection(changed("\"dsp\": 4", "\"dsp\": 4, \"dsp\": 5")).find("FR1005"), std::string::npos);
}

TEST_F(PlatformFile, AllErrorsAreShownInOneRun) {
  const std::string text = rejection(R"({"name": "b", "part": 3, "luts": 10, "family": "xc7", "ff": -2})");
  for (const char* piece : {"at /part", "unknown key \"luts\"", "did you mean \"lut\"?", "the key \"lut\" is missing",
                            "at /ff", "the key \"clock_mhz\" is missing"}) {
    EXPECT_NE(text.find(piece), std::string::npos) << piece << " in\n" << text;
  }
}

}  // namespace
}  // namespace finn
