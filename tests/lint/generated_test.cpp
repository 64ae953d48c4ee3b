// SPDX-License-Identifier: Apache-2.0
// Three tools accept whole generated tops, and Verilator does without a warning.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/net_builder.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

/// Generates, and lints the folder's rtl/ in place, as a tool meets it.
void lint_generated(const fs::path& network, const std::string& name, const TemporaryFolder& folder,
                    const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments{network.string(), "-o", (folder / "out").string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramResult generated = finn_rtlgen(arguments);
  ASSERT_EQ(generated.exit_code, 0) << generated.err;
  const fs::path rtl = folder / "out" / name / "rtl";
  const ProgramResult verilator =
      run_program({"verilator", "--lint-only", "-Wall", "--top-module", name, "-f", "files.f"}, rtl);
  EXPECT_EQ(verilator.exit_code, 0);
  EXPECT_EQ(verilator.out + verilator.err, "");
  const ProgramResult icarus =
      run_program({"iverilog", "-g2005", "-Wall", "-t", "null", "-s", name, "-c", "files.f"}, rtl);
  EXPECT_EQ(icarus.exit_code, 0);
  EXPECT_EQ(icarus.out + icarus.err, "");
  std::string files = read_text(rtl / "files.f");
  for (char& c : files)
    if (c == '\n') c = ' ';
  const ProgramResult yosys = run_program(
      {"yosys", "-q", "-p",
       fmt::format("read_verilog -defer {}; hierarchy -check -top {}; proc; opt_clean; check -assert", files, name)},
      rtl);
  EXPECT_EQ(yosys.exit_code, 0);
  EXPECT_EQ(yosys.out + yosys.err, "");
}

TEST(GeneratedTop, ShippedNetworkIsClean) {
  const TemporaryFolder folder("lint_shipped");
  const fs::path network = fs::path(FINN_SOURCE_DIR) / "networks" / "digits_cnn_w2a2" / "net.json";
  lint_generated(network, "digits_cnn_w2a2", folder);
}

TEST(GeneratedTop, ShellsAreClean) {
  const fs::path network = fs::path(FINN_SOURCE_DIR) / "networks" / "digits_mlp_w1a1" / "net.json";
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--axilite"}, {"--dma"}, {"--dma", "--dma-bits", "256"}}) {
    const TemporaryFolder folder("lint_shell_top");
    lint_generated(network, "digits_mlp_w1a1", folder, options);
  }
}

/// Layers that the host rewrites, with a shell to do so and without.
TEST(GeneratedTop, RewritableTopsAreClean) {
  nlohmann::ordered_json network =
      NetBuilder().input({16}, "UINT2").fc(8, "INT6").fold(2, 8).threshold("UINT2").fc(3, "BIPOLAR").json();
  for (auto& layer : network["layers"]) layer["runtime"] = true;
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--axilite"}, {"--dma"}}) {
    const TemporaryFolder folder("lint_rewritable");
    write_text(folder / "net.json", network.dump());
    lint_generated(folder / "net.json", network.at("name").get<std::string>(), folder, options);
  }
}

class GeneratedRandomTop : public testing::TestWithParam<std::uint32_t> {};

TEST_P(GeneratedRandomTop, IsClean) {
  const TemporaryFolder folder("lint_random");
  const nlohmann::ordered_json network = random_network(GetParam());
  write_text(folder / "net.json", network.dump(1));
  lint_generated(folder / "net.json", network.at("name").get<std::string>(), folder);
}

INSTANTIATE_TEST_SUITE_P(Seeds, GeneratedRandomTop, testing::Values(2, 5, 7, 11, 13, 17, 19, 23),
                         [](const auto& seed) { return std::to_string(seed.param); });

}  // namespace
}  // namespace finn::test
