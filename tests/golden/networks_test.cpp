// SPDX-License-Identifier: Apache-2.0
// Whole networks: random ones against the naive interpreter, trained ones against their reference vectors.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "golden/compare.h"
#include "golden/model/host.h"
#include "golden/model/model.h"
#include "import/net_reader.h"
#include "import/npy.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

TEST(networks, random_ones_equal_the_reference) {
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    expect_equal_to_reference(random_network(seed), seed);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(networks, examples_of_all_kinds_equal_the_reference) {
  for (const LayerKind* kind : all_kinds()) {
    for (const KindExample& example : kind->examples()) {
      SCOPED_TRACE(example.name);
      expect_equal_to_reference(Json::parse(example.net_json), 5, 4);
    }
  }
}

fs::path shared_networks() {
  const char* variable = std::getenv("FINN_SHARED_NETS");
  return variable != nullptr ? variable : FINN_SHARED_NETS;
}

/// Runs input.npy of a folder and compares with its output.npy, all samples.
void expect_reference_outputs(const fs::path& folder) {
  Diagnostics diagnostics;
  const auto network = read_network(folder / "net.json", diagnostics);
  const auto input = read_npy(folder / "input.npy", diagnostics);
  const auto expected = read_npy(folder / "output.npy", diagnostics);
  ASSERT_TRUE(network && input && expected) << diagnostics.text();
  const auto frames =
      make_frames(*network, 0, {input->shape, input->is_real, input->integers, input->reals, {}}, diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  ASSERT_EQ(static_cast<std::int64_t>(frames->size()), expected->shape.at(0));
  GoldenModel model(*network);
  const std::size_t size = expected->integers.size() / frames->size();
  for (std::size_t n = 0; n < frames->size(); ++n) {
    model.run({frames->at(n)});
    const auto begin = expected->integers.begin() + static_cast<std::ptrdiff_t>(n * size);
    ASSERT_EQ(model.output(0).data, std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(size)))
        << "sample " << n;
  }
}

class shared : public testing::TestWithParam<const char*> {};

TEST_P(shared, gives_the_reference_outputs) {
  const fs::path folder = shared_networks();
  if (folder.empty()) GTEST_SKIP() << "FINN_SHARED_NETS is not set: no shared networks to run";
  ASSERT_TRUE(fs::exists(folder / GetParam())) << folder << " (FINN_SHARED_NETS) lacks " << GetParam();
  expect_reference_outputs(folder / GetParam());
}

INSTANTIATE_TEST_SUITE_P(nets, shared,
                         testing::Values("tfc_w1a1_mnist", "tfc_w2a2_mnist", "kws_mlp_w3a3", "lfc_w1a1_mnist",
                                         "cnv_w1a1_cifar10", "cnv_w2a2_cifar10"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace finn::test
