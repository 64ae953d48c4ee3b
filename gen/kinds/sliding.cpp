// SPDX-License-Identifier: Apache-2.0
#include "kinds/sliding.h"

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

}  // namespace finn
