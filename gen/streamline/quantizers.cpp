// SPDX-License-Identifier: Apache-2.0
// Quantizers of QONNX: of tensors that flow they become steps of the chain, of constants integers times scales.
#include <algorithm>

#include "streamline/quantizer_attributes.h"

#include "streamline/handlers.h"
#include "streamline/notes.h"
#include "streamline/operators.h"

namespace finn::qonnx {
namespace {

constexpr std::int64_t kMostBits = 32;
constexpr std::int64_t kMostZeroPoint = std::int64_t{1} << 31;

/// Scale, zero point and integer range of a Quant node.
struct Quantizer {
  Flow::Reals scale;
  Flow::Reals zero_point;
  Range range;
  bool bipolar = false;  ///< signed with one bit: -1 and +1
  Rounding rounding = Rounding::kHalfEven;
};

std::optional<Quantizer> read_quantizer(Flow& flow) {
  Quantizer made;
  const auto scale = flow.reals(1);
  if (!scale || !check_scale(flow, *scale)) return std::nullopt;
  const auto zero_point = flow.reals(2);
  if (!zero_point) return std::nullopt;
  for (const Exact& value : zero_point->values)
    if (denominator(value) != 1 || abs(value) > kMostZeroPoint) {
      flow.refuse(fmt::format("its zero point {} is no integer of 32 bits", static_cast<double>(value)));
      return std::nullopt;
    }
  const auto bits = flow.whole_scalar(3);
  if (!bits) return std::nullopt;
  if (*bits < 1 || *bits > kMostBits) {
    flow.refuse(fmt::format("its bit width must be in 1..{}, found {}", kMostBits, *bits));
    return std::nullopt;
  }
  const bool is_signed = flow.node().integer("signed", 1) != 0;
  const bool narrow = flow.node().integer("narrow", 0) != 0;
  made.bipolar = is_signed && *bits == 1;
  made.range = made.bipolar ? Range{-1, 1} : integer_range(*bits, is_signed, narrow);
  const auto rounding = rounding_mode(flow, "ROUND");
  if (!rounding) return std::nullopt;
  made.rounding = *rounding;
  made.scale = *scale;
  made.zero_point = *zero_point;
  return made;
}

template <typename F>
PerChannel combined(const PerChannel& a, const PerChannel& b, F&& function) {
  std::vector<Exact> values;
  for (std::size_t c = 0; c < std::max(a.rows(), b.rows()); ++c) values.push_back(function(a.exact(c), b.exact(c)));
  return PerChannel(values);
}

/// The integer of x / scale + zero point.
ExactInt quantized(const Quantizer& quantizer, const Exact& x) {
  if (quantizer.bipolar) return x >= 0 ? 1 : -1;
  return round_exactly(std::clamp(x, Exact(quantizer.range.min), Exact(quantizer.range.max)), quantizer.rounding);
}

/// Integers of a constant: clamp(x / scale + zero point), rounded; values are (integer - zero point) * scale.
void quantize_constant(Flow& flow, const Quantizer& quantizer) {
  const auto input = flow.reals(0);
  if (!input) return;
  const auto scales = broadcast_positions(input->dims, quantizer.scale.dims);
  const auto zeros = broadcast_positions(input->dims, quantizer.zero_point.dims);
  if (!scales || !zeros) {
    flow.refuse(fmt::format("its scale {} or zero point {} does not broadcast to {}", shape_text(quantizer.scale.dims),
                            shape_text(quantizer.zero_point.dims), shape_text(input->dims)));
    return;
  }
  IntegerConstant made;
  made.dims = input->dims;
  made.scales = quantizer.scale.values;
  for (std::size_t i = 0; i < input->values.size(); ++i) {
    const auto at = static_cast<std::size_t>((*scales)[i]);
    const Exact& zero = quantizer.zero_point.values[static_cast<std::size_t>((*zeros)[i])];
    const Exact x = input->values[i] / quantizer.scale.values[at] + zero;
    made.values.push_back(static_cast<std::int64_t>(quantized(quantizer, x) - numerator(zero)));
    if (made.scales.size() > 1) made.which.push_back(static_cast<std::uint32_t>(at));
  }
  flow.give(std::move(made));
}

}  // namespace

void handle_quant(Flow& flow) {
  const auto quantizer = read_quantizer(flow);
  if (!quantizer) return;
  if (!flow.is_stream(0)) {
    quantize_constant(flow, *quantizer);
    return;
  }
  auto stream = flow.stream(0);
  if (!stream) return;
  const auto scale = flow.per_channel(*stream, quantizer->scale);
  if (!scale) return;
  const auto zero = flow.per_channel(*stream, quantizer->zero_point);
  if (!zero) return;
  Chain& chain = stream->chain;
  chain.append(AffineStep{combined(*scale, *zero, [](const Exact& s, const Exact&) { return Exact(1 / s); }), *zero});
  if (quantizer->bipolar) {
    chain.append(SignStep{});
  } else {
    chain.append(ClipStep{PerChannel(Exact(quantizer->range.min)), PerChannel(Exact(quantizer->range.max))});
    chain.append(RoundStep{quantizer->rounding});
  }
  chain.append(
      AffineStep{*scale, combined(*scale, *zero, [](const Exact& s, const Exact& z) { return Exact(-z * s); })});
  std::string detail = fmt::format("scale {}, {}..{}", number_text(*scale), quantizer->range.min, quantizer->range.max);
  if (zero->rows() > 1 || zero->exact(0) != 0) detail += ", zero point " + number_text(*zero);
  flow.wait_in_chain(std::move(*stream), detail);
}

void handle_bipolar_quant(Flow& flow) {
  const auto scale = flow.reals(1);
  if (!scale || !check_scale(flow, *scale)) return;
  if (flow.is_stream(0)) {
    auto stream = flow.stream(0);
    if (!stream) return;
    const auto gains = flow.per_channel(*stream, *scale);
    if (!gains) return;
    stream->chain.append(SignStep{});
    stream->chain.append(AffineStep{*gains, PerChannel(Exact(0))});
    flow.wait_in_chain(std::move(*stream), "sign, scale " + number_text(*gains));
    return;
  }
  const auto input = flow.reals(0);
  if (!input) return;
  const auto scales = broadcast_positions(input->dims, scale->dims);
  if (!scales) {
    flow.refuse(fmt::format("its scale {} does not broadcast to {}", shape_text(scale->dims), shape_text(input->dims)));
    return;
  }
  IntegerConstant made;
  made.dims = input->dims;
  made.scales = scale->values;
  for (std::size_t i = 0; i < input->values.size(); ++i) {
    made.values.push_back(input->values[i] >= 0 ? 1 : -1);
    if (made.scales.size() > 1) made.which.push_back(static_cast<std::uint32_t>((*scales)[i]));
  }
  flow.give(std::move(made));
}

void handle_multi_threshold(Flow& flow) {
  auto stream = flow.stream(0);
  if (!stream) return;
  if (auto step = count_step(flow, *stream, 1, is_channels_last(flow.node()))) {
    const std::string thresholds = step_text(*step);
    stream->chain.append(std::move(*step));
    const Exact scale = flow.number("out_scale", 1.0);
    const Exact bias = flow.number("out_bias", 0.0);
    append_levels(stream->chain, scale, bias);
    flow.wait_in_chain(std::move(*stream), thresholds);
  }
}

void append_levels(Chain& chain, const Exact& scale, const Exact& bias) {
  chain.append(AffineStep{PerChannel(scale), PerChannel(bias)});
  const auto* count = std::get_if<CountStep>(&chain.steps()[chain.steps().size() - 2]);
  const bool one = count != nullptr && std::all_of(count->thresholds.begin(), count->thresholds.end(),
                                                   [](const auto& row) { return row.size() == 1; });
  // Two levels around zero are BIPOLAR: the sign of -1 or +1, times half the distance.
  if (!one || scale <= 0 || bias * 2 != -scale) return;
  chain.append(SignStep{});
  chain.append(AffineStep{PerChannel(Exact(scale / 2)), PerChannel(Exact(0))});
}

std::optional<Step> count_step(Flow& flow, const Stream& stream, std::size_t input, bool channels_last) {
  const auto table = flow.reals(input);
  if (!table) return std::nullopt;
  if (table->dims.size() != 2) {
    flow.refuse(fmt::format("its thresholds must be [channels, levels - 1], found {}", shape_text(table->dims)));
    return std::nullopt;
  }
  const auto rows = static_cast<std::size_t>(table->dims[0]);
  const auto columns = static_cast<std::size_t>(table->dims[1]);
  std::vector<std::vector<Exact>> sorted;
  for (std::size_t r = 0; r < rows; ++r) {
    const auto begin = table->values.begin() + static_cast<std::ptrdiff_t>(r * columns);
    sorted.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(columns));
    std::sort(sorted.back().begin(), sorted.back().end());
  }
  if (rows == 1) return CountStep{std::move(sorted)};
  // Which row each hardware channel has, by a constant that is the row's number.
  Flow::Reals numbers;
  const std::size_t rank = stream.view.dims().size();
  numbers.dims.assign(rank, 1);
  numbers.dims[channels_last || rank == 1 ? rank - 1 : 1] = static_cast<std::int64_t>(rows);
  for (std::size_t r = 0; r < rows; ++r) numbers.values.emplace_back(r);
  const auto channels = flow.per_channel(stream, numbers);
  if (!channels) return std::nullopt;
  CountStep step;
  for (const Exact& row : channels->values()) step.thresholds.push_back(sorted[static_cast<std::size_t>(row)]);
  return step;
}

void handle_float_quant(Flow& flow) {
  flow.refuse("FloatQuant makes floating-point values, which have no integers",
              "quantize to integers: Quant or BipolarQuant");
}

}  // namespace finn::qonnx
