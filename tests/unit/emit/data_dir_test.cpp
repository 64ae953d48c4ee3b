// SPDX-License-Identifier: Apache-2.0
#include "emit/data_dir.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace finn {
namespace {

namespace fs = std::filesystem;

/// Sets FINN_RTLGEN_DATA for one test.
class DataDir : public testing::Test {
 protected:
  DataDir() {
    const char* value = getenv("FINN_RTLGEN_DATA");
    if (value != nullptr) saved_ = value;
    unsetenv("FINN_RTLGEN_DATA");
  }
  ~DataDir() override {
    if (saved_.empty()) {
      unsetenv("FINN_RTLGEN_DATA");
    } else {
      setenv("FINN_RTLGEN_DATA", saved_.c_str(), 1);
    }
  }
  std::string saved_;
};

TEST_F(DataDir, IsTheSourceTreeForAProgramOfTheBuildTree) { EXPECT_TRUE(fs::equivalent(data_dir(), FINN_SOURCE_DIR)); }

TEST_F(DataDir, TheEnvironmentComesFirst) {
  const fs::path folder = fs::path(testing::TempDir()) / "finn_data_dir_test";
  fs::create_directories(folder / "rtl_templates");
  setenv("FINN_RTLGEN_DATA", folder.c_str(), 1);
  EXPECT_TRUE(fs::equivalent(data_dir(), folder));
  fs::remove_all(folder);
}

TEST_F(DataDir, AWrongEnvironmentIsAnErrorAndNotPassedOver) {
  setenv("FINN_RTLGEN_DATA", "/no/such/folder", 1);
  Diagnostics diagnostics;
  EXPECT_THROW(data_dir(diagnostics), InputRejected);
  EXPECT_NE(diagnostics.text().find("FR5001"), std::string::npos);
  EXPECT_NE(diagnostics.text().find("looked in /no/such/folder"), std::string::npos) << diagnostics.text();
  EXPECT_THROW(data_dir(), std::runtime_error);
}

TEST_F(DataDir, AnEmptyEnvironmentCountsAsUnset) {
  setenv("FINN_RTLGEN_DATA", "", 1);
  EXPECT_TRUE(fs::equivalent(data_dir(), FINN_SOURCE_DIR));
}

}  // namespace
}  // namespace finn
