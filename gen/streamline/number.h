// SPDX-License-Identifier: Apache-2.0
// Two kinds of numbers that elementwise functions are evaluated in: intervals of doubles, which are fast and know how
// much they know, and rationals, which decide where an interval leaves a question open.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

namespace finn::qonnx {

using Exact = boost::multiprecision::cpp_rational;
using ExactInt = boost::multiprecision::cpp_int;

/// Ends between which the exact value lies. Arithmetic rounds outwards by one unit in the last place.
struct Interval {
  double low = 0;
  double high = 0;

  Interval() = default;
  Interval(double at_least, double at_most) : low(at_least), high(at_most) {}
  explicit Interval(double value) : low(value), high(value) {}
  explicit Interval(const Exact& value) {
    const double near = static_cast<double>(value);
    *this = Exact(near) == value ? Interval(near) : around(near, near);
  }
  /// One unit in the last place more on either side.
  static Interval around(double at_least, double at_most) {
    constexpr double kFar = std::numeric_limits<double>::infinity();
    return {std::nextafter(at_least, -kFar), std::nextafter(at_most, kFar)};
  }
  bool is_point() const { return low == high; }
};

inline Interval operator+(const Interval& a, const Interval& b) {
  // 0 is added often and exactly.
  if (b.is_point() && b.low == 0) return a;
  return Interval::around(a.low + b.low, a.high + b.high);
}

inline Interval operator*(const Interval& a, const Interval& b) {
  if (b.is_point() && b.low == 1) return a;
  const double p[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  double low = p[0];
  double high = p[0];
  for (const double x : p) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return Interval::around(low, high);
}

/// The largest integer that is not above `value`.
ExactInt floor_of(const Exact& value);
/// The value of a finite double, which is exact.
inline Exact exact(double value) { return Exact(value); }

}  // namespace finn::qonnx
