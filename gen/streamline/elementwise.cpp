// SPDX-License-Identifier: Apache-2.0
#include <boost/multiprecision/cpp_bin_float.hpp>

#include "streamline/handlers.h"
#include "streamline/notes.h"
#include "streamline/operators.h"

namespace finn::qonnx {
namespace {

/// Adds a step to the chain of a stream, which keeps its shape.
void chain_step(Flow& flow, Stream stream, Step step) {
  const std::string detail = step_text(step);
  stream.chain.append(std::move(step));
  flow.wait_in_chain(std::move(stream), detail);
}

/// A stream and the constant that a node of two inputs joins to it.
struct WithConstant {
  Stream stream;
  PerChannel constant;
  bool constant_first = false;
};

std::optional<WithConstant> with_constant(Flow& flow) {
  WithConstant made;
  made.constant_first = !flow.is_stream(0);
  const auto stream = flow.stream(made.constant_first ? 1 : 0);
  if (!stream) return std::nullopt;
  const auto constant = flow.reals(made.constant_first ? 0 : 1);
  if (!constant) return std::nullopt;
  const auto values = flow.per_channel(*stream, *constant);
  if (!values) return std::nullopt;
  made.stream = *stream;
  made.constant = *values;
  return made;
}

template <typename F>
PerChannel mapped(const PerChannel& values, F&& function) {
  std::vector<Exact> made;
  for (const Exact& value : values.values()) made.push_back(function(value));
  return PerChannel(made);
}

const Exact kOne = 1;
const Exact kZero = 0;

/// Products of constants only change scales.
bool scale_constant(Flow& flow, bool divide) {
  if (flow.is_stream(0) || flow.is_stream(1)) return false;
  auto constant = flow.integer_constant(0);
  if (!constant) return true;
  const auto factor = flow.scalar(1);
  if (!factor) return true;
  if (divide && *factor == 0) {
    flow.refuse("it divides by zero");
    return true;
  }
  for (Exact& scale : constant->scales) scale = divide ? Exact(scale / *factor) : Exact(scale * *factor);
  flow.give(std::move(*constant));
  return true;
}

}  // namespace

void handle_add(Flow& flow) {
  const bool subtract = flow.node().op == "Sub";
  if (flow.is_stream(0) && flow.is_stream(1)) {
    handle_sum_of_streams(flow, subtract ? Exact(-1) : Exact(1));
    return;
  }
  const auto both = with_constant(flow);
  if (!both) return;
  if (subtract && both->constant_first) {
    chain_step(flow, both->stream, AffineStep{PerChannel(Exact(-1)), both->constant});
    return;
  }
  chain_step(flow, both->stream,
             AffineStep{PerChannel(kOne),
                        subtract ? mapped(both->constant, [](const Exact& x) { return Exact(-x); }) : both->constant});
}

void handle_mul(Flow& flow) {
  const bool divide = flow.node().op == "Div";
  if (scale_constant(flow, divide)) return;
  if (flow.is_stream(0) && flow.is_stream(1)) {
    flow.refuse("products of two tensors that flow have no layer", "make one of them a constant");
    return;
  }
  const auto both = with_constant(flow);
  if (!both) return;
  PerChannel gain = both->constant;
  if (divide) {
    if (both->constant_first) {
      flow.refuse("a constant divided by a tensor that flows has no layer");
      return;
    }
    for (const Exact& value : gain.values())
      if (value == 0) {
        flow.refuse("it divides by zero");
        return;
      }
    gain = mapped(gain, [](const Exact& x) { return Exact(1 / x); });
  }
  chain_step(flow, both->stream, AffineStep{gain, PerChannel(kZero)});
}

void handle_unary(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  const std::string& op = flow.node().op;
  if (op == "Neg")
    chain_step(flow, *stream, AffineStep{PerChannel(Exact(-1)), PerChannel(kZero)});
  else if (op == "Abs")
    chain_step(flow, *stream, AbsStep{});
  else
    chain_step(flow, *stream, ClipStep{PerChannel(kZero), std::nullopt});
}

void handle_identity(Flow& flow) {
  if (flow.is_stream(0)) {
    // Behind a final operator too: it changes nothing.
    const auto stream = flow.stream_at_end(0);
    if (stream) flow.pass_on(*stream, "nothing to do");
  } else if (auto constant = flow.integer_constant(0)) {
    flow.give(std::move(*constant));
  }
}

void handle_leaky(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  if (flow.node().op == "LeakyRelu") {
    chain_step(flow, *stream, LeakyStep{PerChannel(flow.number("alpha", 0.01F))});
    return;
  }
  auto slope = flow.reals(1);
  if (!slope) return;
  // PRelu broadcasts from the channel axis on: [C, 1, 1] or [C].
  if (slope->dims.size() == 1 && slope->dims.front() > 1 && stream->view.dims().size() > 2)
    slope->dims.insert(slope->dims.end(), stream->view.dims().size() - 2, 1);
  if (const auto values = flow.per_channel(*stream, *slope)) chain_step(flow, *stream, LeakyStep{*values});
}

void handle_clip(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  ClipStep step;
  const onnx::Node& node = flow.node();
  const bool bounded_by_default = node.op == "HardTanh";
  const auto bound = [&](std::size_t input, const char* attribute, const char* other, double otherwise,
                         std::optional<PerChannel>& to) {
    if (!node.input(input).empty()) {
      const onnx::Tensor* constant = flow.model().constant(node.input(input));
      if (constant != nullptr && constant->size() == 1 && std::isinf(constant->real(0))) return true;
      const auto value = flow.scalar(input);
      if (value) to = PerChannel(*value);
      return value.has_value();
    }
    const bool named = node.has(attribute) || node.has(other);
    const double value = node.real(node.has(attribute) ? attribute : other, otherwise);
    if ((named || bounded_by_default) && std::isfinite(value)) to = PerChannel(Exact(value));
    return true;
  };
  if (bound(1, "min", "min_val", -1.0, step.low) && bound(2, "max", "max_val", 1.0, step.high))
    chain_step(flow, *stream, step);
}

void handle_bound(Flow& flow) {
  if (flow.node().inputs.size() != 2) {
    flow.refuse("only a bound by one constant can be mapped");
    return;
  }
  const auto both = with_constant(flow);
  if (!both) return;
  ClipStep step;
  (flow.node().op == "Max" ? step.low : step.high) = both->constant;
  chain_step(flow, both->stream, step);
}

void handle_hard_sigmoid(Flow& flow) {
  auto stream = flow.stream(0);
  if (!stream) return;
  stream->chain.append(AffineStep{PerChannel(flow.number("alpha", 0.2F)), PerChannel(flow.number("beta", 0.5F))});
  chain_step(flow, *stream, ClipStep{PerChannel(kZero), PerChannel(kOne)});
}

void handle_curve(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  static const std::map<std::string, Curve> curves = {{"Sigmoid", Curve::kSigmoid},   {"Tanh", Curve::kTanh},
                                                      {"Exp", Curve::kExp},           {"Softplus", Curve::kSoftplus},
                                                      {"Softsign", Curve::kSoftsign}, {"Elu", Curve::kElu}};
  CurveStep step;
  step.curve = curves.at(flow.node().op);
  if (step.curve == Curve::kElu) step.scale = static_cast<double>(flow.number("alpha", 1.0));
  chain_step(flow, *stream, step);
}

void handle_rounding(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  const std::string& op = flow.node().op;
  chain_step(flow, *stream,
             RoundStep{op == "Floor"  ? Rounding::kFloor
                       : op == "Ceil" ? Rounding::kCeil
                                      : Rounding::kHalfEven});
}

void handle_batch_norm(Flow& flow) {
  const auto stream = flow.stream(0);
  if (!stream) return;
  if (flow.node().integer("training_mode", 0) != 0) {
    flow.refuse("it is in training mode", "export the model in evaluation mode");
    return;
  }
  std::optional<Flow::Reals> constants[4];
  for (std::size_t i = 0; i < 4; ++i)
    if (!(constants[i] = flow.reals(i + 1))) return;
  const auto& [scale, bias, mean, variance] = constants;
  const Exact epsilon = flow.number("epsilon", 1e-5F);
  const std::size_t channels = scale->values.size();
  for (const auto& constant : constants)
    if (constant->values.size() != channels) {
      flow.refuse("its four constants have different lengths");
      return;
    }
  Flow::Reals gain;
  Flow::Reals offset;
  using Fine = boost::multiprecision::cpp_bin_float_100;
  for (std::size_t c = 0; c < channels; ++c) {
    const Exact spread = variance->values[c] + epsilon;
    if (spread <= 0) {
      flow.refuse(fmt::format("the variance of channel {} is not above 0", c));
      return;
    }
    // A root of 100 digits: exact where it is rational and short, and close enough to decide every rounding elsewhere.
    gain.values.push_back(scale->values[c] / Exact(Fine(sqrt(Fine(spread)))));
    offset.values.push_back(bias->values[c] - mean->values[c] * gain.values.back());
  }
  const std::size_t rank = stream->view.dims().size();
  const std::size_t axis = is_channels_last(flow.node()) ? rank - 1 : std::min<std::size_t>(1, rank - 1);
  gain.dims.assign(rank, 1);
  gain.dims[axis] = static_cast<std::int64_t>(channels);
  offset.dims = gain.dims;
  const auto gains = flow.per_channel(*stream, gain);
  if (!gains) return;
  const auto offsets = flow.per_channel(*stream, offset);
  if (offsets) chain_step(flow, *stream, AffineStep{*gains, *offsets});
}

}  // namespace finn::qonnx
