// SPDX-License-Identifier: Apache-2.0
#include "emit/html/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emit/html/text.h"

namespace finn::html {

double Axis::at(double value) const { return begin + (std::log10(value) - low) / (high - low) * (end - begin); }

Axis axis(const std::vector<double>& values, double begin, double end) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {static_cast<int>(std::floor(std::log10(*least) - 0.2)), static_cast<int>(std::ceil(std::log10(*most) + 0.2)),
          begin, end};
}

std::string decade_text(int decade) {
  if (decade >= 0 && decade < 4) return integer_text(std::llround(std::pow(10, decade)));
  if (decade < 0 && decade > -4) return fmt::format("{:.{}f}", std::pow(10, decade), -decade);
  std::string digits;
  constexpr const char* kDigits[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                     "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  for (const char c : std::to_string(std::abs(decade))) digits += kDigits[c - '0'];
  return std::string("10") + (decade < 0 ? "\u207B" : "") + digits;
}

std::string label(double x, double y, const char* classes, const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>", x, y, classes, text);
}

std::string line(double x1, double y1, double x2, double y2, const char* classes) {
  return fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>", classes, x1, y1,
                     x2, y2);
}

std::string y_title(const Axis& y, const std::string& text) {
  return fmt::format("<text class=\"axis mid\" transform=\"translate(14 {:.1f}) rotate(-90)\">{}</text>",
                     (y.begin + y.end) / 2, text);
}

std::string grid(const Axis& x, const Axis& y, bool x_ticks) {
  std::string out;
  for (int decade = x.low; x_ticks && decade <= x.high; ++decade) {
    const double at = x.at(std::pow(10, decade));
    out += line(at, y.begin, at, y.end, "grid") + label(at, y.begin + 17, "tick mid", decade_text(decade));
  }
  for (int decade = y.low; decade <= y.high; ++decade) {
    const double at = y.at(std::pow(10, decade));
    out += line(x.begin, at, x.end, at, "grid") + label(x.begin - 8, at + 4, "tick end", decade_text(decade));
  }
  return out;
}

std::string open_svg(const char* classes, double width, double height, const std::string& name) {
  return fmt::format(
      "<svg class=\"{0}\" width=\"{1}\" height=\"{2}\" viewBox=\"0 0 {1} {2}\" role=\"img\" aria-label=\"{3}\">",
      classes, width, height, name);
}

}  // namespace finn::html
