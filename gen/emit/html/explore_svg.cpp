// SPDX-License-Identifier: Apache-2.0
#include "emit/html/explore_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "emit/html/plot.h"

namespace finn::html {
namespace {

// Pixels.
constexpr double kWidth = 560;
constexpr double kHeight = 340;
constexpr double kLeft = 62;
constexpr double kRight = 22;
constexpr double kTop = 14;
constexpr double kBottom = 48;

constexpr std::size_t kColours = 8;  ///< in the style sheet
constexpr std::size_t kMarks = 4;
constexpr double kLeast = 0.5;  ///< where 0 is drawn

double drawn(double value) { return value > 0 ? value : kLeast; }

/// Values of a key in their first order.
std::vector<std::string> values_of(const Json& series, const char* key) {
  std::vector<std::string> values;
  for (const Json& one : series) {
    const auto value = one.at(key).get<std::string>();
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

std::size_t place_of(const std::vector<std::string>& values, const Json& value) {
  return static_cast<std::size_t>(std::find(values.begin(), values.end(), value.get<std::string>()) - values.begin());
}

std::size_t mark_of(const Json& json, const Json& series) {
  return place_of(values_of(json.at("series"), "operands"), series.at("operands")) % kMarks;
}

std::string colour_class(const Json& json, const Json& platform) {
  return fmt::format("c{}", place_of(values_of(json.at("series"), "platform"), platform) % kColours);
}

/// A circle, square, diamond or triangle.
std::string mark(std::size_t kind, double x, double y, double r, const std::string& classes, const std::string& title) {
  const std::string rest = fmt::format("class=\"{}\"><title>{}</title>", classes, title);
  switch (kind) {
    case 1:
      return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}</rect>", x - r * 0.9,
                         y - r * 0.9, 1.8 * r, 1.8 * r, rest);
    case 2:
      return fmt::format("<path d=\"M{0:.1f} {1:.1f}l{2:.1f} {2:.1f}l-{2:.1f} {2:.1f}l-{2:.1f} -{2:.1f}z\" {3}</path>",
                         x, y - 1.25 * r, 1.25 * r, rest);
    case 3:
      return fmt::format("<path d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}h-{:.1f}z\" {}</path>", x, y - 1.2 * r, 1.2 * r,
                         2.1 * r, 2.4 * r, rest);
    default:
      return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" {}</circle>", x, y, r, rest);
  }
}

struct Place {
  double x;
  double y;
};

std::string path(const std::vector<Place>& places) {
  std::string text;
  for (const Place& place : places) text += fmt::format("{}{:.1f} {:.1f}", text.empty() ? "M" : "L", place.x, place.y);
  return text;
}

std::string describe(const Json& series, const Json& point) {
  return escape(fmt::format(
      "{}, {}: {} frames/s, {} LUT, {} BRAM36, {} DSP, {} \u00B5s", series.at("platform").get<std::string>(),
      series.at("operands").get<std::string>(), real_text(number_at(point, "fps")), value_text(point.at("lut")),
      value_text(point.at("bram36")), value_text(point.at("dsp")), real_text(number_at(point, "latency_us"))));
}

/// What the chart's points say, in their series' colour.
std::string draw_series(const Json& json, std::size_t number, const char* key, const Axis& x, const Axis& y) {
  const Json& series = json.at("series")[number];
  const std::string classes = series_class(json, number);
  std::vector<std::pair<Place, const Json*>> points;
  for (const Json& point : series.at("points"))
    points.push_back({{x.at(drawn(number_at(point, key))), y.at(number_at(point, "fps"))}, &point});
  std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) {
    return std::pair(-a.first.y, a.first.x) < std::pair(-b.first.y, b.first.x);
  });
  std::vector<Place> front;
  std::string marks;
  for (const auto& [place, point] : points) {
    const bool on_front = point->at("front").get<bool>();
    // The point of least latency is on the front for another reason than those of least area.
    if (on_front && !point->at("least_latency").get<bool>()) front.push_back(place);
    marks += mark(mark_of(json, series), place.x, place.y, 4, classes + (on_front ? " dot" : " dot off"),
                  describe(series, *point));
  }
  return fmt::format("<path class=\"{} front\" d=\"{}\"/>", classes, path(front)) + marks;
}

