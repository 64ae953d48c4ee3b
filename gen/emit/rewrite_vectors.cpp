// SPDX-License-Identifier: Apache-2.0
#include "emit/rewrite_vectors.h"

#include <algorithm>

#include "emit/files.h"
#include "passes/rewrite.h"

namespace finn {
namespace {

std::string words_text(const std::vector<std::uint32_t>& words) {
  std::string text;
  for (const std::uint32_t word : words)
    for (int byte = 0; byte < 4; ++byte) text += static_cast<char>(word >> (8 * byte));
  return text;
}

}  // namespace

void write_rewrite_vectors(const std::filesystem::path& folder, const BenchDescription& description,
                           const Network& network, const std::vector<std::vector<Tensor>>& inputs, std::uint64_t seed) {
  const auto is_runtime = [](const Layer& layer) { return layer.runtime; };
  if (std::none_of(network.layers.begin(), network.layers.end(), is_runtime)) return;
  write_text(folder / "parameters0.bin", words_text(parameter_image(network)));
  Network other = network;
  draw_parameters(other, seed);
  write_text(folder / "parameters1.bin", words_text(parameter_image(other)));
  write_outputs(folder, "rewritten", description, golden_frames(other, inputs));
}

}  // namespace finn
