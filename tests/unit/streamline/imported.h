// SPDX-License-Identifier: Apache-2.0
// Small graphs through the importer and the golden model.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "golden/model/host.h"
#include "golden/model/model.h"
#include "onnx/reader.h"
#include "streamline/streamline.h"
#include "support/onnx_builder.h"

namespace finn::test {

inline std::optional<qonnx::Streamlined> import(const OnnxBuilder& builder, Diagnostics& diagnostics,
                                                const qonnx::StreamlineOptions& options = {}) {
  const auto model = onnx::parse_model(builder.bytes(), "graph.onnx", ".", diagnostics);
  if (!model) return std::nullopt;
  return qonnx::streamline(*model, options, diagnostics);
}

/// The diagnostics of a graph that cannot be mapped.
inline std::string refusal(const OnnxBuilder& builder, const qonnx::StreamlineOptions& options = {}) {
  Diagnostics diagnostics;
  EXPECT_FALSE(import(builder, diagnostics, options).has_value());
  return diagnostics.text();
}

/// Real results of one sample.
inline std::vector<double> run(const Network& network, std::vector<double> reals, const Shape& sample) {
  Diagnostics diagnostics;
  SampleArray samples;
  samples.shape = {1};
  samples.shape.insert(samples.shape.end(), sample.begin(), sample.end());
  samples.is_real = true;
  samples.reals = reals;
  const auto frames = make_frames(network, 0, samples, diagnostics);
  if (!frames) throw std::runtime_error(diagnostics.text());
  GoldenModel golden(network);
  golden.run({frames->front()});
  return final_result(network.outputs[0].host, real_output(network, 0, golden.output(0)));
}

/// Of a graph that can be mapped.
inline std::vector<double> run(const OnnxBuilder& builder, const std::vector<double>& reals, const Shape& sample) {
  Diagnostics diagnostics;
  const auto made = import(builder, diagnostics);
  if (!made) throw std::runtime_error(diagnostics.text());
  return run(made->network, reals, sample);
}

}  // namespace finn::test
