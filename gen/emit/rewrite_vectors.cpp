// SPDX-License-Identifier: Apache-2.0
#include "emit/rewrite_vectors.h"

#include <algorithm>

#include "emit/files.h"
#include "passes/rewrite.h"

namespace finn {

void write_rewrite_vectors(const std::filesystem::path& folder, const BenchDescription& description,
                           const Network& network, const std::vector<std::vector<Tensor>>& inputs, std::uint64_t seed) {
  const auto is_runtime = [](const Layer& layer) { return layer.runtime; };
  if (std::none_of(network.layers.begin(), network.layers.end(), is_runtime)) return;
  write_text(folder / "parameters0.bin", word_bytes(parameter_image(network)));
  Network other = network;
  draw_parameters(other, seed);
  write_text(folder / "parameters1.bin", word_bytes(parameter_image(other)));
  write_outputs(folder, "rewritten", description, golden_frames(other, inputs));
}

}  // namespace finn
