// SPDX-License-Identifier: Apache-2.0
// Accelerators with registers and DMA channels, from memory image to memory image.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

// Two inputs and two outputs; beats of 3, 2 and 4 bytes.
constexpr const char* kTwoPorts = R"({"format": "finn-rtlgen-net", "version": 1, "name": "two_ports",
 "inputs": [{"name": "a", "shape": [2, 3, 3], "type": "INT8"}, {"name": "b", "shape": [2, 3, 3], "type": "UINT5"}],
 "outputs": [{"name": "s"}, {"name": "y"}],
 "layers": [
  {"name": "sum", "kind": "add", "inputs": ["a", "b"], "outputs": ["s"]},
  {"name": "fc", "kind": "fc", "inputs": ["s"], "outputs": ["y"],
   "weights": {"type": "TERNARY", "shape": [2, 18],
    "data": [1,0,-1,1,1,0,0,-1,1,1,0,-1,1,1,0,0,-1,1,  -1,1,1,0,0,1,-1,0,1,1,1,0,-1,0,1,1,0,-1]}}]})";

/// verify's result of the shell: all passes, nothing wrong.
void expect_shell(const Accelerator& accelerator, std::size_t passes) {
  ASSERT_TRUE(accelerator.verification.contains("shell"));
  const nlohmann::json& shell = accelerator.verification.at("shell");
  EXPECT_TRUE(shell.at("ok").get<bool>()) << shell.dump(1);
  EXPECT_EQ(shell.at("mismatches"), 0);
  EXPECT_EQ(shell.at("passes").size(), passes);
}

TEST(Shell, TwoInputsAndOutputs) {
  const TemporaryFolder folder("shell_ports");
  write_text(folder / "net.json", kTwoPorts);
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--axilite"},
                                                  {"--dma"},
                                                  {"--dma", "--dma-bits", "32"},
                                                  {"--dma", "--dma-bits", "512"}}) {
    Accelerator accelerator = generate(folder / "net.json", folder / "out", options);
    verify(accelerator, {"--frames", "4"});
    expect_shell(accelerator, 6);
  }
}

TEST(Shell, ShippedNetworks) {
  const TemporaryFolder folder("shell_shipped");
  for (const char* name : {"digits_mlp_w1a1", "digits_cnn_w2a2"})
    for (const char* option : {"--axilite", "--dma"}) {
      Accelerator accelerator =
          generate(fs::path(FINN_SOURCE_DIR) / "networks" / name / "net.json", folder / "out", {option});
      verify(accelerator, {"--frames", "3"});
      expect_shell(accelerator, 6);
    }
}

void expect_shared_network(const std::string& name) {
  const fs::path network = fs::path(FINN_SHARED_NETS) / name / "net.json";
  if (std::string(FINN_SHARED_NETS).empty() || !fs::exists(network)) GTEST_SKIP() << "no " << name;
  const TemporaryFolder folder("shell_" + name);
  Accelerator accelerator = generate(network, folder / "out", {"--dma"});
  verify(accelerator, {"--frames", "2"});
  expect_shell(accelerator, 6);
}

TEST(Shell, TfcOnMnist) { expect_shared_network("tfc_w1a1_mnist"); }
TEST(Shell, CnvOnCifar) { expect_shared_network("cnv_w2a2_cifar10"); }

