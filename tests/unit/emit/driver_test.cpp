// SPDX-License-Identifier: Apache-2.0
// The driver's folder: which files of the source folder it gets. What is in the generated ones is the business of
// tests/driver.
#include "emit/driver.h"

#include <gtest/gtest.h>

#include "emit/data_dir.h"
#include "support/program.h"

namespace finn {
namespace {

std::vector<std::string> names(const std::vector<LibraryFile>& files) {
  std::vector<std::string> out;
  for (const LibraryFile& file : files) out.push_back(file.name);
  return out;
}

TEST(DriverLibrary, TakesSourcesAndNotWhatToolsLeave) {
  const test::TemporaryFolder folder("driver");
  for (const char* file :
       {"c/b.c", "c/a.h", "c/Makefile", "c/b.o", "c/lib.so", "python/pkg/__init__.py",
        "python/pkg/__pycache__/__init__.cpython-311.pyc", "python/pyproject.toml", "CMakeLists.txt"})
    test::write_text(folder / file, file);
  const std::vector<LibraryFile> files = driver_library(folder.path());
  EXPECT_EQ(names(files), (std::vector<std::string>{"c/Makefile", "c/a.h", "c/b.c", "python/pkg/__init__.py",
                                                    "python/pyproject.toml"}));
  for (const LibraryFile& file : files) EXPECT_EQ(file.contents, file.name);
}

TEST(DriverLibrary, HoldsThePackerAndThePackage) {
  const std::vector<std::string> files = names(driver_library(data_dir() / "ip" / "driver"));
  for (const char* name : {"c/fr_pack.c", "c/fr_pack.h", "python/finn_rtlgen_driver/port.py"})
    EXPECT_NE(std::find(files.begin(), files.end(), name), files.end()) << name;
}

}  // namespace
}  // namespace finn
