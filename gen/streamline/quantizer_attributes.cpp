// SPDX-License-Identifier: Apache-2.0
#include "streamline/quantizer_attributes.h"

#include <algorithm>

namespace finn::qonnx {
namespace {

struct Mode {
  std::string_view name;
  Rounding rounding;
};
constexpr Mode kModes[] = {
    {"ROUND", Rounding::kHalfEven},
    {"HALF_EVEN", Rounding::kHalfEven},
    {"CEIL", Rounding::kCeil},
    {"FLOOR", Rounding::kFloor},
    {"UP", Rounding::kAwayFromZero},
    {"DOWN", Rounding::kTowardsZero},
    {"ROUND_TO_ZERO", Rounding::kTowardsZero},
    {"HALF_UP", Rounding::kHalfAway},
    {"HALF_DOWN", Rounding::kHalfTowardsZero},
};

}  // namespace

std::optional<Rounding> rounding_mode(Flow& flow, const char* otherwise) {
  std::string name = flow.node().text("rounding_mode", otherwise);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const Mode& mode : kModes)
    if (mode.name == name) return mode.rounding;
  flow.refuse(fmt::format("there is no rounding mode {}", in_quotes(name)));
  return std::nullopt;
}

Range integer_range(std::int64_t bits, bool is_signed, bool narrow) {
  const std::int64_t half = std::int64_t{1} << (bits - 1);
  return is_signed ? Range{-half + narrow, half - 1} : Range{0, 2 * half - 1 - narrow};
}

bool check_scale(Flow& flow, const Flow::Reals& scale) {
  for (const Exact& value : scale.values)
    if (value <= 0) {
      flow.refuse(fmt::format("a scale of {} is not above 0", static_cast<double>(value)));
      return false;
    }
  return true;
}

}  // namespace finn::qonnx