/// A roof from the left edge up along the memory's and on along the compute roof.
std::string roof_path(const Axis& x, const Axis& y, double bandwidth, double compute) {
  const double left = std::pow(10, x.low);
  std::vector<Place> places;
  const double ridge = bandwidth > 0 ? compute * 1000 / bandwidth : 0;
  if (ridge > left) {
    const double start = std::max(left, std::pow(10, y.low) * 1000 / bandwidth);
    places.push_back({x.at(start), y.at(start * bandwidth / 1000)});
    places.push_back({x.at(ridge), y.at(compute)});
  } else {
    places.push_back({x.begin, y.at(compute)});
  }
  places.push_back({x.end, y.at(compute)});
  return path(places);
}

/// Peaks of the same bits on both sides; those of DSPs as far as there are any.
std::vector<Place> peak_line(const Json& rows, const Axis& y, double from, double step) {
  std::vector<Place> places;
  for (std::size_t bits = 0; bits < rows.size(); ++bits)
    if (const Json& value = rows[bits][bits]; !value.is_null() && value.get<double>() > 0)
      places.push_back({from + step * static_cast<double>(bits), y.at(value.get<double>())});
  return places;
}

}  // namespace

std::string series_class(const Json& json, std::size_t series) {
  const Json& one = json.at("series")[series];
  return fmt::format("{} m{}", colour_class(json, one.at("platform")), mark_of(json, one));
}

std::string series_legend(const Json& json) {
  std::string out = "<p class=\"legend\">";
  for (std::size_t i = 0; i < json.at("series").size(); ++i) {
    const Json& series = json.at("series")[i];
    out += fmt::format(
        "<span><svg class=\"plot\" width=\"30\" height=\"12\" viewBox=\"0 0 30 12\"><path class=\"{} front\" "
        "d=\"M1 6H29\"/>{}</svg>{}{}</span> ",
        series_class(json, i), mark(mark_of(json, series), 15, 6, 4, series_class(json, i) + " dot", ""),
        escape(series.at("platform").get<std::string>()),
        series.at("what_if").get<bool>() ? ", " + escape(series.at("operands").get<std::string>()) : "");
  }
  return out + "</p>\n";
}

std::string scatter_svg(const Json& json, const char* key, const std::string& title) {
  std::vector<double> all_x;
  std::vector<double> all_y;
  double most = 0;
  for (const Json& series : json.at("series"))
    for (const Json& point : series.at("points")) {
      most = std::max(most, number_at(point, key));
      all_x.push_back(drawn(number_at(point, key)));
      all_y.push_back(number_at(point, "fps"));
    }
  if (most == 0) return {};
  const Axis x = axis(all_x, kLeft, kWidth - kRight);
  const Axis y = axis(all_y, kHeight - kBottom, kTop);
  std::string out = open_svg("plot", kWidth, kHeight, "Frames a second against " + title) + grid(x, y);
  out += label((x.begin + x.end) / 2, kHeight - 8, "axis mid", title) + y_title(y, "frames a second");
  for (std::size_t i = 0; i < json.at("series").size(); ++i) out += draw_series(json, i, key, x, y);
  return out + "</svg>\n";
}

