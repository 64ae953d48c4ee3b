// SPDX-License-Identifier: Apache-2.0
// What hardware costs: resources, device families, and the terms that estimates are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace finn {

/// Device families, as far as costs differ. Their names are those of Yosys.
enum class Family { kXc7, kXcup };

std::string_view family_name(Family family);                ///< "xc7", "xcup"
std::string_view family_title(Family family);               ///< "7-series", "UltraScale+"
std::optional<Family> family_named(std::string_view name);  ///< empty: no such family
inline constexpr Family kFamilies[] = {Family::kXc7, Family::kXcup};

/// Resources. LUT: six-input LUTs, those that are memory or shift register included.
struct Cost {
  double lut = 0;
  double ff = 0;
  double bram18 = 0;
  double uram = 0;
  double dsp = 0;
  bool fitted = true;  ///< LUT and FF are fitted to synthesis, not only counted from the structure

  /// The sum is fitted if both are.
  Cost& operator+=(const Cost& other);
};

/// A part of a module's structure and the LUTs (or flip-flops) that it should take; synthesis makes that
/// coefficient * count of it.
struct CostTerm {
  std::string_view name;
  double count = 0;

  template <typename Number>
  CostTerm(std::string_view term, Number number) : name(term), count(static_cast<double>(number)) {}
};

/// A module's structure. Terms have the same names whatever the parameters are; block RAM and DSPs are exact.
struct CostTerms {
  std::vector<CostTerm> lut;
  std::vector<CostTerm> ff;
  double bram18 = 0;
  double uram = 0;
  double dsp = 0;

  /// The estimate with all coefficients 1.
  Cost structural() const;
};

/// Bits of a counter through `count` values, 0 if there is only one.
std::int64_t count_bits(std::int64_t count);

/// What counters are made of, added up. A counter through one value is none.
struct CounterCost {
  std::int64_t counters = 0;
  std::int64_t bits = 0;
  std::int64_t ends = 0;   ///< LUT6 that compare with the last value
  std::int64_t wraps = 0;  ///< counters that have to be set back, since their values are no power of two

  void add(std::int64_t count);
};

}  // namespace finn
