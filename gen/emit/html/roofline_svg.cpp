// SPDX-License-Identifier: Apache-2.0
#include "emit/html/roofline_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emit/html/plot.h"

namespace finn::html {
namespace {

// Pixels.
constexpr double kWidth = 620;
constexpr double kHeight = 350;
constexpr double kLeft = 62;
constexpr double kRight = 26;
constexpr double kTop = 22;
constexpr double kBottom = 48;

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
  std::string out = open_svg("roofline", kWidth, kHeight, "Roofline") + grid(x, y);
  out += label((x.begin + x.end) / 2, kHeight - 8, "axis mid", "operations per byte of input and output");
  out += y_title(y, "TOp/s") + roofs(x, y, bandwidth, compute);
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
