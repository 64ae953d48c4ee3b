// SPDX-License-Identifier: Apache-2.0
#include "streamline/notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace finn::qonnx {
namespace {

template <typename... T>
struct Overloaded : T... {
  using T::operator()...;
};
template <typename... T>
Overloaded(T...) -> Overloaded<T...>;

std::string one(const Exact& value) { return fmt::format("{:.4g}", static_cast<double>(value)); }

bool is_all(const PerChannel& values, int value) {
  return std::all_of(values.values().begin(), values.values().end(), [&](const Exact& x) { return x == value; });
}

std::string_view name_of(Rounding mode) {
  switch (mode) {
    case Rounding::kHalfEven:
      return "to nearest, ties to even";
    case Rounding::kHalfAway:
      return "to nearest, ties away from 0";
    case Rounding::kHalfTowardsZero:
      return "to nearest, ties towards 0";
    case Rounding::kFloor:
      return "down";
    case Rounding::kCeil:
      return "up";
    case Rounding::kTowardsZero:
      return "towards 0";
    case Rounding::kAwayFromZero:
      return "away from 0";
  }
  return "";
}

std::string_view name_of(Curve curve) {
  switch (curve) {
    case Curve::kSigmoid:
      return "sigmoid";
    case Curve::kTanh:
      return "tanh";
    case Curve::kExp:
      return "exponential";
    case Curve::kSoftplus:
      return "softplus";
    case Curve::kSoftsign:
      return "softsign";
    case Curve::kElu:
      return "elu";
  }
  return "";
}

}  // namespace

std::string number_text(const PerChannel& values) {
  const auto [low, high] = std::minmax_element(values.values().begin(), values.values().end());
  return *low == *high ? one(*low) : one(*low) + ".." + one(*high);
}

std::string affine_text(const Affine& affine) {
  std::string text = "scale " + number_text(affine.scale);
  if (!is_all(affine.offset, 0)) text += ", offset " + number_text(affine.offset);
  return text;
}

std::string scale_text(const Affine& integers, const Chain& tail) {
  Chain chain;
  chain.append(AffineStep{integers.scale, integers.offset});
  if (!tail.empty() && std::holds_alternative<AffineStep>(tail.steps().front())) chain.append(tail.steps().front());
  return affine_text(*chain.affine());
}

std::string threshold_text(std::size_t thresholds, std::size_t rows) {
  std::string text = fmt::format("{} threshold{}", thresholds, thresholds == 1 ? "" : "s");
  if (rows > 1) text += fmt::format(" x {} channels", rows);
  return text;
}

std::string step_text(const Step& step) {
  return std::visit(
      Overloaded{
          [](const AffineStep& s) -> std::string {
            if (is_all(s.gain, 1) && !is_all(s.offset, 0)) return "plus " + number_text(s.offset);
            if (is_all(s.offset, 0)) return "times " + number_text(s.gain);
            return fmt::format("times {}, plus {}", number_text(s.gain), number_text(s.offset));
          },
          [](const ClipStep& s) -> std::string {
            std::string text;
            if (s.low) text = "at least " + number_text(*s.low);
            if (s.high) text += (text.empty() ? "at most " : ", at most ") + number_text(*s.high);
            return text;
          },
          [](const LeakyStep& s) -> std::string { return fmt::format("below 0 times {}", number_text(s.slope)); },
          [](const RoundStep& s) -> std::string { return fmt::format("rounds {}", name_of(s.mode)); },
          [](const SignStep&) -> std::string { return "sign"; },
          [](const CountStep& s) -> std::string {
            return threshold_text(s.thresholds.front().size(), s.thresholds.size());
          },
          [](const AbsStep&) -> std::string { return "magnitude"; },
          [](const CurveStep& s) -> std::string { return std::string(name_of(s.curve)); },
      },
      step);
}

std::string channel_text(const std::vector<std::size_t>& channels) {
  std::string text;
  for (std::size_t i = 0; i < channels.size();) {
    std::size_t last = i;
    while (last + 1 < channels.size() && channels[last + 1] == channels[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", channels[i]);
    if (last > i) text += fmt::format("-{}", channels[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace finn::qonnx
