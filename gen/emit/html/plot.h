// SPDX-License-Identifier: Apache-2.0
// Pieces of diagrams with logarithmic axes.
#pragma once

#include <string>
#include <vector>

namespace finn::html {

/// A logarithmic axis over whole decades, from pixel to pixel.
struct Axis {
  int low = 0;  ///< decades
  int high = 1;
  double begin = 0;
  double end = 1;

  double at(double value) const;
};

/// The decades that hold the values, all above 0, with room around them.
Axis axis(const std::vector<double>& values, double begin, double end);

/// 10^decade: "0.01", "1000", "10⁶".
std::string decade_text(int decade);

std::string label(double x, double y, const char* classes, const std::string& text);
std::string line(double x1, double y1, double x2, double y2, const char* classes);

/// A text beside the y axis, turned.
std::string y_title(const Axis& y, const std::string& text);

/// Lines and numbers of both axes at whole decades; `x_ticks` false: without the lines and numbers of x.
std::string grid(const Axis& x, const Axis& y, bool x_ticks = true);

/// The start of an <svg> of class `classes` with a name for those who do not see it.
std::string open_svg(const char* classes, double width, double height, const std::string& name);

}  // namespace finn::html
