// SPDX-License-Identifier: Apache-2.0
#include "streamline/input_type.h"

#include <charconv>

namespace finn::qonnx {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// "255", "0.5" or "2^-10"
std::optional<Exact> factor(std::string_view text) {
  constexpr int kMostPower = 200;
  if (text.substr(0, 2) != "2^") {
    const std::optional<double> value = number(text);
    if (!value || !(*value > 0)) return std::nullopt;
    return Exact(*value);
  }
  const std::optional<double> power = number(text.substr(2));
  if (!power || *power != std::trunc(*power) || std::abs(*power) > kMostPower) return std::nullopt;
  return Exact(std::ldexp(1.0, static_cast<int>(*power)));
}

}  // namespace

std::optional<InputType> parse_input_type(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  const std::size_t sign = text.find_first_of("*/");
  const std::optional<DataType> type = DataType::parse(text.substr(0, sign));
  if (!type) return std::nullopt;
  InputType made{*type, 1};
  if (sign == std::string_view::npos) return made;
  const std::optional<Exact> scale = factor(text.substr(sign + 1));
  if (!scale) return std::nullopt;
  made.scale = text[sign] == '*' ? *scale : Exact(1 / *scale);
  return made;
}

}  // namespace finn::qonnx
