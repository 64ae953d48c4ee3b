// SPDX-License-Identifier: Apache-2.0
#include "kinds/maxpool/maxpool.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// Windows move over one run of real elements, so that the first and the last one see the least of it.
bool check_padding(const Network& network, const Layer& layer, Diagnostics& diagnostics, const WindowAxis& axis,
                   const char* name) {
  for (const std::int64_t o : {std::int64_t{0}, axis.out() - 1}) {
    if (axis.first_tap(o) < axis.last_tap(o)) continue;
    diagnostics.error(Code::FR2208, network.at(layer, layer.attrs.has("pad") ? "/pad" : ""),
                      "layer \"{}\": each window must see a real element, but {} window {} covers positions {} to {} "
                      "of {} pixels",
                      layer.name, name, o, axis.start(o), axis.start(o) + axis.kernel - 1, axis.size);
    return false;
  }
  return true;
}

}  // namespace

MaxpoolSpec maxpool_spec(const Layer& layer, const TensorInfo& input) { return {pooling_window(layer, input)}; }

bool maxpool_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const WindowGeometry window = maxpool_spec(layer, input).window;
  if (!check_window(network, layer, diagnostics, window, "/kernel")) return false;
  const bool high = check_padding(network, layer, diagnostics, window.h, "vertical");
  const bool wide = check_padding(network, layer, diagnostics, window.w, "horizontal");
  TensorInfo& output = only_output(outputs);
  output.shape = {window.h.out(), window.w.out(), window.channels};
  output.type = input.type;
  output.range = input.range;
  return check_size(network, layer, diagnostics, output.shape) && high && wide;
}

}  // namespace finn
