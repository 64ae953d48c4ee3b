// SPDX-License-Identifier: Apache-2.0
// FINN's own hardware nodes: integers in, integers out, thresholds as they stand.
#include "streamline/convolution.h"
#include "streamline/handlers.h"
#include "streamline/mac.h"
#include "streamline/notes.h"
#include "streamline/window_attributes.h"

namespace finn::qonnx {
namespace {

/// Thresholds of an input of the node, ActVal and output type of its attributes.
bool append_thresholds(Flow& flow, Stream& stream, std::size_t input) {
  auto step = count_step(flow, stream, input, true);
  if (!step) return false;
  stream.chain.append(std::move(*step));
  if (flow.node().text("outputDataType", "") == "BIPOLAR")
    append_levels(stream.chain, 2, -1);
  else
    append_levels(stream.chain, 1, Exact(flow.node().integer("ActVal", 0)));
  return true;
}

/// What MVAU and VVAU have in common: weights, an input that may be windows, and what follows the sums.
struct Unit {
  IntegerConstant weights;
  Integers input;
  std::optional<SlidingWindows> windows;
  bool xnor = false;
};

std::optional<Unit> read_unit(Flow& flow) {
  Unit unit;
  const auto weights = flow.integer_constant(1);
  if (!weights) return std::nullopt;
  unit.weights = *weights;
  const auto input = flow.integers(0, &unit.windows);
  if (!input) return std::nullopt;
  unit.input = *input;
  unit.xnor = flow.node().integer("binaryXnorMode", 0) != 0;
  if (unit.xnor) {
    // Bits that stand for -1 and +1; the node counts where they are equal.
    for (std::int64_t& weight : unit.weights.values)
      if (weight == 0) weight = -1;
    unit.input.affine = {PerChannel(Exact(2)), PerChannel(Exact(-1))};
  }
  return unit;
}

/// The node's stream from its sums of `terms` products.
void give_sums(Flow& flow, Stream stream, bool xnor, std::int64_t terms) {
  if (xnor) {
    const Exact half(1, 2);
    stream.chain.append(AffineStep{PerChannel(half), PerChannel(Exact(terms) * half)});
  }
  if (flow.node().integer("noActivation", 0) != 0) {
    flow.give(std::move(stream));
    return;
  }
  if (flow.node().input(2).empty()) {
    flow.refuse("it has an activation but no thresholds");
    return;
  }
  if (append_thresholds(flow, stream, 2)) flow.wait_in_chain(std::move(stream), "");
}

std::optional<Stream> multiply_windows(Flow& flow, const Unit& unit) {
  const WindowAttributes& window = unit.windows->window;
  const std::int64_t taps = window.kernel[0] * window.kernel[1];
  const std::int64_t channels = flow.net().tensor(unit.input.tensor).channels();
  const onnx::Dims& dims = unit.weights.dims;
  if (unit.windows->depthwise && taps != 1) {
    flow.refuse("its windows come channel by channel, for a VVAU", "set depthwise = 0 in the node before it");
    return std::nullopt;
  }
  if (dims.size() != 2 || dims[0] != taps * channels) {
    flow.refuse(fmt::format("a matrix of shape {} does not multiply windows of {} x {} pixels with {} channels",
                            shape_text(dims), window.kernel[0], window.kernel[1], channels));
    return std::nullopt;
  }
  // Rows of the matrix are (kh, kw, c), c fastest.
  Kernel kernel;
  kernel.outputs = dims[1];
  kernel.inputs = channels;
  for (std::int64_t o = 0; o < kernel.outputs; ++o)
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t tap = 0; tap < taps; ++tap)
        kernel.at.push_back(static_cast<std::size_t>((tap * channels + c) * kernel.outputs + o));
  return convolve(flow, unit.input, unit.weights, kernel, 1, window, true);
}

}  // namespace

void handle_mvau(Flow& flow) {
  const auto unit = read_unit(flow);
  if (!unit) return;
  auto stream = unit->windows ? multiply_windows(flow, *unit) : multiply(flow, unit->input, unit->weights, false);
  if (stream) give_sums(flow, std::move(*stream), unit->xnor, unit->weights.dims.front());
}

