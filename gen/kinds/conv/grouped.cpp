// SPDX-License-Identifier: Apache-2.0
// Convolutions in groups: each group of outputs sees its own channels alone. A depthwise convolution has as many groups
// as channels.
#include <algorithm>

#include "golden/kernels/grouped_conv.h"
#include "kinds/conv/conv.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn {

GroupedFold grouped_fold(const ConvSpec& spec, const Folding& folding) {
  const std::int64_t rows = spec.group_outputs();
  const std::int64_t channels = spec.group_channels();
  GroupedFold fold;
  VvuConfig& vvu = fold.vvu;
  vvu.groups = std::max<std::int64_t>(1, folding.pe / rows);
  vvu.rows = std::min(folding.pe, rows);
  vvu.taps = channels == 1 ? folding.simd : 1;
  vvu.channels = channels == 1 ? 1 : folding.simd;
  vvu.tf = spec.window.taps() / vvu.taps;
  vvu.gf = spec.groups / vvu.groups;
  vvu.cf = channels / vvu.channels;
  vvu.rf = rows / vvu.rows;
  vvu.vectors = spec.vectors();
  fold.lanes = vvu.groups > 1 ? vvu.groups * channels : vvu.channels;
  if (stream_is_windows(spec.window)) {
    fold.input_beats = fold.window_beats = ceil_div(spec.window.input_elements(), fold.lanes * vvu.taps);
  } else {
    fold.input_beats = ceil_div(spec.window.input_elements(), fold.lanes);
    fold.window_beats = spec.vectors() * ceil_div(spec.window.window_elements(), fold.lanes * vvu.taps);
  }
  return fold;
}

Knobs grouped_knobs(const ConvSpec& spec) {
  const std::int64_t rows = spec.group_outputs();
  const std::int64_t channels = spec.group_channels();
  const bool depthwise = channels == 1;
  Knobs knobs;
  knobs.pe = divisors(rows);
  for (const std::int64_t groups : divisors(spec.groups))
    if (groups > 1) knobs.pe.push_back(groups * rows);
  knobs.simd = divisors(depthwise ? spec.window.taps() : channels);
  knobs.pe_rule = fmt::format(
      "pe divides the {} output channels of a group, or is a multiple of them for a divisor of "
      "the {} groups",
      rows, spec.groups);
  knobs.simd_rule = depthwise ? fmt::format("simd divides the {} x {} taps of a window; more than 1 needs pe = {}",
                                            spec.window.h.kernel, spec.window.w.kernel, spec.outputs)
                              : fmt::format("simd divides the {} input channels of a group", channels);
  knobs.leads = true;
  knobs.pe_for_simd = depthwise ? spec.outputs : 0;
  knobs.dsp_obstacle = "convolutions in groups multiply in LUTs";
  return knobs;
}

GoldenRun grouped_golden(const ConvSpec& spec, const TensorInfo& output) {
  golden::GroupedProblem problem{spec.window, spec.groups, spec.outputs, spec.weights->data, spec.pad_value};
  const auto conv = std::make_shared<golden::GroupedConv>(problem);
  return [conv, type = output.type, shape = output.shape](const std::vector<const Tensor*>& inputs,
                                                          std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    conv->run(inputs.at(0)->data.data(), result.data.data());
  };
}

StreamEnd lower_grouped(LowerContext& context, const ConvSpec& spec) {
  const GroupedFold fold = grouped_fold(spec, context.folding);
  StreamEnd from = context.inputs.front();
  VvuConfig config = fold.vvu;
  config.activation = from.type.type;
  config.weight = spec.weights->type;
  const Range values = output_of(context.network, context.layer).range;
  const StreamType output{DataType::smallest(values), values, {}};
  config.acc_width = output.type.bits();
  if (!stream_is_windows(spec.window))
    from = lower_window(context, from, spec.window, fold.lanes, config.taps, spec.pad_value);
  Memory weights = vvu_memory(config, spec.weights->data, context.folding.ram_style);
  if (context.layer.runtime) weights.parts = vvu_parts(config, Recipe::attribute("weights"));
  const NodeId node = context.add(cell_vvu(), "vvu", vvu_params(config), {weights});
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} groups of {} x {} {} on {} codes, pe {}, simd {}", spec.groups, spec.group_outputs(),
                  spec.columns(), config.weight.name(), config.activation.name(), config.pe(), config.simd());
  context.feed(from, node, config.in_lanes());
  return output_end(node, output, config.pe(), spec.outputs, spec.vectors() * spec.outputs);
}

}  // namespace finn
