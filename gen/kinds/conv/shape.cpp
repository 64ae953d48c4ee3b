// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "kinds/conv/conv.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// The runs of taps [first, last) that fall on real elements, over all positions of a window.
std::set<std::pair<std::int64_t, std::int64_t>> tap_runs(const WindowAxis& axis) {
  std::set<std::pair<std::int64_t, std::int64_t>> runs;
  const std::int64_t out = axis.out();
  for (std::int64_t o = 0; o < out; ++o) {
    const std::int64_t first = axis.first_tap(o);
    runs.emplace(first, std::max(first, axis.last_tap(o)));
  }
  return runs;
}

}  // namespace

/// A tap's contribution is its range over the input where it meets a real element and one number where it meets
/// padding, so a position's range is (all taps padded) + sum over its real taps of (real - padded): a rectangle of
/// taps, read from a two-dimensional prefix sum.
std::vector<WideRange> conv_ranges(const ConvSpec& spec, const ChannelFacts& inputs) {
  const std::int64_t rows = spec.window.h.kernel;
  const std::int64_t columns = spec.window.w.kernel;
  const std::int64_t channels = spec.group_channels();
  const auto row_runs = tap_runs(spec.window.h);
  const auto column_runs = tap_runs(spec.window.w);
  const auto at = [&](std::int64_t r, std::int64_t c) { return static_cast<std::size_t>(r * (columns + 1) + c); };
  std::vector<WideRange> prefix(static_cast<std::size_t>((rows + 1) * (columns + 1)));
  std::vector<WideRange> ranges;
  for (std::int64_t o = 0; o < spec.outputs; ++o) {
    const ChannelFact* const group = inputs.data() + o / spec.group_outputs() * channels;
    Wide padded = 0;
    for (std::int64_t r = 0; r < rows; ++r) {
      for (std::int64_t c = 0; c < columns; ++c) {
        WideRange tap;
        for (std::int64_t i = 0; i < channels; ++i) {
          if (group[i].gone) continue;
          const auto index = static_cast<std::size_t>(((o * channels + i) * rows + r) * columns + c);
          const std::int64_t weight = spec.weights->data[index];
          const Wide pad = Wide{weight} * spec.pad_value;
          tap += product_range(weight, group[i].range) - WideRange{pad, pad};
          padded += pad;
        }
        WideRange sum = prefix[at(r, c + 1)];
        sum += prefix[at(r + 1, c)];
        sum += tap;
        prefix[at(r + 1, c + 1)] = sum - prefix[at(r, c)];
      }
    }
    bool first = true;
    WideRange hull;
    for (const auto& [top, bottom] : row_runs) {
      for (const auto& [left, right] : column_runs) {
        WideRange sum = prefix[at(bottom, right)];
        sum += prefix[at(top, left)];
        sum = sum - prefix[at(top, right)] - prefix[at(bottom, left)];
        sum += WideRange{padded, padded};
        if (first) hull = sum;
        first = false;
        hull.widen(sum);
      }
    }
    ranges.push_back(hull);
  }
  return ranges;
}

namespace {

/// The groups must divide the input's channels and the outputs.
bool check_groups(const Network& network, const Layer& layer, Diagnostics& diagnostics, const ConvSpec& spec) {
  bool ok = true;
  const auto check = [&](std::int64_t channels, const char* what) {
    if (channels % spec.groups == 0) return;
    diagnostics.error(Code::FR2202, network.at(layer, "/group"),
                      "layer \"{}\": expected a number of groups that divides the {} {} channels, found {}", layer.name,
                      channels, what, spec.groups);
    ok = false;
  };
  check(spec.window.channels, "input");
  check(spec.outputs, "output");
  return ok;
}

}  // namespace

bool ConvSpec::is_pointwise() const {
  return window.taps() == 1 && window.h.stride == 1 && window.w.stride == 1 && !window.has_padding();
}

