// SPDX-License-Identifier: Apache-2.0
// The output folder: deterministic, self-contained, all or nothing.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTiny = R"({"format": "finn-rtlgen-net", "version": 1, "name": "tiny",
 "inputs": [{"name": "x", "shape": [4], "type": "UINT4"}], "outputs": [{"name": "y"}],
 "layers": [{"name": "fc", "kind": "fc", "inputs": ["x"], "outputs": ["y"],
   "weights": {"type": "INT3", "shape": [2, 4], "data": [1, -2, 3, 0, -4, 1, 1, 2]}}],
 "fold": {"fc": {"pe": 1, "simd": 2}}})";

/// kTiny under another name.
std::string tiny_as(const std::string& name) {
  std::string text = kTiny;
  return text.replace(text.find("tiny"), 4, name);
}

TEST(OutputFolder, SameInputSameBytes) {
  const TemporaryFolder folder("deterministic");
  write_text(folder / "net.json", random_network(3).dump(1));
  const Accelerator first = generate(folder / "net.json", folder / "a");
  const Accelerator second = generate(folder / "net.json", folder / "b");
  const auto contents = folder_contents(first.folder);
  EXPECT_GT(contents.size(), 8U);
  EXPECT_EQ(contents, folder_contents(second.folder));
  for (const auto& [name, text] : contents)
    EXPECT_EQ(text.find(folder.path().string()), std::string::npos) << name << " holds an absolute path";
}

TEST(OutputFolder, ItsNetworkGivesTheSameFolder) {
  const TemporaryFolder folder("again");
  write_text(folder / "net.json", random_network(5).dump(1));
  const Accelerator first = generate(folder / "net.json", folder / "a");
  const Accelerator second = generate(first.folder / "net.json", folder / "b");
  EXPECT_EQ(folder_contents(first.folder), folder_contents(second.folder));
}

TEST(OutputFolder, SimulatesAfterCopying) {
  const TemporaryFolder folder("copied");
  write_text(folder / "net.json", kTiny);
  const Accelerator accelerator = generate(folder / "net.json", folder / "out");
  fs::create_directories(folder / "else where");
  fs::rename(accelerator.folder, folder / "else where" / "tiny");
  const ProgramResult made = run_program({"make", "-C", (folder / "else where" / "tiny" / "sim").string()});
  EXPECT_EQ(made.exit_code, 0) << made.out << made.err;
}

TEST(OutputFolder, BrokenHardwareFailsTheShippedBench) {
  const TemporaryFolder folder("broken");
  write_text(folder / "net.json", kTiny);
  const Accelerator accelerator = generate(folder / "net.json", folder / "out");
  // Another weight: flip the first digit of the memory.
  for (const auto& entry : fs::directory_iterator(accelerator.folder / "rtl"))
    if (entry.path().extension() == ".mem") {
      std::string text = read_text(entry.path());
      text[0] = text[0] == '0' ? '1' : '0';
      write_text(entry.path(), text);
    }
  EXPECT_NE(run_program({"make", "-C", (accelerator.folder / "sim").string()}).exit_code, 0);
  const ProgramResult verified = finn_rtlgen({"verify", accelerator.folder.string()});
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_NE((verified.out + verified.err).find("\"fc\""), std::string::npos)
      << "the first layer that differs must be named:\n"
      << verified.out << verified.err;
}

TEST(OutputFolder, LaterRunReplacesEarlierOne) {
  const TemporaryFolder folder("replace");
  write_text(folder / "net.json", kTiny);
  const Accelerator accelerator = generate(folder / "net.json", folder / "out");
  write_text(accelerator.folder / "rtl" / "left_over.v", "module left_over; endmodule\n");
  generate(folder / "net.json", folder / "out");
  EXPECT_FALSE(fs::exists(accelerator.folder / "rtl" / "left_over.v"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "out"), {}), 1) << "a partial folder was left";
}

TEST(OutputFolder, RefusesWhatItDidNotWrite) {
  const TemporaryFolder folder("foreign");
  write_text(folder / "net.json", kTiny);
  write_text(folder / "out" / "tiny" / "thesis.txt", "mine");
  const ProgramResult result = finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "out").string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("FR5101"), std::string::npos) << result.err;
  EXPECT_EQ(folder_contents(folder / "out").size(), 1U);
  EXPECT_EQ(read_text(folder / "out" / "tiny" / "thesis.txt"), "mine");
}

TEST(OutputFolder, SaysWhenItCannotBeWritten) {
  const TemporaryFolder folder("refused");
  write_text(folder / "net.json", kTiny);
  write_text(folder / "file", "");
  const ProgramResult result = finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "file" / "out").string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("FR5102"), std::string::npos) << result.err;
}

TEST(OutputFolder, SourceTreesOwnIpFolderStaysClean) {
  const fs::path ip = fs::path(FINN_SOURCE_DIR) / "ip";
  const TemporaryFolder folder("own_ip");
  const std::string name = "zz_test_of_own_ip_folder";
  write_text(folder / "net.json", tiny_as(name));
  write_text(folder / "platforms.json", tiny_as("platforms"));
  const auto status = [&] { return run_program({"git", "status", "--porcelain", "ip"}, FINN_SOURCE_DIR); };
  const std::string before = status().out;
  const Accelerator accelerator = generate(folder / "net.json", ip);
  EXPECT_TRUE(fs::exists(accelerator.folder / "rtl" / (name + ".v")));
  EXPECT_EQ(status().out, before) << "the folder must be ignored by git";
  fs::remove_all(accelerator.folder);
  EXPECT_EQ(finn_rtlgen({(folder / "platforms.json").string(), "-o", ip.string()}).exit_code, 1);
  EXPECT_EQ(status().out, before);
}

TEST(OutputFolder, TwoIpsShareAProject) {
  const TemporaryFolder folder("two");
  write_text(folder / "a.json", tiny_as("ip_a"));
  write_text(folder / "b.json", tiny_as("ip_b"));
  const Accelerator a = generate(folder / "a.json", folder / "out");
  const Accelerator b = generate(folder / "b.json", folder / "out");
  std::vector<std::string> command{"iverilog", "-g2005", "-t", "null"};
  for (const Accelerator& accelerator : {a, b})
    for (const auto& entry : fs::directory_iterator(accelerator.folder / "rtl"))
      if (entry.path().extension() == ".v") command.push_back(entry.path().string());
  const ProgramResult result = run_program(command);
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(Target, ThatCannotBeMetIsRefused) {
  const TemporaryFolder folder("target");
  write_text(folder / "net.json", kTiny);
  const ProgramResult result = finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "out").string(),
                                            "--clock-mhz", "100", "--target-fps", "150000000"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("FR4001"), std::string::npos) << result.err;
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Target, IsMetExactly) {
  const TemporaryFolder folder("target_met");
  write_text(folder / "net.json", kTiny);
  const ProgramResult result = finn_rtlgen(
      {"estimate", (folder / "net.json").string(), "--json", "--clock-mhz", "100", "--target-fps", "25000000"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(nlohmann::json::parse(result.out).at("ii_cycles"), 4);
}

TEST(Usage, WrongOnesExitWithTwo) {
  EXPECT_EQ(finn_rtlgen({}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({"net.json"}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({"verify"}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({"--no-such-option"}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({"net.json", "-o", "out", "--target-fps", "-3"}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({"--help"}).exit_code, 0);
}

}  // namespace
}  // namespace finn::test
