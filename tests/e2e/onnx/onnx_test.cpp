// SPDX-License-Identifier: Apache-2.0
// Models as exporters write them, through the program as users run it: the same results as the graph's own, hardware
// that is bit-exact, or a refusal that says why. Needs FINN_SHARED_NETS.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "import/npy.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

/// Models without integers, and a word of the reason.
const std::map<std::string, std::string> kRefused = {{"mnist_conv_float", "without a quantizer"},
                                                     {"residual_block_clean", "without a quantizer"},
                                                     {"floatquant_fp8", "FloatQuant"}};
/// What is too long for more than one frame.
const std::vector<std::string> kLarge = {"espcn_nn_resize", "separable_conv_ch_last"};
/// Verified in the default run; the others in the long one.
const std::vector<std::string> kQuick = {"bnn_fc_1layer", "cybsec_mlp_finn_hw", "tfc_1w1a"};

bool is_in(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::vector<std::string> models() {
  const fs::path root = fs::path(FINN_SHARED_NETS) / "qonnx";
  std::vector<std::string> names;
  if (std::string(FINN_SHARED_NETS).empty() || !fs::is_directory(root)) return {"none"};
  for (const auto& entry : fs::directory_iterator(root))
    if (fs::exists(entry.path() / "model.onnx")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class OnnxModel : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "none") GTEST_SKIP() << "no models: FINN_SHARED_NETS names no folder with qonnx/*/model.onnx";
    folder_ = fs::path(FINN_SHARED_NETS) / "qonnx" / GetParam();
    if (fs::exists(folder_ / "input_type")) {
      std::string type = read_text(folder_ / "input_type");
      type.erase(type.find_last_not_of(" \n\r") + 1);
      input_type_ = {"--input-type", type};
    }
  }
  std::vector<std::string> command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), input_type_.begin(), input_type_.end());
    return arguments;
  }
  std::string model() const { return (folder_ / "model.onnx").string(); }

  fs::path folder_;
  std::vector<std::string> input_type_;
};

#ifndef LONG_RUN
/// Results of the host's last operation in double.
constexpr double kRounding = 1e-6;

std::vector<double> reals(const fs::path& file) {
  Diagnostics diagnostics;
  const auto array = read_npy(file, diagnostics);
  if (!array) throw std::runtime_error(diagnostics.text());
  if (array->is_real) return {array->reals.begin(), array->reals.end()};
  return {array->integers.begin(), array->integers.end()};
}

TEST_P(OnnxModel, RunsAsTheGraphOrIsRefused) {
  const TemporaryFolder scratch("onnx_" + GetParam());
  const fs::path output = scratch / "output.npy";
  const ProgramResult result =
      finn_rtlgen(command({"run", model(), "--input", (folder_ / "input.npy").string(), "--output", output.string()}));
  if (const auto refused = kRefused.find(GetParam()); refused != kRefused.end()) {
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.err.find(refused->second), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(output));
    const ProgramResult generated = finn_rtlgen(command({model(), "-o", (scratch / "out").string()}));
    EXPECT_EQ(generated.exit_code, 1);
    EXPECT_FALSE(fs::exists(scratch / "out"));
    return;
  }
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<double> found = reals(output);
  // The float64 reference where there is one beside the float32 one.
  const fs::path precise = folder_ / "output_f64.npy";
  const std::vector<double> expected = reals(fs::exists(precise) ? precise : folder_ / "output.npy");
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found[i], expected[i], kRounding * std::abs(expected[i])) << "element " << i;
}
#endif

TEST_P(OnnxModel, IsBitExactInVerilator) {
#ifdef LONG_RUN
  const bool mine = !is_in(kQuick, GetParam());
#else
  const bool mine = is_in(kQuick, GetParam());
#endif
  if (!mine || kRefused.count(GetParam()) > 0) GTEST_SKIP() << "in the other run, or refused";
  const TemporaryFolder scratch("onnx_hw_" + GetParam());
  const ProgramResult generated = finn_rtlgen(command({model(), "-o", (scratch / "out").string()}));
  ASSERT_EQ(generated.exit_code, 0) << generated.err;
  const fs::path ip = fs::directory_iterator(scratch / "out")->path();
  const ProgramResult verified =
      finn_rtlgen({"verify", ip.string(), "--frames", is_in(kLarge, GetParam()) ? "1" : "3", "--stall", "0.2"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

std::string model_name(const testing::TestParamInfo<std::string>& info) { return info.param; }
INSTANTIATE_TEST_SUITE_P(Shared, OnnxModel, testing::ValuesIn(models()), model_name);

}  // namespace
}  // namespace finn::test