void handle_vvau(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto unit = read_unit(flow);
  if (!unit) return;
  const Shape image = flow.net().tensor(unit->input.tensor).shape;
  if (!check_image(flow, unit->input.view, image, true)) return;
  WindowAttributes window;
  window.out = {image[0], image[1]};
  if (unit->windows) window = unit->windows->window;
  const std::int64_t taps = window.kernel[0] * window.kernel[1];
  const onnx::Dims wanted{image.back(), 1, window.kernel[0], window.kernel[1]};
  if (unit->weights.dims != wanted) {
    flow.refuse(fmt::format("its weights must have the shape {} of its input's windows, found {}", shape_text(wanted),
                            shape_text(unit->weights.dims)),
                unit->windows ? "" : "a ConvolutionInputGenerator with depthwise = 1 before it gives windows");
    return;
  }
  if (taps != 1 && !unit->windows->depthwise) {
    flow.refuse("its windows come pixel by pixel, for an MVAU", "set depthwise = 1 in the node before it");
    return;
  }
  const std::int64_t pe = node.integer("PE", 0);
  if (taps != 1 && pe != 0 && unit->windows->simd != 0 && pe != unit->windows->simd) {
    flow.refuse(
        fmt::format("it takes {} channels at a time (PE), its windows come in groups of {} (SIMD): FINN's nodes "
                    "would multiply elements by the weights of others",
                    pe, unit->windows->simd),
        "the same number for both");
    return;
  }
  Kernel kernel;
  kernel.outputs = image.back();
  kernel.inputs = 1;
  for (std::size_t i = 0; i < unit->weights.values.size(); ++i) kernel.at.push_back(i);
  auto stream = convolve(flow, unit->input, unit->weights, kernel, image.back(), window, true);
  if (stream) give_sums(flow, std::move(*stream), unit->xnor, taps);
}

void handle_windows(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto input = flow.integers(0);
  if (!input) return;
  const Shape image = flow.net().tensor(input->tensor).shape;
  if (!check_image(flow, input->view, image, true)) return;
  SlidingWindows windows;
  WindowAttributes& window = windows.window;
  window.kernel = two_numbers(node, "ConvKernelDim", 0);
  window.stride = two_numbers(node, "Stride", 1);
  window.dilation = two_numbers(node, "Dilation", 1);
  windows.depthwise = node.integer("depthwise", 0) != 0;
  windows.simd = node.integer("SIMD", 0);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (const std::int64_t value : {window.kernel[axis], window.stride[axis], window.dilation[axis]})
      if (value < 1 || value > 65535) {
        flow.refuse(fmt::format("{} is no size of a window, stride or dilation", value));
        return;
      }
    const std::int64_t room = image[axis] - ((window.kernel[axis] - 1) * window.dilation[axis] + 1);
    if (room < 0) {
      flow.refuse(fmt::format("its window does not fit into an image of {} x {}", image[0], image[1]));
      return;
    }
    window.out[axis] = room / window.stride[axis] + 1;
  }
  Stream stream = *flow.stream(0);
  stream.windows = windows;
  flow.pass_on(std::move(stream), "windows", fmt::format("{} x {}", window.kernel[0], window.kernel[1]));
}

void handle_fm_padding(Flow& flow) {
  const auto input = flow.integers(0);
  if (!input) return;
  const onnx::Dims& dims = input->view.dims();
  if (!check_image(flow, input->view, flow.net().tensor(input->tensor).shape, true)) return;
  const auto pad = flow.node().integers("Padding", {});
  for (const std::int64_t amount : pad)
    if (amount < 0) {
      flow.refuse(fmt::format("padding of {}", shape_text(pad)));
      return;
    }
  if (pad.size() != 4) {
    flow.refuse(fmt::format("its Padding must be top, left, bottom and right, found {} numbers", pad.size()));
    return;
  }
  const auto zero = integer_of(flow, input->affine, Exact(0));
  if (!zero) return;
  const auto made = pad_image(flow, *input, pad, *zero);
  if (!made) return;
  const Shape padded = flow.net().tensor(*made).shape;
  flow.give(*made, View::image(image_dims(dims, true, {padded[0], padded[1]}, padded[2]), true), input->affine);
}

void handle_duplicate(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  flow.pass_on(*stream, "nothing to do");
  for (std::size_t i = 1; i < flow.node().outputs.size(); ++i) flow.give(*stream, i);
}

void handle_channelwise(Flow& flow) {
  auto stream = flow.stream(0);
  if (!stream) return;
  auto constant = flow.reals(1);
  if (!constant) return;
  const std::string function = flow.node().text("Func", "cmp_le");
  if (function != "add" && function != "mul") {
    flow.refuse(fmt::format("its function {} has no layer", in_quotes(function)), "a Thresholding node compares");
    return;
  }
  constant->dims = {static_cast<std::int64_t>(constant->values.size())};
  const auto values = flow.per_channel(*stream, *constant);
  if (!values) return;
  const AffineStep step =
      function == "add" ? AffineStep{PerChannel(Exact(1)), *values} : AffineStep{*values, PerChannel(Exact(0))};
  stream->chain.append(step);
  flow.wait_in_chain(std::move(*stream), step_text(step));
}

void handle_thresholding(Flow& flow) {
  auto stream = flow.stream(0);
  if (stream && append_thresholds(flow, *stream, 1)) flow.wait_in_chain(std::move(*stream), "");
}

}  // namespace finn::qonnx