std::string roofs_svg(const Json& json, const std::string& operands) {
  std::vector<std::size_t> shown;
  std::vector<double> all_x;
  std::vector<double> all_y;
  for (std::size_t i = 0; i < json.at("series").size(); ++i) {
    const Json& series = json.at("series")[i];
    const Json& roofline = series.at("roofline");
    if (series.at("operands") != operands || roofline.at("compute_tops").is_null()) continue;
    shown.push_back(i);
    const double compute = number_at(roofline, "compute_tops");
    all_y.push_back(compute);
    for (const Json& side : {roofline, roofline.at("streamed")}) {
      all_x.push_back(number_at(side, "ops_per_byte"));
      all_y.push_back(number_at(side, "roof_tops"));
    }
    if (!roofline.at("best_tops").is_null()) all_y.push_back(number_at(roofline, "best_tops"));
    if (number_at(roofline, "bandwidth") > 0) all_x.push_back(compute * 1000 / number_at(roofline, "bandwidth"));
  }
  if (shown.empty()) return {};
  const Axis x = axis(all_x, kLeft, kWidth - kRight);
  const Axis y = axis(all_y, kHeight - kBottom, kTop);
  std::string out = open_svg("plot", kWidth, kHeight, "Rooflines") + grid(x, y);
  out += label((x.begin + x.end) / 2, kHeight - 8, "axis mid", "operations per byte of external memory");
  out += y_title(y, "TOp/s");
  std::string marks;
  for (const std::size_t i : shown) {
    const Json& series = json.at("series")[i];
    const Json& roofline = series.at("roofline");
    const Json& streamed = roofline.at("streamed");
    const std::string classes = series_class(json, i);
    const std::string platform = escape(series.at("platform").get<std::string>());
    out += fmt::format("<path class=\"{} roofs\" d=\"{}\"/>", classes,
                       roof_path(x, y, number_at(roofline, "bandwidth"), number_at(roofline, "compute_tops")));
    marks +=
        mark(mark_of(json, series), x.at(number_at(streamed, "ops_per_byte")), y.at(number_at(streamed, "roof_tops")),
             4.5, classes + " dot off", platform + ": roof with weights from the memory");
    if (roofline.at("best_tops").is_null()) continue;
    const double at = x.at(number_at(roofline, "ops_per_byte"));
    const double best = y.at(number_at(roofline, "best_tops"));
    marks += line(at, best, at, y.at(number_at(roofline, "roof_tops")), (classes + " drop").c_str());
    marks += mark(mark_of(json, series), at, best, 5, classes + " dot", platform + ": best point, weights on the chip");
  }
  return out + marks + "</svg>\n";
}

std::string peaks_svg(const Json& json) {
  std::vector<double> all;
  std::size_t most_bits = 2;
  for (const Json& platform : json.at("peaks")) {
    most_bits = std::max(most_bits, platform.at("lut_tops").size());
    for (const char* what : {"lut_tops", "dsp_tops"})
      for (std::size_t bits = 0; bits < platform.at(what).size(); ++bits)
        if (const Json& value = platform.at(what)[bits][bits]; !value.is_null() && value.get<double>() > 0)
          all.push_back(value.get<double>());
  }
  if (all.empty()) return {};
  const Axis y = axis(all, kHeight - kBottom, kTop);
  Axis x;
  x.begin = kLeft;
  x.end = kWidth - kRight;
  const double step = (x.end - x.begin - 40) / static_cast<double>(most_bits - 1);
  const double from = x.begin + 20;
  std::string out = open_svg("plot", kWidth, kHeight, "Peak rates by bits") + grid(x, y, false);
  for (std::size_t bits = 0; bits < most_bits; ++bits)
    out += label(from + step * static_cast<double>(bits), y.begin + 17, "tick mid", std::to_string(bits + 1));
  out += label((x.begin + x.end) / 2, kHeight - 8, "axis mid", "bits of weights and of activations");
  out += y_title(y, "peak TOp/s");
  for (const Json& platform : json.at("peaks"))
    for (const char* what : {"lut_tops", "dsp_tops"}) {
      const std::string classes = colour_class(json, platform.at("platform"));
      const std::vector<Place> places = peak_line(platform.at(what), y, from, step);
      if (places.empty()) continue;
      out += fmt::format("<path class=\"{} front{}\" d=\"{}\"/>", classes, what[0] == 'd' ? " dsp" : "", path(places));
      for (const Place& place : places)
        out += mark(0, place.x, place.y, 3, classes + (what[0] == 'd' ? " dot off" : " dot"), "");
    }
  return out + "</svg>\n";
}

}  // namespace finn::html
