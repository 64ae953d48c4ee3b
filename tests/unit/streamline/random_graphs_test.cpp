// SPDX-License-Identifier: Apache-2.0
// Random quantized graphs: the golden model of the imported network gives what exact rational arithmetic gives on the
// graph itself.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "golden/model/host.h"
#include "golden/model/model.h"
#include "kinds/kind.h"
#include "onnx/reader.h"
#include "streamline/streamline.h"
#include "support/onnx_interpreter.h"
#include "support/random_onnx.h"

namespace finn::test {
namespace {

/// Results differ by rounding in the last operation of the host alone, never by a step of an integer.
constexpr double kRounding = 1e-9;

using Kinds = std::set<std::string>;

void compare(std::uint32_t seed, Kinds& kinds) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const RandomOnnx graph = random_onnx(seed);
  Diagnostics diagnostics;
  const auto model = onnx::parse_model(graph.model.SerializeAsString(), "random.onnx", ".", diagnostics);
  ASSERT_TRUE(model) << diagnostics.text();
  const auto imported = qonnx::streamline(*model, {}, diagnostics);
  ASSERT_TRUE(imported) << diagnostics.text();
  const Network& network = imported->network;
  for (const Layer& layer : network.layers) kinds.emplace(layer.kind->name);
  GoldenModel golden(network);
  for (const std::vector<float>& sample : graph.samples) {
    std::vector<double> reals(sample.begin(), sample.end());
    SampleArray samples;
    samples.shape = graph.input_dims;  // the batch axis counts samples
    samples.is_real = true;
    samples.reals = reals;
    const auto frames = make_frames(network, 0, samples, diagnostics);
    ASSERT_TRUE(frames) << diagnostics.text();
    golden.run({frames->front()});
    const std::vector<double> found = real_output(network, 0, golden.output(0));
    RationalArray input;
    input.dims = graph.input_dims;
    for (const double x : reals) input.data.emplace_back(x);
    const RationalArray expected = interpret(graph.model, {{"x", input}}).at(graph.output);
    ASSERT_EQ(expected.data.size(), found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double wanted = static_cast<double>(expected.data[i]);
      ASSERT_NEAR(found[i], wanted, kRounding * std::max(1.0, std::abs(wanted))) << "element " << i;
    }
  }
}

// FIRST_SEED and SEEDS come from the build: the same file makes the default test and the long one.
TEST(RandomGraphs, EqualExactArithmetic) {
  Kinds seen;
  for (std::uint32_t seed = FIRST_SEED; seed < FIRST_SEED + SEEDS && !HasFatalFailure(); ++seed) compare(seed, seen);
  // The graphs are worth something only if they reach what can be made.
  for (const char* kind : {"add", "concat", "conv", "depth_to_space", "fc", "lut", "maxpool", "pad", "requant", "slice",
                           "sumpool", "threshold", "upsample"})
    EXPECT_EQ(seen.count(kind), 1U) << kind;
}

}  // namespace
}  // namespace finn::test
