// SPDX-License-Identifier: Apache-2.0
#include "streamline/step.h"

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>

namespace finn::qonnx {
namespace {

template <typename... T>
struct Overloaded : T... {
  using T::operator()...;
};
template <typename... T>
Overloaded(T...) -> Overloaded<T...>;

/// Digits enough to decide every comparison with a rational of moderate size: curves take irrational values except at
/// 0, where they are computed exactly.
using Fine = boost::multiprecision::cpp_bin_float_100;

Fine curve_value(Curve curve, const Fine& x) {
  const Fine one = 1;
  switch (curve) {
    case Curve::kSigmoid:
      return x < 0 ? Fine(exp(x) / (one + exp(x))) : Fine(one / (one + exp(Fine(-x))));
    case Curve::kTanh:
      return tanh(x);
    case Curve::kExp:
      return exp(x);
    case Curve::kSoftplus:
      return x > 0 ? Fine(x + log(one + exp(Fine(-x)))) : Fine(log(one + exp(x)));
    case Curve::kSoftsign:
      return x / (one + abs(x));
    case Curve::kElu:
      return x;
  }
  return x;
}

double curve_value(Curve curve, double x) {
  switch (curve) {
    case Curve::kSigmoid:
      return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
    case Curve::kTanh:
      return std::tanh(x);
    case Curve::kExp:
      return std::exp(x);
    case Curve::kSoftplus:
      return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
    case Curve::kSoftsign:
      return x / (1 + std::abs(x));
    case Curve::kElu:
      return x;
  }
  return x;
}

Exact exact_curve(const CurveStep& step, const Exact& x) {
  // Far out a curve is as flat as its limit; its exponential would not fit any number.
  constexpr int kFar = 10000;
  if (step.curve == Curve::kElu) {
    if (x >= 0) return x;
    const Exact grown = x < -kFar ? Exact(0) : Exact(Fine(exp(Fine(x))));
    return (grown - 1) * Exact(step.scale);
  }
  if (step.curve == Curve::kSoftsign) return x / (1 + abs(x));
  const Exact bounded = std::clamp(x, Exact(-kFar), Exact(kFar));
  return Exact(curve_value(step.curve, Fine(bounded)));
}

/// The library's functions are right to a few units in the last place.
Interval near_curve(const CurveStep& step, const Interval& x) {
  constexpr double kError = 1e-14;
  const auto value = [&](double at) {
    if (step.curve != Curve::kElu) return curve_value(step.curve, at);
    return at >= 0 ? at : step.scale * std::expm1(at);
  };
  const double low = value(x.low);
  const double high = value(x.high);
  return {low - kError * (std::abs(low) + 1e-300), high + kError * (std::abs(high) + 1e-300)};
}

double round_near(double x, Rounding mode) {
  switch (mode) {
    case Rounding::kHalfEven:
      return std::nearbyint(x);
    case Rounding::kHalfAway:
      return std::round(x);
    case Rounding::kHalfTowardsZero:
      return std::copysign(std::ceil(std::abs(x) - 0.5), x);
    case Rounding::kFloor:
      return std::floor(x);
    case Rounding::kCeil:
      return std::ceil(x);
    case Rounding::kTowardsZero:
      return std::trunc(x);
    case Rounding::kAwayFromZero:
      return std::copysign(std::ceil(std::abs(x)), x);
  }
  return x;
}

const std::vector<Exact>& row(const CountStep& step, std::size_t channel) {
  return step.thresholds[step.thresholds.size() == 1 ? 0 : channel];
}

}  // namespace

void PerChannel::simplify() {
  if (exact_.size() < 2 || std::any_of(exact_.begin(), exact_.end(), [&](const Exact& e) { return e != exact_[0]; }))
    return;
  exact_.resize(1);
  near_.resize(1);
}

Direction then(Direction first, Direction second) {
  if (first == Direction::kConstant || second == Direction::kConstant) return Direction::kConstant;
  if (first == Direction::kNeither || second == Direction::kNeither) return Direction::kNeither;
  return first == second ? Direction::kRising : Direction::kFalling;
}

ExactInt round_exactly(const Exact& x, Rounding mode) {
  const Exact half(1, 2);
  const bool negative = x < 0;
  const auto mirrored = [&](const Exact& magnitude, bool up) {
    const ExactInt value = up ? ExactInt(-floor_of(-magnitude)) : floor_of(magnitude);
    return negative ? ExactInt(-value) : value;
  };
  const Exact size = negative ? Exact(-x) : x;
  switch (mode) {
    case Rounding::kHalfEven: {
      const ExactInt low = floor_of(x);
      const Exact rest = x - low;
      if (rest < half || (rest == half && low % 2 == 0)) return low;
      return low + 1;
    }
    case Rounding::kHalfAway:
      return mirrored(size + half, false);
    case Rounding::kHalfTowardsZero:
      return mirrored(size - half, true);
    case Rounding::kFloor:
      return floor_of(x);
    case Rounding::kCeil:
      return -floor_of(-x);
    case Rounding::kTowardsZero:
      return mirrored(size, false);
    case Rounding::kAwayFromZero:
      return mirrored(size, true);
  }
  return floor_of(x);
}

Exact apply(const Step& step, std::size_t channel, const Exact& x) {
  return std::visit(
      Overloaded{
          [&](const AffineStep& s) -> Exact { return x * s.gain.exact(channel) + s.offset.exact(channel); },
          [&](const ClipStep& s) -> Exact {
            Exact y = x;
            if (s.low && y < s.low->exact(channel)) y = s.low->exact(channel);
            if (s.high && y > s.high->exact(channel)) y = s.high->exact(channel);
            return y;
          },
          [&](const LeakyStep& s) -> Exact { return x < 0 ? Exact(x * s.slope.exact(channel)) : x; },
          [&](const RoundStep& s) -> Exact { return Exact(round_exactly(x, s.mode)); },
          [&](const SignStep&) -> Exact { return x >= 0 ? 1 : -1; },
          [&](const CountStep& s) -> Exact {
            const std::vector<Exact>& thresholds = row(s, channel);
            return Exact(std::upper_bound(thresholds.begin(), thresholds.end(), x) - thresholds.begin());
          },
          [&](const AbsStep&) -> Exact { return x < 0 ? Exact(-x) : x; },
          [&](const CurveStep& s) -> Exact { return exact_curve(s, x); },
      },
      step);
}

std::optional<Interval> apply(const Step& step, std::size_t channel, const Interval& x) {
  using Result = std::optional<Interval>;
  return std::visit(
      Overloaded{
          [&](const AffineStep& s) -> Result { return x * s.gain.near(channel) + s.offset.near(channel); },
          [&](const ClipStep& s) -> Result {
            Interval y = x;
            if (s.low) {
              y.low = std::max(y.low, s.low->near(channel).low);
              y.high = std::max(y.high, s.low->near(channel).high);
            }
            if (s.high) {
              y.low = std::min(y.low, s.high->near(channel).low);
              y.high = std::min(y.high, s.high->near(channel).high);
            }
            return y;
          },
          [&](const LeakyStep& s) -> Result {
            if (x.low >= 0) return x;
            const Interval below = Interval(x.low, std::min(x.high, 0.0)) * s.slope.near(channel);
            return Interval(std::min(below.low, x.high > 0 ? 0.0 : below.low),
                            std::max(below.high, std::max(x.high, 0.0) > 0 ? x.high : below.high));
          },
          [&](const RoundStep& s) -> Result {
            // Beyond this, doubles have no halves; there intervals are too coarse to be useful anyway.
            if (!(std::abs(x.low) < 4e15 && std::abs(x.high) < 4e15)) return std::nullopt;
            const double low = round_near(x.low, s.mode);
            if (low != round_near(x.high, s.mode)) return std::nullopt;
            return Interval(low + 0.0);
          },
          [&](const SignStep&) -> Result {
            if (x.low >= 0) return Interval(1.0);
            if (x.high < 0) return Interval(-1.0);
            return std::nullopt;
          },
          [&](const CountStep&) -> Result { return std::nullopt; },
          [&](const AbsStep&) -> Result {
            if (x.low >= 0) return x;
            if (x.high <= 0) return Interval(-x.high, -x.low);
            return Interval(0.0, std::max(-x.low, x.high));
          },
          [&](const CurveStep& s) -> Result { return near_curve(s, x); },
      },
      step);
}

Direction direction(const Step& step, std::size_t channel) {
  const auto of_gain = [](const Exact& gain) {
    return gain == 0 ? Direction::kConstant : gain > 0 ? Direction::kRising : Direction::kFalling;
  };
  return std::visit(
      Overloaded{
          [&](const AffineStep& s) { return of_gain(s.gain.exact(channel)); },
          [&](const LeakyStep& s) { return s.slope.exact(channel) < 0 ? Direction::kNeither : Direction::kRising; },
          [&](const AbsStep&) { return Direction::kNeither; },
          [&](const CurveStep& s) {
            return s.curve == Curve::kElu && s.scale < 0 ? Direction::kNeither : Direction::kRising;
          },
          [&](const auto&) { return Direction::kRising; },
      },
      step);
}

bool gives_integers(const Step& step) {
  return std::holds_alternative<RoundStep>(step) || std::holds_alternative<SignStep>(step) ||
         std::holds_alternative<CountStep>(step);
}

std::size_t rows(const Step& step) {
  return std::visit(
      Overloaded{
          [](const AffineStep& s) { return std::max(s.gain.rows(), s.offset.rows()); },
          [](const ClipStep& s) { return std::max(s.low ? s.low->rows() : 1, s.high ? s.high->rows() : 1); },
          [](const LeakyStep& s) { return s.slope.rows(); },
          [](const CountStep& s) { return s.thresholds.size(); },
          [](const auto&) { return std::size_t{1}; },
      },
      step);
}

}  // namespace finn::qonnx
