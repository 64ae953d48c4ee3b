// SPDX-License-Identifier: Apache-2.0
#include "emit/html/roofline_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace finn::html {
namespace {

// Pixels.
constexpr double kWidth = 620;
constexpr double kHeight = 350;
constexpr double kLeft = 62;
constexpr double kRight = 26;
constexpr double kTop = 22;
constexpr double kBottom = 48;

/// A logarithmic axis over whole decades, from pixel to pixel.
struct Axis {
  int low = 0;  ///< decades
  int high = 1;
  double begin = 0;
  double end = 1;

  double at(double value) const { return begin + (std::log10(value) - low) / (high - low) * (end - begin); }
};

/// The decades that hold the values, with room around them.
Axis axis(std::initializer_list<double> values, double begin, double end) {
  const auto [least, most] = std::minmax(values);
  Axis axis{static_cast<int>(std::floor(std::log10(least) - 0.2)), static_cast<int>(std::ceil(std::log10(most) + 0.2)),
            begin, end};
  return axis;
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

std::string grid(const Axis& x, const Axis& y) {
  std::string out;
  for (int decade = x.low; decade <= x.high; ++decade) {
    const double at = x.at(std::pow(10, decade));
    out += line(at, y.begin, at, y.end, "grid") + label(at, y.begin + 17, "tick mid", decade_text(decade));
  }
  for (int decade = y.low; decade <= y.high; ++decade) {
    const double at = y.at(std::pow(10, decade));
    out += line(x.begin, at, x.end, at, "grid") + label(x.begin - 8, at + 4, "tick end", decade_text(decade));
  }
  out += label((x.begin + x.end) / 2, kHeight - 8, "axis mid", "operations per byte of input and output");
  out += fmt::format("<text class=\"axis mid\" transform=\"translate(14 {:.1f}) rotate(-90)\">TOp/s</text>",
                     (y.begin + y.end) / 2);
  return out;
}

/// The roofs as one line, from the left edge up along the memory's and on along the compute roof.
std::string roofs(const Axis& x, const Axis& y, double bandwidth, double compute) {
  std::string path;
  if (bandwidth > 0) {
    const double least_x = std::pow(10, x.low);
    const double ridge = compute * 1000 / bandwidth;
    const double start_y = std::max(bandwidth * least_x / 1000, std::pow(10, y.low));
    const double start_x = start_y * 1000 / bandwidth;
    path = ridge > least_x
               ? fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", x.at(start_x), y.at(start_y), x.at(ridge), y.at(compute))
               : fmt::format("M{:.1f} {:.1f}", x.begin, y.at(compute));
  } else {
    path = fmt::format("M{:.1f} {:.1f}", x.begin, y.at(compute));
  }
  path += fmt::format("H{:.1f}", x.end);
  return fmt::format("<path class=\"under\" d=\"{}V{:.1f}H{:.1f}z\"/><path class=\"roof\" d=\"{}\"/>", path, y.begin,
                     x.begin, path);
}

}  // namespace

std::string roofline_svg(const Json& report) {
  const Json& roofline = report.at("roofline");
  if (roofline.at("compute_tops").is_null()) return {};
  const double compute = number_at(roofline, "compute_tops");
  const double bandwidth = number_at(roofline, "bandwidth");
  const double intensity = number_at(roofline, "ops_per_byte");
  const double tops = number_at(report, "tops");
  const double roof = number_at(roofline, "roof_tops");
  const double ridge = bandwidth > 0 ? compute * 1000 / bandwidth : intensity;
  const Axis x = axis({intensity * 30, ridge, ridge / 30, intensity}, kLeft, kWidth - kRight);
  const Axis y = axis({tops, compute, roof}, kHeight - kBottom, kTop);
  std::string out = fmt::format(
      "<svg class=\"roofline\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-label=\"Roofline\">",
      kWidth, kHeight);
  out += grid(x, y) + roofs(x, y, bandwidth, compute);
  out += label(x.end - 6, y.at(compute) - 7, "rooftext end",
               "LUTs and DSPs: " + keyed(report, "/roofline/compute_tops", "tspan") + " TOp/s");
  if (bandwidth > 0 && ridge > std::pow(10, x.low)) {
    // Along the slope, in the middle of the part that can be seen.
    const double low = std::max(std::pow(10, x.low), std::pow(10, y.low) * 1000 / bandwidth);
    const double at = std::sqrt(low * ridge);
    const double angle = -std::atan2(y.begin - y.end, x.end - x.begin) * 180 / std::acos(-1.0);
    const double decades = static_cast<double>(x.high - x.low) / (y.high - y.low);
    const double slope = std::atan(std::tan(angle * std::acos(-1.0) / 180) * decades) * 180 / std::acos(-1.0);
    out += fmt::format(
        "<text class=\"rooftext mid\" transform=\"translate({:.1f} {:.1f}) rotate({:.1f})\">memory {} GB/s</text>",
        x.at(at) - 8, y.at(bandwidth * at / 1000) - 8, slope, keyed(report, "/roofline/bandwidth", "tspan"));
  }
  const double px = x.at(intensity);
  const double py = y.at(tops);
  out += line(px, py, px, y.at(roof), "drop");
  out += fmt::format("<circle class=\"hollow\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>", px, y.at(roof));
  out += fmt::format("<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"6\"/>", px, py);
  // To the right of the point there is no roof: the memory's is to the left of it, the other one above.
  out += label(px + 12, py - 1, "pointtext", keyed(report, "/tops", "tspan") + " TOp/s");
  out += label(px + 12, py + 14, "tick", percent_text(tops, roof) + " of the roof");
  return out + "</svg>\n";
}

}  // namespace finn::html
