// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/mvu/dsp_shape.h"
#include "kinds/conv/conv.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// Cycles of the MVU for one frame: OH*OW vectors of NF*SF cycles.
std::int64_t matrix_cycles(const ConvSpec& spec, const Folding& folding) {
  return spec.vectors() * ceil_div(spec.outputs, folding.pe) * ceil_div(spec.columns(), folding.simd);
}

ConvWindow with_lanes(const ConvSpec& spec, std::int64_t lanes) {
  ConvWindow window;
  window.used = true;
  window.lanes = lanes;
  window.in_lanes = std::min(lanes, spec.window.channels);
  window.taps = std::max<std::int64_t>(1, lanes / spec.window.channels);
  window.input_beats = spec.window.input_elements() / window.in_lanes;
  window.window_beats = spec.vectors() * spec.columns() / lanes;
  return window;
}

}  // namespace

Knobs conv_knobs(const Network& network, const Layer& layer) {
  const ConvSpec spec = conv_spec(layer, input_of(network, layer));
  if (spec.groups > 1) return grouped_knobs(spec);
  return {.pe = divisors(spec.outputs),
          .simd = divisors(spec.columns()),
          .pe_rule = fmt::format("pe divides {} output channels", spec.outputs),
          .simd_rule = fmt::format("simd divides the {} elements of a window (kernel {} x {}, {} channels)",
                                   spec.columns(), spec.window.h.kernel, spec.window.w.kernel, spec.window.channels),
          .leads = true,
          .may_pad = true,
          .dsp_obstacle = dsp_obstacle(input_of(network, layer).type, spec.weights->type)};
}

ConvWindow conv_window(const ConvSpec& spec, const Folding& folding) {
  if (spec.is_pointwise()) {
    ConvWindow window;
    window.lanes = window.in_lanes = folding.simd;
    window.input_beats = window.window_beats = ceil_div(spec.window.input_elements(), folding.simd);
    return window;
  }
  if (folding.window == "parallel") return with_lanes(spec, spec.columns());

  const std::int64_t budget = matrix_cycles(spec, folding);
  std::vector<std::int64_t> candidates = divisors(spec.window.channels);
  for (const std::int64_t taps : divisors(spec.window.taps()))
    if (taps > 1) candidates.push_back(taps * spec.window.channels);
  ConvWindow best;
  std::int64_t best_beats = 0;
  for (const std::int64_t lanes : candidates) {
    const ConvWindow window = with_lanes(spec, lanes);
    const std::int64_t beats = std::max(window.input_beats, window.window_beats);
    if (lanes >= folding.simd && beats <= budget) return window;
    if (!best.used || beats < best_beats) {
      best = window;
      best_beats = beats;
    }
  }
  return best;
}

std::int64_t conv_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const ConvSpec spec = conv_spec(layer, input_of(network, layer));
  if (spec.groups > 1) {
    const GroupedFold fold = grouped_fold(spec, folding);
    return std::max({spec.vectors() * fold.vvu.steps(), fold.input_beats, fold.window_beats});
  }
  const ConvWindow window = conv_window(spec, folding);
  return std::max({matrix_cycles(spec, folding), window.input_beats, window.window_beats});
}

std::int64_t conv_operations(const Network& network, const Layer& layer) {
  const ConvSpec spec = conv_spec(layer, input_of(network, layer));
  return 2 * spec.vectors() * spec.outputs * spec.columns();
}

}  // namespace finn
