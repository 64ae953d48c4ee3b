// SPDX-License-Identifier: Apache-2.0
// One elementwise function of a chain, with its constants per channel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "streamline/number.h"

namespace finn::qonnx {

/// Constants of a step: one for all channels, or one per channel.
class PerChannel {
 public:
  PerChannel() = default;
  explicit PerChannel(Exact value) { add(std::move(value)); }
  explicit PerChannel(const std::vector<Exact>& values) {
    for (const Exact& value : values) add(value);
  }

  std::size_t rows() const { return exact_.size(); }
  const Exact& exact(std::size_t channel) const { return exact_[exact_.size() == 1 ? 0 : channel]; }
  const Interval& near(std::size_t channel) const { return near_[near_.size() == 1 ? 0 : channel]; }
  const std::vector<Exact>& values() const { return exact_; }
  /// One constant instead of many equal ones.
  void simplify();
  bool operator==(const PerChannel& other) const { return exact_ == other.exact_; }

 private:
  void add(Exact value) {
    near_.emplace_back(value);
    exact_.push_back(std::move(value));
  }
  std::vector<Exact> exact_;
  std::vector<Interval> near_;
};

enum class Rounding { kHalfEven, kHalfAway, kHalfTowardsZero, kFloor, kCeil, kTowardsZero, kAwayFromZero };

/// x * gain + offset
struct AffineStep {
  PerChannel gain;
  PerChannel offset;
  bool operator==(const AffineStep&) const = default;
};
/// min(max(x, low), high); an empty bound does not bind.
struct ClipStep {
  std::optional<PerChannel> low;
  std::optional<PerChannel> high;
  bool operator==(const ClipStep&) const = default;
};
/// x < 0 ? x * slope : x
struct LeakyStep {
  PerChannel slope;
  bool operator==(const LeakyStep&) const = default;
};
/// The integer that the mode names.
struct RoundStep {
  Rounding mode = Rounding::kHalfEven;
  bool operator==(const RoundStep&) const = default;
};
/// x >= 0 ? 1 : -1
struct SignStep {
  bool operator==(const SignStep&) const = default;
};
/// The number of thresholds t with x >= t; ascending, a list per channel or one for all.
struct CountStep {
  std::vector<std::vector<Exact>> thresholds;
  bool operator==(const CountStep&) const = default;
};
struct AbsStep {
  bool operator==(const AbsStep&) const = default;
};
enum class Curve { kSigmoid, kTanh, kExp, kSoftplus, kSoftsign, kElu };
/// A curve that rises everywhere. Elu: x < 0 ? scale * (exp(x) - 1) : x.
struct CurveStep {
  Curve curve = Curve::kSigmoid;
  double scale = 1.0;
  bool operator==(const CurveStep&) const = default;
};

using Step = std::variant<AffineStep, ClipStep, LeakyStep, RoundStep, SignStep, CountStep, AbsStep, CurveStep>;

/// How a function moves when its argument grows.
enum class Direction { kConstant, kRising, kFalling, kNeither };
Direction then(Direction first, Direction second);

/// f(x); throws nothing, x is any rational.
Exact apply(const Step& step, std::size_t channel, const Exact& x);
/// An interval that f(x) lies in for every x of the interval; nothing where that is not known closely enough to go on
/// (a rounding that falls inside).
std::optional<Interval> apply(const Step& step, std::size_t channel, const Interval& x);
Direction direction(const Step& step, std::size_t channel);
/// Are all its results integers, whatever its argument?
bool gives_integers(const Step& step);
/// Rows of its constants: 1, or one per channel.
std::size_t rows(const Step& step);

/// The integer of a rounding mode.
ExactInt round_exactly(const Exact& x, Rounding mode);

}  // namespace finn::qonnx
