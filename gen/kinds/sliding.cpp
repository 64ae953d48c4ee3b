// SPDX-License-Identifier: Apache-2.0
#include "kinds/sliding.h"

#include "cells/adjust/adjust.h"
#include "cells/swu/swu.h"
#include "cells/window/window.h"

namespace finn {

StreamEnd lower_window(LowerContext& context, const StreamEnd& from, const WindowGeometry& window, std::int64_t lanes,
                       std::int64_t taps, std::int64_t pad_value) {
  SwuConfig config;
  config.width = from.type.type.bits();
  config.lanes = lanes;
  config.cf = window.channels / lanes;
  config.taps = taps;
  config.h = window.h.size;
  config.w = window.w.size;
  config.kh = window.h.kernel;
  config.kw = window.w.kernel;
  config.sh = window.h.stride;
  config.sw = window.w.stride;
  config.pt = window.h.pad_before;
  config.pl = window.w.pad_before;
  config.oh = window.h.out();
  config.ow = window.w.out();
  config.dh = window.h.dilation;
  config.dw = window.w.dilation;
  config.pad_code = from.type.type.encode(pad_value);
  const NodeId node = window_fits(config) ? context.add(cell_window(), "window", window_params(config))
                                          : context.add(cell_swu(), "swu", swu_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{}x{} windows on {}x{}x{}, {} a beat, {} taps", config.kh, config.kw, config.h, config.w,
                  window.channels, lanes, taps);
  context.feed(from, node, lanes);
  return output_end(node, from.type, lanes * taps, window.channels, window.windows() * window.window_elements());
}

bool stream_is_windows(const WindowGeometry& window) {
  if (window.has_padding()) return false;
  if (window.taps() == 1 && window.h.stride == 1 && window.w.stride == 1) return true;
  const bool all_columns = window.w.kernel == window.w.size;
  const bool rows_once =
      window.h.out() * window.h.kernel == window.h.size && (window.h.out() == 1 || window.h.stride == window.h.kernel);
  return all_columns && rows_once && window.h.dilation == 1 && window.w.dilation == 1;
}

StreamEnd recode(LowerContext& context, const StreamEnd& from, DataType type, Range range, std::int64_t lanes) {
  // A bipolar code is a number too: value = 2 * code - 1.
  StreamType numbers{from.type.type, from.type.codes, {}};
  if (numbers.type.is_bipolar()) numbers = {DataType::binary(), {0, 1}, {.a = {2}, .b = {-1}}};
  AdjustConfig config = adjust_config(numbers, range, from.channels, lanes, from.elements / from.channels);
  config.output = type;
  const NodeId node =
      context.add(cell_adjust(), "recode", adjust_params(config), {adjust_memory(config, numbers.encoding, "auto")});
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} codes to {} codes", from.type.type.name(), type.name());
  context.feed(from, node, lanes);
  return output_end(node, StreamType{type, range, {}}, lanes, from.channels, from.elements);
}

}  // namespace finn
