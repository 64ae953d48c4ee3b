// SPDX-License-Identifier: Apache-2.0
// Trunc of QONNX: integers of one scale to integers of a coarser one. Version 1 has five inputs (x, scale, zero point,
// input and output bit width), version 2 has six (x, scale, zero point, input bit width, output scale and bit width).
#include "streamline/handlers.h"
#include "streamline/notes.h"
#include "streamline/quantizer_attributes.h"

namespace finn::qonnx {
namespace {

constexpr std::int64_t kMostBits = 62;

/// A Trunc node's numbers. Version 1 keeps its scale and does not clamp, as its specification has it.
struct Truncation {
  Flow::Reals scale;
  Flow::Reals output_scale;
  Exact zero_point;
  std::optional<Range> bounds;
  std::int64_t bits = 0;  ///< that are cut off, version 1
  Rounding rounding = Rounding::kFloor;
};

/// The integer next to log2(ratio), ratio > 0. Nothing beyond 62.
std::optional<int> nearest_exponent(const Exact& ratio) {
  int exponent = 0;
  const auto power = [](int n) {
    return n < 0 ? Exact(1, ExactInt(1) << static_cast<unsigned>(-n)) : Exact(ExactInt(1) << static_cast<unsigned>(n));
  };
  // 2^(n - 1/2) is irrational: there are no ties.
  const Exact square = ratio * ratio;
  while (square > power(2 * exponent + 1))
    if (++exponent > kMostBits) return std::nullopt;
  while (square < power(2 * exponent - 1))
    if (--exponent < -kMostBits) return std::nullopt;
  return exponent;
}

std::optional<Truncation> read_truncation(Flow& flow) {
  const onnx::Node& node = flow.node();
  const std::size_t inputs = node.inputs.size();
  if (inputs != 5 && inputs != 6) {
    flow.refuse(
        fmt::format("it has {} inputs; Trunc has five (x, scale, zero point, input and output bit width) or six "
                    "(x, scale, zero point, input bit width, output scale, output bit width)",
                    inputs),
        "export the model with a current Brevitas or QONNX");
    return std::nullopt;
  }
  const bool rescales = inputs == 6;
  Truncation made;
  const auto scale = flow.reals(1);
  if (!scale || !check_scale(flow, *scale)) return std::nullopt;
  made.scale = *scale;
  const auto zero = flow.scalar(2);
  const auto from = zero ? flow.whole_scalar(3) : std::nullopt;
  const auto to = from ? flow.whole_scalar(rescales ? 5 : 4) : std::nullopt;
  if (!to) return std::nullopt;
  made.zero_point = *zero;
  if (*from < 1 || *from > kMostBits || *to < 1 || *to > 32 || (!rescales && *from < *to)) {
    flow.refuse(fmt::format("it truncates {} bits to {}", *from, *to));
    return std::nullopt;
  }
  const auto rounding = rounding_mode(flow, "FLOOR");
  if (!rounding) return std::nullopt;
  made.rounding = *rounding;
  made.bits = *from - *to;
  made.output_scale = made.scale;
  if (!rescales) return made;
  const auto output_scale = flow.reals(4);
  if (!output_scale || !check_scale(flow, *output_scale)) return std::nullopt;
  made.output_scale = *output_scale;
  made.bounds = integer_range(*to, node.integer("signed", 1) != 0, node.integer("narrow", 0) != 0);
  return made;
}

/// The steps of a truncation with scales per channel. Refused where the ratio of scales is out of reach.
std::optional<Chain> truncation_steps(Flow& flow, const Truncation& truncation, const PerChannel& scale,
                                      const PerChannel& output_scale) {
  std::vector<Exact> inverse;
  std::vector<Exact> shrink;
  std::vector<Exact> offset;
  for (std::size_t c = 0; c < std::max(scale.rows(), output_scale.rows()); ++c) {
    const Exact& out = output_scale.exact(c);
    const std::optional<int> exponent = truncation.bounds ? nearest_exponent(out / scale.exact(c))
                                                          : std::optional<int>(static_cast<int>(truncation.bits));
    if (!exponent) {
      flow.refuse(fmt::format("its scales {} and {} are more than 62 bits apart", static_cast<double>(scale.exact(c)),
                              static_cast<double>(out)));
      return std::nullopt;
    }
    const Exact power(ExactInt(1) << static_cast<unsigned>(std::abs(*exponent)));
    inverse.push_back(1 / scale.exact(c));
    shrink.push_back(*exponent < 0 ? power : Exact(1 / power));
    // Version 1 subtracts the zero point as it is, version 2 in units of the output.
    offset.push_back(-truncation.zero_point * out * (truncation.bounds ? shrink.back() : Exact(1)));
  }
  Chain chain;
  chain.append(AffineStep{PerChannel(inverse), PerChannel(truncation.zero_point)});
  chain.append(RoundStep{});
  chain.append(AffineStep{PerChannel(shrink), PerChannel(Exact(0))});
  if (truncation.bounds)
    chain.append(ClipStep{PerChannel(Exact(truncation.bounds->min)), PerChannel(Exact(truncation.bounds->max))});
  chain.append(RoundStep{truncation.rounding});
  chain.append(AffineStep{output_scale, PerChannel(offset)});
  return chain;
}

/// Of a constant: integers times the output scale.
void truncate_constant(Flow& flow, const Truncation& truncation) {
  const auto input = flow.reals(0);
  if (!input) return;
  const auto in_scales = broadcast_positions(input->dims, truncation.scale.dims);
  const auto out_scales = broadcast_positions(input->dims, truncation.output_scale.dims);
  if (!in_scales || !out_scales) {
    flow.refuse(fmt::format("its scales do not broadcast to {}", shape_text(input->dims)));
    return;
  }
  IntegerConstant made;
  made.dims = input->dims;
  made.scales = truncation.output_scale.values;
  for (std::size_t i = 0; i < input->values.size(); ++i) {
    const auto at = static_cast<std::size_t>((*out_scales)[i]);
    const PerChannel scale(truncation.scale.values[static_cast<std::size_t>((*in_scales)[i])]);
    const auto chain = truncation_steps(flow, truncation, scale, PerChannel(made.scales[at]));
    if (!chain) return;
    const Exact integer = chain->value(0, input->values[i]) / made.scales[at];
    if (denominator(integer) != 1) {
      flow.refuse("its zero point is no multiple of what it cuts off: its results are no integers times a scale",
                  "a zero point of 0");
      return;
    }
    made.values.push_back(static_cast<std::int64_t>(numerator(integer)));
    if (made.scales.size() > 1) made.which.push_back(static_cast<std::uint32_t>(at));
  }
  flow.give(std::move(made));
}

}  // namespace

void handle_trunc(Flow& flow) {
  const auto truncation = read_truncation(flow);
  if (!truncation) return;
  if (!flow.is_stream(0)) {
    truncate_constant(flow, *truncation);
    return;
  }
  auto stream = flow.stream(0);
  if (!stream) return;
  const auto scale = flow.per_channel(*stream, truncation->scale);
  const auto output_scale = scale ? flow.per_channel(*stream, truncation->output_scale) : std::nullopt;
  if (!output_scale) return;
  const auto steps = truncation_steps(flow, *truncation, *scale, *output_scale);
  if (!steps) return;
  for (const Step& step : steps->steps()) stream->chain.append(step);
  flow.wait_in_chain(std::move(*stream),
                     fmt::format("from scale {} to {}", number_text(*scale), number_text(*output_scale)));
}

}  // namespace finn::qonnx