ConvSpec conv_spec(const Layer& layer, const TensorInfo& input) {
  const Tensor& weights = layer.attrs.tensor("weights");
  const auto stride = layer.attrs.integers("stride", {1, 1});
  const auto pad = layer.attrs.integers("pad", {0, 0, 0, 0});
  const auto dilation = layer.attrs.integers("dilation", {1, 1});
  ConvSpec spec;
  spec.window.h = {input.shape.at(0), weights.dim(2), stride.at(0), pad.at(0), pad.at(2), dilation.at(0)};
  spec.window.w = {input.shape.at(1), weights.dim(3), stride.at(1), pad.at(1), pad.at(3), dilation.at(1)};
  spec.window.channels = input.channels();
  spec.outputs = weights.dim(0);
  spec.groups = layer.attrs.integer("group", 1);
  spec.pad_value = layer.attrs.integer("pad_value", 0);
  spec.weights = &weights;
  return spec;
}

std::vector<std::int64_t> conv_matrix(const ConvSpec& spec) {
  const std::int64_t channels = spec.window.channels;
  const std::int64_t taps = spec.window.taps();
  std::vector<std::int64_t> matrix(spec.weights->data.size());
  if (matrix.empty()) return matrix;
  const std::int64_t* from = spec.weights->data.data();
  for (std::int64_t o = 0; o < spec.outputs; ++o)
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t tap = 0; tap < taps; ++tap)
        matrix[static_cast<std::size_t>((o * taps + tap) * channels + c)] = *from++;
  return matrix;
}

bool conv_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const ConvSpec spec = conv_spec(layer, input);
  bool ok = check_groups(network, layer, diagnostics, spec);
  if (ok && spec.weights->dim(1) != spec.group_channels()) {
    diagnostics
        .error(Code::FR2201, network.at(layer, "/weights/shape"),
               "layer \"{}\": expected weights of shape [O, {}, KH, KW], found {}", layer.name, spec.group_channels(),
               shape_text(spec.weights->shape))
        .notes.push_back(fmt::format("tensor \"{}\" has shape {}{}", input.name, shape_text(input.shape),
                                     spec.groups > 1 ? fmt::format(", in {} groups", spec.groups) : ""));
    ok = false;
  }
  const bool explicit_value = layer.attrs.has("pad_value");
  if ((explicit_value || spec.window.has_padding()) && !input.type.contains(spec.pad_value)) {
    Diagnostic& error = diagnostics.error(
        Code::FR2203, network.at(layer, explicit_value ? "/pad_value" : "/pad"),
        "layer \"{}\": the padding's value must be a {} (the type of tensor \"{}\"), found {}", layer.name,
        input.type.name(), input.name, explicit_value ? std::to_string(spec.pad_value) : "the default 0");
    if (input.type.is_bipolar()) error.notes.push_back("give \"pad_value\": -1 or 1, or make the tensor TERNARY");
    ok = false;
  }
  ok = check_operand(network, layer, diagnostics, input) && ok;
  ok = check_window(network, layer, diagnostics, spec.window, "/weights/shape") && ok;
  if (!ok) return false;

  TensorInfo& output = only_output(outputs);
  output.shape = {spec.window.h.out(), spec.window.w.out(), spec.outputs};
  if (!check_size(network, layer, diagnostics, output.shape)) return false;
  WideRange range;
  if (layer.runtime) {
    const WideRange product = product_range(spec.weights->type.range(), input.type.range());
    range = {product.min * spec.columns(), product.max * spec.columns()};
  } else {
    const ChannelFacts channels(static_cast<std::size_t>(spec.window.channels), ChannelFact{input.range});
    const std::vector<WideRange> ranges = conv_ranges(spec, channels);
    range = ranges.front();
    for (const WideRange& of_channel : ranges) range.widen(of_channel);
  }
  return set_accumulator(network, layer, diagnostics, range, output);
}

}  // namespace finn
