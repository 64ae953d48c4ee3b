// SPDX-License-Identifier: Apache-2.0
// Real networks: golden model, generation, Verilator.
#include <gtest/gtest.h>

#include <algorithm>

#include "e2e/accelerator.h"
#include "import/npy.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> networks_below(const fs::path& folder) {
  std::vector<fs::path> found;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (fs::is_regular_file(entry.path() / "net.json")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

void check_network(const fs::path& folder, const std::string& frames) {
  const TemporaryFolder temporary(folder.filename().string());
  const std::string net = (folder / "net.json").string();
  const std::string input = (folder / "input.npy").string();
  const std::string expect = (folder / "output.npy").string();

  const fs::path output = temporary / "y.npy";
  const ProgramResult run = finn_rtlgen({"run", net, "--input", input, "--output", output.string(), "--raw"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Diagnostics diagnostics;
  const auto found = read_npy(output, diagnostics);
  const auto wanted = read_npy(expect, diagnostics);
  ASSERT_TRUE(found && wanted) << diagnostics.text();
  EXPECT_EQ(found->shape, wanted->shape);
  EXPECT_EQ(found->integers, wanted->integers);

  Accelerator accelerator = generate(net, temporary / "out");
  verify(accelerator, {"--input", input, "--expect", expect, "--frames", frames, "--stall", "0.3"});
  expect_no_bubbles(accelerator);
}

class ShippedNetwork : public testing::TestWithParam<fs::path> {};
class SharedNetwork : public testing::TestWithParam<fs::path> {};

std::string folder_name(const testing::TestParamInfo<fs::path>& info) { return info.param.filename().string(); }

TEST_P(ShippedNetwork, IsExact) { check_network(GetParam(), "16"); }
INSTANTIATE_TEST_SUITE_P(Shipped, ShippedNetwork,
                         testing::ValuesIn(networks_below(fs::path(FINN_SOURCE_DIR) / "networks")), folder_name);

TEST_P(SharedNetwork, IsExact) {
  const bool is_image = GetParam().filename().string().rfind("cnv", 0) == 0;
  check_network(GetParam(), is_image ? "3" : "256");
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SharedNetwork);
INSTANTIATE_TEST_SUITE_P(Shared, SharedNetwork, testing::ValuesIn(networks_below(FINN_SHARED_NETS)), folder_name);

TEST(SharedNetworks, AreThere) {
  if (std::string(FINN_SHARED_NETS).empty())
    GTEST_SKIP() << "FINN_SHARED_NETS is not set: the shared networks are not tested";
  EXPECT_FALSE(networks_below(FINN_SHARED_NETS).empty()) << "no networks in " << FINN_SHARED_NETS;
}

TEST(ShippedNetworks, AreThere) { EXPECT_GE(networks_below(fs::path(FINN_SOURCE_DIR) / "networks").size(), 2U); }

}  // namespace
}  // namespace finn::test
