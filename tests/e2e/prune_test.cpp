// SPDX-License-Identifier: Apache-2.0
// --prune and --prune-mask as users meet them: what the reports say, and hardware that still equals the whole network.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "support/dead_network.h"
#include "support/program.h"

namespace finn::test {
namespace {

using Json = nlohmann::ordered_json;

/// x [4] -> fc0 [4] -> act0, whose channel 2 is always 0 -> fc1 -> y.
Json small_network() {
  return Json::parse(R"({
    "format": "finn-rtlgen-net", "version": 1, "name": "tiny",
    "inputs": [{"name": "x", "shape": [4], "type": "UINT4"}], "outputs": [{"name": "y"}],
    "layers": [
      {"name": "fc0", "kind": "fc", "inputs": ["x"], "outputs": ["a"],
       "weights": {"type": "INT3", "shape": [4, 4], "data": [1, 2, -1, 3, 0, 1, 1, -2, 3, 3, 1, 0, -1, 2, 2, 1]}},
      {"name": "act0", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
       "thresholds": {"type": "INT16", "shape": [4, 3], "data": [3, 20, 40, -9, 0, 9, 999, 999, 999, 5, 15, 30]}},
      {"name": "fc1", "kind": "fc", "inputs": ["h"], "outputs": ["y"],
       "weights": {"type": "INT3", "shape": [2, 4], "data": [1, 0, 3, -1, 2, 0, 1, 1]}}]})");
}

std::string raw_output(const std::filesystem::path& net, const std::filesystem::path& folder,
                       const std::vector<std::string>& options) {
  const std::filesystem::path to = folder / "y.npy";
  std::vector<std::string> arguments{"run",      net.string(), "--raw", "--input", (folder / "x.npy").string(),
                                     "--output", to.string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramResult result = finn_rtlgen(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return read_text(to) + result.err;
}

/// An .npy file of int8 values.
std::string npy(const std::string& shape, const std::string& bytes) {
  std::string header = "{'descr': '|i1', 'fortran_order': False, 'shape': " + shape + ", }";
  header.resize(117, ' ');
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + bytes;
}

TEST(Prune, TheReportSaysWhatWentAndWhatCouldGo) {
  const TemporaryFolder folder("prune_report");
  write_text(folder / "net.json", small_network().dump());
  const std::string what = "4 channels of 2 tensors (1 constant, 3 unused): 18 of 36 weights, 50 % of the operations";
  const ProgramResult whole = finn_rtlgen({"estimate", (folder / "net.json").string()});
  EXPECT_NE(whole.out.find("prunable   " + what + " (--prune)\n"), std::string::npos) << whole.out;

  const ProgramResult table = finn_rtlgen({"estimate", (folder / "net.json").string(), "--prune"});
  EXPECT_NE(table.out.find("pruned     " + what + "\n"), std::string::npos) << table.out;
  const ProgramResult json = finn_rtlgen({"estimate", (folder / "net.json").string(), "--prune", "--json"});
  const Json report = Json::parse(json.out);
  ASSERT_EQ(report.at("pruned").size(), 3U) << report.at("pruned");
  const Json expected = {{"layer", "act0"},       {"tensor", "h"},      {"channels_before", 4},
                         {"channels_after", 2},   {"constant", {2}},    {"unused", {1}},
                         {"mask", Json::array()}, {"weights_saved", 6}, {"weight_bits_saved", 96},
                         {"operations_saved", 0}};
  EXPECT_EQ(report.at("pruned").at(1), expected);
  EXPECT_TRUE(report.at("prunable").empty());
}

TEST(Prune, AMaskChangesResultsAndSaysSo) {
  const TemporaryFolder folder("prune_mask");
  write_text(folder / "net.json", small_network().dump());
  write_text(folder / "x.npy", npy("(2, 4)", std::string("\x01\x02\x03\x04\x0f\x0e\x0d\x0c", 8)));
  write_text(folder / "mask.json", R"({"fc0": [3]})");
  const std::string whole = raw_output(folder / "net.json", folder.path(), {});
  const std::string pruned = raw_output(folder / "net.json", folder.path(), {"--prune"});
  const std::string masked =
      raw_output(folder / "net.json", folder.path(), {"--prune-mask", (folder / "mask.json").string()});
  EXPECT_EQ(pruned.substr(0, whole.size()), whole);
  EXPECT_NE(pruned.find("pruned 4 channels"), std::string::npos) << pruned;
  EXPECT_NE(masked.substr(0, whole.size()), whole);
  EXPECT_NE(masked.find("2 by the mask"), std::string::npos) << masked;
  EXPECT_NE(masked.find("results change"), std::string::npos) << masked;

  write_text(folder / "mask.json", R"({"x": [0]})");
  const ProgramResult refused =
      finn_rtlgen({"estimate", (folder / "net.json").string(), "--prune-mask", (folder / "mask.json").string()});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("mask.json:1:7: error FR4004"), std::string::npos) << refused.err;
}

TEST(Prune, FoldsMustFitWhatIsLeft) {
  const TemporaryFolder folder("prune_fold");
  Json net = small_network();
  net["fold"] = {{"fc0", {{"pe", 4}, {"simd", 4}}}, {"fc1", {{"pe", 2}, {"simd", 4}}}};
  write_text(folder / "net.json", net.dump(1));
  const ProgramResult refused = finn_rtlgen({"estimate", (folder / "net.json").string(), "--prune"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find(R"(FR4005: layer "fc0" has 2 channels after pruning, which pe = 4 does not fit)"),
            std::string::npos)
      << refused.err;
  write_text(folder / "fold.json", R"({"fc0": {"pe": 2}, "fc1": {"simd": 2}})");
  const ProgramResult fits =
      finn_rtlgen({"estimate", (folder / "net.json").string(), "--prune", "--fold", (folder / "fold.json").string()});
  EXPECT_EQ(fits.exit_code, 0) << fits.err;
}

/// The pruned accelerator in Verilator against the outputs of the whole network.
class PrunedNetwork : public testing::TestWithParam<std::uint32_t> {};

TEST_P(PrunedNetwork, EqualsTheWholeOne) {
  const TemporaryFolder folder("pruned_" + std::to_string(GetParam()));
  const Json net = dead_network(GetParam());
  write_text(folder / "net.json", net.dump(1));
  std::size_t elements = 1;
  std::string shape = "(4";
  for (const Json& dim : net.at("inputs").at(0).at("shape")) {
    elements *= dim.get<std::size_t>();
    shape += ", " + dim.dump();
  }
  std::string samples;
  for (std::size_t i = 0; i < 4 * elements; ++i) samples += (i * 7 / 5) % 2 == 0 ? '\x01' : '\xff';
  if (net.at("inputs").at(0).at("type").get<std::string>().find("U") == 0 ||
      net.at("inputs").at(0).at("type") == "BINARY")
    for (char& sample : samples) sample = sample == '\xff' ? '\x00' : '\x01';
  write_text(folder / "x.npy", npy(shape + ")", samples));
  std::vector<std::string> whole{"run", (folder / "net.json").string(), "--raw", "--input",
                                 (folder / "x.npy").string()};
  std::vector<std::string> checks{"--input", (folder / "x.npy").string(), "--stall", "0.3"};
  for (const Json& output : net.at("outputs")) {
    const std::string name = output.at("name").get<std::string>();
    const std::string file = name + "=" + (folder / (name + ".npy")).string();
    whole.insert(whole.end(), {"--output", file});
    checks.insert(checks.end(), {"--expect", file});
  }
  ASSERT_EQ(finn_rtlgen(whole).exit_code, 0);
  Accelerator accelerator = generate(folder / "net.json", folder / "out", {"--prune"});
  EXPECT_FALSE(accelerator.report.at("pruned").empty());
  verify(accelerator, checks);
  expect_no_bubbles(accelerator);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PrunedNetwork, testing::Values(3U, 11U, 14U, 27U),
                         [](const auto& instance) { return std::to_string(instance.param); });

}  // namespace
}  // namespace finn::test