TEST(Shell, ReportAndDriverKnowIt) {
  const TemporaryFolder folder("shell_report");
  write_text(folder / "net.json", kTwoPorts);
  const Accelerator accelerator = generate(folder / "net.json", folder / "out", {"--dma", "--dma-bits", "128"});
  const nlohmann::json& shell = accelerator.report.at("shell");
  EXPECT_EQ(shell.at("memory_bits"), 128);
  EXPECT_EQ(shell.at("core"), "fr_core_two_ports");
  EXPECT_GT(shell.at("lut"), 1000);
  EXPECT_GT(accelerator.report.at("total").at("lut").get<double>(), shell.at("lut").get<double>());
  const auto driver = nlohmann::json::parse(read_text(accelerator.folder / "driver" / "accelerator.json"));
  EXPECT_TRUE(driver.at("dma").get<bool>());
  EXPECT_EQ(driver.at("outputs").at(1).at("register_block"), 3);
  EXPECT_EQ(driver.at("outputs").at(1).at("bus"), "m_axi_out_y");
  const nlohmann::json& blocks = driver.at("registers").at("blocks");
  EXPECT_EQ(blocks.at("control").at("registers").at("CONTROL").at("fields").at("HOLD").at("low"), 3);
  EXPECT_EQ(blocks.at("channel").at("stride"), 64);
  // The build hash follows the network.
  std::string other = kTwoPorts;
  other.replace(other.find("[1,0,-1"), 7, "[1,1,-1");
  write_text(folder / "net.json", other);
  const Accelerator changed = generate(folder / "net.json", folder / "out2", {"--dma", "--dma-bits", "128"});
  EXPECT_NE(nlohmann::json::parse(read_text(changed.folder / "driver" / "accelerator.json")).at("build"),
            driver.at("build"));
}

/// What the shell's bench must find: hardware that writes behind its image, or loses its place after a soft reset.
TEST(Shell, FaultsAreFound) {
  const TemporaryFolder folder("shell_faults");
  write_text(folder / "net.json", kTwoPorts);
  const std::vector<std::vector<std::string>> faults = {
      {"fr_dma_write", "full || B < tail", "1'b1", "behind the image"},
      {"fr_frame_gate", "!between || may_start", "1'b1", "held"},
      {"fr_dma_job", "state_q <= DRAINING;", "state_q <= IDLE;", ""}};
  for (const std::vector<std::string>& fault : faults) {
    const Accelerator accelerator = generate(folder / "net.json", folder / "out", {"--dma"});
    const fs::path file = accelerator.folder / "rtl" / (fault[0] + "_two_ports.v");
    std::string text = read_text(file);
    ASSERT_NE(text.find(fault[1]), std::string::npos) << fault[1];
    text.replace(text.find(fault[1]), fault[1].size(), fault[2]);
    write_text(file, text);
    const ProgramResult run = finn_rtlgen({"verify", accelerator.folder.string(), "--frames", "4"});
    EXPECT_EQ(run.exit_code, 1) << fault[0];
    EXPECT_NE(run.err.find("shell, "), std::string::npos) << run.err;
    EXPECT_NE(run.err.find(fault[3]), std::string::npos) << run.err;
  }
}

TEST(Shell, TooManyPortsForTheRegisters) {
  nlohmann::ordered_json net = {{"format", "finn-rtlgen-net"},
                                {"version", 1},
                                {"name", "wide"},
                                {"inputs", {{{"name", "x"}, {"shape", {1}}, {"type", "UINT2"}}}}};
  for (int i = 0; i < 192; ++i) {
    const std::string name = "y" + std::to_string(i);
    net["outputs"].push_back({{"name", name}});
    net["layers"].push_back({{"name", "fc" + std::to_string(i)},
                             {"kind", "fc"},
                             {"inputs", {"x"}},
                             {"outputs", {name}},
                             {"weights", {{"type", "INT2"}, {"shape", {1, 1}}, {"data", {1}}}}});
  }
  const TemporaryFolder folder("shell_wide");
  write_text(folder / "net.json", net.dump());
  const ProgramResult run = finn_rtlgen({(folder / "net.json").string(), "-o", (folder / "out").string(), "--axilite"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("FR5103"), std::string::npos) << run.err;
}

TEST(Shell, WrongOptionsAreRefused) {
  const TemporaryFolder folder("shell_options");
  write_text(folder / "net.json", kTwoPorts);
  const std::string net = (folder / "net.json").string(), out = (folder / "out").string();
  EXPECT_EQ(finn_rtlgen({net, "-o", out, "--dma-bits", "64"}).exit_code, 2);
  EXPECT_EQ(finn_rtlgen({net, "-o", out, "--dma", "--dma-bits", "48"}).exit_code, 2);
}

}  // namespace
}  // namespace finn::test
