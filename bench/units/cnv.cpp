// SPDX-License-Identifier: Apache-2.0
#include "cnv.h"

#include <cmath>

#include "diag/diagnostics.h"
#include "import/net_reader.h"
#include "kinds/example_net.h"

namespace finn::bench {
namespace {

struct FoldOf {
  int pe;
  int simd;
};

struct MatrixLayer {
  int inputs;   ///< channels
  int outputs;  ///< channels
  int kernel;   ///< 0: fully connected
  bool pool;    ///< 2 x 2 maximum behind the activation
  FoldOf w1a1;
  FoldOf w2a2;
};

constexpr MatrixLayer kCnv[] = {
    {3, 64, 3, false, {16, 3}, {8, 3}},     {64, 64, 3, true, {32, 32}, {16, 16}},
    {64, 128, 3, false, {16, 32}, {8, 16}}, {128, 128, 3, true, {16, 32}, {8, 16}},
    {128, 256, 3, false, {4, 32}, {4, 8}},  {256, 256, 3, false, {1, 32}, {1, 8}},
    {256, 512, 0, false, {1, 4}, {1, 2}},   {512, 512, 0, false, {1, 8}, {2, 2}},
    {512, 10, 0, false, {2, 1}, {2, 1}},
};

/// Thresholds within three standard deviations of a random sum.
std::string thresholds(const MatrixLayer& layer, double element, int levels, std::uint64_t seed) {
  const int columns = layer.inputs * std::max(1, layer.kernel * layer.kernel);
  const auto span = static_cast<std::int64_t>(3 * element * std::sqrt(columns));
  const Range values{-span, span};
  return example_rows(DataType::sint(bits_signed(values)), {layer.outputs, levels}, values, seed);
}

std::string cnv_text(bool w1a1) {
  const DataType type = w1a1 ? DataType::bipolar() : DataType::ternary();
  ExampleNet net(w1a1 ? "cnv_w1a1" : "cnv_w2a2", {32, 32, 3}, DataType::sint(8));
  std::uint64_t seed = 1;
  for (const MatrixLayer& layer : kCnv) {
    const bool first = &layer == &kCnv[0];
    const bool last = &layer == &kCnv[std::size(kCnv) - 1];
    const FoldOf fold = w1a1 ? layer.w1a1 : layer.w2a2;
    const std::string folding = fmt::format(R"("pe": {}, "simd": {})", fold.pe, fold.simd);
    const Shape shape = layer.kernel == 0 ? Shape{layer.outputs, layer.inputs}
                                          : Shape{layer.outputs, layer.inputs, layer.kernel, layer.kernel};
    net.layer(layer.kernel == 0 ? "fc" : "conv", fmt::format(R"("weights": {})", example_tensor(type, shape, seed++)),
              folding);
    if (last) break;
    net.layer("threshold", fmt::format(R"("type": "{}", "thresholds": {})", type.name(),
                                       thresholds(layer, first ? 64.0 : 0.7, w1a1 ? 1 : 2, seed++)));
    if (layer.pool) net.layer("maxpool", R"("kernel": [2, 2], "stride": [2, 2])");
  }
  return net.done().net_json;
}

}  // namespace

Design cnv_design(bool w1a1) {
  Diagnostics diagnostics;
  std::optional<Network> network = parse_network(cnv_text(w1a1), w1a1 ? "cnv_w1a1" : "cnv_w2a2", ".", diagnostics);
  std::optional<Design> design;
  if (network) design = compile(std::move(*network), {}, diagnostics);
  if (!design) throw Defect(diagnostics.text());
  return std::move(*design);
}

}  // namespace finn::bench
