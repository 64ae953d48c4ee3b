// SPDX-License-Identifier: Apache-2.0
// Accelerators whose weights and thresholds are rewritten while they run.
#include <gtest/gtest.h>

#include <set>

#include "e2e/accelerator.h"
#include "import/net_writer.h"
#include "support/net_builder.h"
#include "support/program.h"
#include "support/runtime_examples.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

/// verify ran the pass that rewrites, and all others.
void expect_rewritten(const Accelerator& accelerator) {
  const nlohmann::json& shell = accelerator.verification.at("shell");
  EXPECT_TRUE(shell.at("ok").get<bool>()) << shell.dump(1);
  bool found = false;
  for (const nlohmann::json& pass : shell.at("passes")) found = found || pass.at("name") == "rewrite";
  EXPECT_TRUE(found) << shell.dump(1);
}

/// Each kind of parameters: matrices, small matrices of groups, thresholds with and without flips, multipliers, tables.
/// The other examples are a long test.
const std::set<std::string> kShort{"fc_one_by_one",       "fc_padded_dsp",      "conv_depthwise_taps",
                                   "threshold_flip_some", "requant_of_bipolar", "threshold_flip_behind_xnor",
                                   "lut_of_bipolar"};

void rewrite_examples(bool long_run) {
  std::size_t count = 0;
  for (const RuntimeExample& example : runtime_examples()) {
    if ((kShort.count(example.name) == 0) != long_run) continue;
    SCOPED_TRACE(example.name);
    const TemporaryFolder folder("rewrite_" + example.name);
    fs::create_directories(folder / "net");
    write_network(example.network, folder / "net");
    Accelerator accelerator =
        generate(folder / "net" / "net.json", folder / "out", {++count % 2 == 0 ? "--axilite" : "--dma"});
    verify(accelerator, {"--frames", "4", "--seed", "3"});
    expect_rewritten(accelerator);
  }
  EXPECT_GE(count, kShort.size());
}

#ifdef LONG_RUN
TEST(Rewrite, EveryExampleOfAKind) { rewrite_examples(true); }
#else
/// A network below networks/ with "runtime" in all layers that have tensors.
fs::path runtime_network(const std::string& name, const TemporaryFolder& folder) {
  const fs::path from = fs::path(FINN_SOURCE_DIR) / "networks" / name;
  fs::copy(from, folder / name);
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(read_text(from / "net.json"));
  for (auto& layer : json["layers"])
    if (layer.contains("weights") || layer.contains("thresholds")) layer["runtime"] = true;
  write_text(folder / name / "net.json", json.dump());
  return folder / name / "net.json";
}

TEST(Rewrite, ExamplesOfEachKind) { rewrite_examples(false); }

TEST(Rewrite, ShippedNetworks) {
  const TemporaryFolder folder("rewrite_shipped");
  for (const auto& [name, option] : {std::pair{"digits_mlp_w1a1", "--axilite"}, {"digits_cnn_w2a2", "--dma"}}) {
    Accelerator accelerator = generate(runtime_network(name, folder), folder / "out", {option});
    verify(accelerator, {"--frames", "3"});
    expect_rewritten(accelerator);
    const nlohmann::json& description =
        nlohmann::json::parse(read_text(accelerator.folder / "driver" / "accelerator.json"));
    EXPECT_GT(description.at("parameters").at("words"), 100);
  }
}

/// More words than the window shows, in rows of several words and in single ones.
TEST(Rewrite, SeveralPages) {
  const TemporaryFolder folder("rewrite_pages");
  nlohmann::ordered_json json = NetBuilder()
                                    .input({128}, "UINT2")
                                    .fc(192, "INT8")
                                    .fold(8, 16)
                                    .threshold("UINT4")
                                    .fc(128, "INT3")
                                    .fold(2, 4)
                                    .json();
  for (auto& layer : json["layers"]) layer["runtime"] = true;
  write_text(folder / "net.json", json.dump());
  Accelerator accelerator = generate(folder / "net.json", folder / "out", {"--axilite"});
  verify(accelerator, {"--frames", "2"});
  expect_rewritten(accelerator);
  const auto description = nlohmann::json::parse(read_text(accelerator.folder / "driver" / "accelerator.json"));
  EXPECT_GT(description.at("parameters").at("words"), 8192);
}

/// Hardware that takes words while frames are inside, goes on with what it has read ahead, or lets frames in too early.
TEST(Rewrite, FaultsAreFound) {
  const TemporaryFolder folder("rewrite_faults");
  const fs::path network = runtime_network("digits_mlp_w1a1", folder);
  const std::vector<std::vector<std::string>> faults = {
      {"", "!core_rst && !refresh", "!core_rst"},
      {"fr_parameter_window", "hold && at_rest && idle && ", ""},
      {"fr_parameter_window", "dirty_q && !hold;", "1'b0;"},
      {"fr_parameter_window", "(&wr_strb) && ", ""},
      {"fr_parameter_window", " && word < WORDS_C", ""},
      {"fr_parameter_ram", "(write_addr & ~ROW_BITS) == BASE_C", "1'b1"},
      {"fr_parameter_ram", "write_addr[LOW+:AB]", "write_addr[0+:AB]"}};
  for (const std::vector<std::string>& fault : faults) {
    const Accelerator accelerator = generate(network, folder / "out", {"--axilite"});
    const fs::path file = accelerator.folder / "rtl" / ((fault[0].empty() ? "" : fault[0] + "_") + "digits_mlp_w1a1.v");
    std::string text = read_text(file);
    ASSERT_NE(text.find(fault[1]), std::string::npos) << fault[1];
    text.replace(text.find(fault[1]), fault[1].size(), fault[2]);
    write_text(file, text);
    const ProgramResult run = finn_rtlgen({"verify", accelerator.folder.string(), "--frames", "3"});
    EXPECT_EQ(run.exit_code, 1) << fault[0] << ": " << fault[1];
    EXPECT_NE(run.err.find("shell, rewrite pass"), std::string::npos) << fault[1] << "\n" << run.err;
  }
}
#endif

}  // namespace
}  // namespace finn::test
