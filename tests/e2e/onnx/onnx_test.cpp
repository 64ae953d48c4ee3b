// SPDX-License-Identifier: Apache-2.0
// Models as exporters write them, through the program as users run it: the same results as the graph's own, hardware
// that is bit-exact, or a refusal that says why. Needs FINN_SHARED_NETS.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "e2e/onnx/model_folder.h"

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
  std::vector<std::string> names;
  if (!std::string(FINN_SHARED_NETS).empty())
    for (const ModelFolder& model : model_folders(fs::path(FINN_SHARED_NETS) / "qonnx"))
      names.push_back(model.path.filename().string());
  if (names.empty()) names.emplace_back("none");
  return names;
}

class OnnxModel : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "none") GTEST_SKIP() << "no models: FINN_SHARED_NETS names no folder with qonnx/*/model.onnx";
    model_.path = fs::path(FINN_SHARED_NETS) / "qonnx" / GetParam();
  }

  ModelFolder model_;
};

#ifndef LONG_RUN
/// Results of the host's last operation in double.
constexpr double kRounding = 1e-6;

TEST_P(OnnxModel, RunsAsTheGraphOrIsRefused) {
  const TemporaryFolder scratch("onnx_" + GetParam());
  const fs::path output = scratch / "output.npy";
  const ProgramResult result = model_.run(output);
  if (const auto refused = kRefused.find(GetParam()); refused != kRefused.end()) {
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.err.find(refused->second), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(output));
    const ProgramResult generated = model_.finn_rtlgen({model_.file(), "-o", (scratch / "out").string()});
    EXPECT_EQ(generated.exit_code, 1);
    EXPECT_FALSE(fs::exists(scratch / "out"));
    return;
  }
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<double> found = read_reals(output);
  // The float64 reference where there is one beside the float32 one.
  const bool is_precise = fs::exists(model_.file("output_f64.npy"));
  const std::vector<double> expected = read_reals(model_.file(is_precise ? "output_f64.npy" : "output.npy"));
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
  const fs::path ip = model_.generate(scratch / "out");
  const ProgramResult verified =
      finn_rtlgen({"verify", ip.string(), "--frames", is_in(kLarge, GetParam()) ? "1" : "3", "--stall", "0.2"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

std::string model_name(const testing::TestParamInfo<std::string>& info) { return info.param; }
INSTANTIATE_TEST_SUITE_P(Shared, OnnxModel, testing::ValuesIn(models()), model_name);

}  // namespace
}  // namespace finn::test
