// SPDX-License-Identifier: Apache-2.0
#include "import/mask_reader.h"

#include <algorithm>

#include "import/json_value.h"

namespace finn {
namespace {

/// The tensor that a name stands for; layers come first.
TensorId find_tensor(const Network& network, const std::string& name) {
  for (const Layer& layer : network.layers)
    if (layer.name == name) return layer.outputs.front();
  for (std::size_t id = 0; id < network.tensors.size(); ++id)
    if (network.tensors[id].name == name) return static_cast<TensorId>(id);
  return kNone;
}

std::vector<std::string> all_names(const Network& network) {
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) names.push_back(layer.name);
  for (const TensorInfo& tensor : network.tensors) names.push_back(tensor.name);
  return names;
}

/// Reads one list into `mask`.
void read_channels(const JsonValue& list, const TensorInfo& tensor, MaskedChannels& mask, JsonChecker& check) {
  if (!check.list(list)) return;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const JsonValue value = list.element(i);
    const auto channel = check.integer(value, 0, kMaxDimension - 1);
    if (!channel) continue;
    if (*channel >= tensor.channels()) {
      check.diagnostics().error(
          Code::FR2162, value.where(),
          fmt::format("tensor \"{}\" has channels 0 to {}, but no {}", tensor.name, tensor.channels() - 1, *channel));
    } else if (std::find(mask.channels.begin(), mask.channels.end(), *channel) != mask.channels.end()) {
      check.diagnostics().error(Code::FR2162, value.where(),
                                fmt::format("channel {} of tensor \"{}\" stands there twice", *channel, tensor.name));
    } else {
      mask.channels.push_back(*channel);
    }
  }
}

}  // namespace

std::optional<std::vector<MaskedChannels>> read_prune_mask(const std::filesystem::path& path, const Network& network,
                                                           Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  const auto source = JsonSource::read(path, diagnostics);
  if (source == nullptr) return std::nullopt;
  JsonChecker check(diagnostics);
  const JsonValue root(*source);
  if (!check.object(root)) return std::nullopt;
  std::vector<MaskedChannels> masks;
  for (const auto& item : root.json().items()) {
    const JsonValue list = root.member(item.key());
    const TensorId id = find_tensor(network, item.key());
    if (id == kNone) {
      Diagnostic& error =
          diagnostics.error(Code::FR2161, list.key_where(),
                            fmt::format("a mask for {}, but there is no such layer or tensor", in_quotes(item.key())));
      suggest(error, item.key(), all_names(network));
      continue;
    }
    // A layer and its tensor may both be named.
    auto same = std::find_if(masks.begin(), masks.end(), [&](const MaskedChannels& mask) { return mask.tensor == id; });
    if (same == masks.end()) same = masks.insert(masks.end(), {id, {}, list.where()});
    read_channels(list, network.tensors[static_cast<std::size_t>(id)], *same, check);
    std::sort(same->channels.begin(), same->channels.end());
  }
  if (diagnostics.error_count() > before) return std::nullopt;
  return masks;
}

}  // namespace finn
