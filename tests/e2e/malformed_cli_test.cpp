// SPDX-License-Identifier: Apache-2.0
// Malformed inputs through the program: exit code 1, the place on stderr, and not a file in the output folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(FINN_SOURCE_DIR) / "tests" / "malformed" / "cases";

std::vector<fs::path> case_folders() {
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCases)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// "net.json:5:12: error FR2103" from "net.json:5:12 FR2103 /fold/fc0/pe".
std::string first_expected(const fs::path& folder) {
  std::ifstream file(folder / "expect.txt");
  std::string place;
  std::string code;
  file >> place >> code;
  return place + ": error " + code + ":";
}

std::vector<std::string> arguments(const fs::path& folder, const fs::path& output) {
  std::vector<std::string> out = {(folder / "net.json").string(), "-o", output.string()};
  if (fs::exists(folder / "fold.json")) out.insert(out.end(), {"--fold", (folder / "fold.json").string()});
  if (fs::exists(folder / "mask.json")) out.insert(out.end(), {"--prune-mask", (folder / "mask.json").string()});
  return out;
}

TEST(MalformedInput, EveryOneIsRejectedAndWritesNothing) {
  const TemporaryFolder folder("malformed_cli");
  for (const fs::path& input : case_folders()) {
    SCOPED_TRACE(input.filename().string());
    const fs::path output = folder / "out";
    const ProgramResult result = finn_rtlgen(arguments(input, output));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find(first_expected(input)), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(!fs::exists(output) || fs::is_empty(output));
    fs::remove_all(output);
  }
}

TEST(MalformedInput, AnEarlierAcceleratorStays) {
  const TemporaryFolder folder("malformed_keeps");
  const std::string good = R"({"format": "finn-rtlgen-net", "version": 1, "name": "tiny",
 "inputs": [{"name": "x", "shape": [4], "type": "UINT4"}], "outputs": [{"name": "y"}],
 "layers": [{"name": "fc", "kind": "fc", "inputs": ["x"], "outputs": ["y"],
   "weights": {"type": "INT3", "shape": [2, 4], "data": [1, -2, 3, 0, -4, 1, 1, 2]}}]})";
  write_text(folder / "net.json", good);
  ASSERT_EQ(finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "out").string()}).exit_code, 0);
  const auto before = folder_contents(folder / "out");
  std::string bad = good;
  bad.replace(bad.find("1, -2"), 5, "1, -5");
  write_text(folder / "net.json", bad);
  EXPECT_EQ(finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "out").string()}).exit_code, 1);
  EXPECT_EQ(folder_contents(folder / "out"), before);
}

TEST(MalformedInput, OtherCommandsRejectItToo) {
  const std::string net = (kCases / "cycle" / "net.json").string();
  const TemporaryFolder folder("malformed_commands");
  const ProgramResult estimate = finn_rtlgen({"estimate", net});
  EXPECT_EQ(estimate.exit_code, 1);
  EXPECT_NE(estimate.err.find("FR3005"), std::string::npos);
  const ProgramResult run =
      finn_rtlgen({"run", net, "--input", (folder / "x.npy").string(), "--output", (folder / "y.npy").string()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_FALSE(fs::exists(folder / "y.npy"));
}

TEST(MalformedInput, AllErrorsInOneRun) {
  const ProgramResult result = finn_rtlgen(arguments(kCases / "many_errors", "unused"));
  std::istringstream lines(result.err);
  std::size_t errors = 0;
  for (std::string line; std::getline(lines, line);) errors += line.find(": error FR") != std::string::npos ? 1 : 0;
  EXPECT_EQ(errors, 8u) << result.err;
}

}  // namespace
}  // namespace finn::test
