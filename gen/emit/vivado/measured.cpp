// SPDX-License-Identifier: Apache-2.0
#include "emit/vivado/measured.h"

#include <fmt/ranges.h>

#include <cmath>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string_view>
#include <vector>

namespace finn {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kResources[] = {"lut", "ff", "bram36", "uram", "dsp"};

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::optional<double> number(const std::string& text) {
  std::istringstream in(text);
  double value = 0;
  if (!(in >> value) || !(in >> std::ws).eof() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// A report, line by line.
class Report {
 public:
  Report(const fs::path& file, Diagnostics& diagnostics) : name_(file.string()), diagnostics_(diagnostics) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
    found_ = in.is_open();
    if (!found_)
      diagnostics_.error(Code::FR5203, {name_, 0, 0, {}}, "no such report")
          .notes.push_back("vivado -mode batch -source vivado/synth_ooc.tcl writes it");
  }

  bool found() const { return found_; }
  const std::vector<std::string>& lines() const { return lines_; }

  void error(std::size_t line, const std::string& message) {
    diagnostics_.error(Code::FR5204, {name_, static_cast<int>(line), 0, {}}, message);
  }

  /// The value of a line "| Device : xc7z020 |" in the report's head.
  std::string heading(std::string_view key) {
    for (const std::string& line : lines_) {
      const std::size_t colon = line.find(':');
      if (line.rfind("| ", 0) == 0 && colon != std::string::npos && trimmed(line.substr(2, colon - 2)) == key)
        return trimmed(line.substr(colon + 1));
    }
    error(0, fmt::format("expected a heading \"{}\", found none", key));
    return "";
  }

  /// The second cell of the first row of a table whose first cell is one of `names`, footnote marks apart.
  std::optional<double> used(std::initializer_list<std::string_view> names, bool required = true) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      std::vector<std::string> cells;
      std::istringstream in(lines_[i]);
      for (std::string cell; std::getline(in, cell, '|');) cells.push_back(trimmed(cell));
      if (cells.size() < 3) continue;
      while (!cells[1].empty() && cells[1].back() == '*') cells[1].pop_back();
      for (const std::string_view name : names) {
        if (cells[1] != name) continue;
        if (const auto value = number(cells[2])) return value;
        error(i + 1, fmt::format("expected a number of {}, got \"{}\"", name, cells[2]));
        return std::nullopt;
      }
    }
    if (!required) return 0.0;
    error(0, fmt::format("expected a row \"{}\", found none", fmt::join(names, "\" or \"")));
    return std::nullopt;
  }

 private:
  std::string name_;
  std::vector<std::string> lines_;
  bool found_ = false;
  Diagnostics& diagnostics_;
};

void read_utilization(Report& report, Measured& measured) {
  measured.design = report.heading("Design");
  measured.device = report.heading("Device");
  measured.state = report.heading("Design State");
  measured.lut = report.used({"Slice LUTs", "CLB LUTs"}).value_or(0);
  measured.ff = report.used({"Slice Registers", "CLB Registers", "Registers"}).value_or(0);
  measured.bram36 = report.used({"Block RAM Tile"}).value_or(0);
  measured.uram = report.used({"URAM"}, false).value_or(0);
  measured.dsp = report.used({"DSPs", "DSP Slices"}).value_or(0);
}

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

/// The first row under "Design Timing Summary": its first number is the setup slack, the fifth the hold slack.
void read_timing(Report& report, Measured& measured) {
  const std::vector<std::string>& lines = report.lines();
  bool inside = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find("| Design Timing Summary") == 0) inside = true;
    const std::vector<std::string> head = words(lines[i]);
    if (!inside || head.empty() || head.front() != "WNS(ns)") continue;
    for (std::size_t row = i + 1; row < lines.size(); ++row) {
      const std::vector<std::string> cells = words(lines[row]);
      if (cells.empty() || cells.front().find_first_not_of('-') == std::string::npos) continue;
      const auto setup = number(cells.front());
      const auto hold = cells.size() > 4 ? number(cells[4]) : std::nullopt;
      if (!setup || !hold)
        report.error(row + 1, "expected slacks in ns, got \"" + trimmed(lines[row]) + "\"; was the clock constrained?");
      measured.wns_ns = setup.value_or(0);
      measured.whs_ns = hold.value_or(0);
      return;
    }
  }
  report.error(0, "expected a \"Design Timing Summary\" with \"WNS(ns)\", found none");
}

}  // namespace

std::optional<Measured> read_measured(const fs::path& reports, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  Measured measured;
  Report utilization(reports / "utilization.rpt", diagnostics);
  if (utilization.found()) read_utilization(utilization, measured);
  Report timing(reports / "timing_summary.rpt", diagnostics);
  if (timing.found()) read_timing(timing, measured);
  if (diagnostics.error_count() > before) return std::nullopt;
  return measured;
}

Json measured_json(const Measured& measured, const Json& report) {
  const double period = 1000 / report.at("clock_mhz").get<double>();
  Json json{{"design", measured.design}, {"device", measured.device}, {"state", measured.state},
            {"wns_ns", measured.wns_ns}, {"whs_ns", measured.whs_ns}, {"fmax_mhz", nullptr}};
  if (measured.wns_ns < period) json["fmax_mhz"] = 1000 / (period - measured.wns_ns);
  const double values[] = {measured.lut, measured.ff, measured.bram36, measured.uram, measured.dsp};
  for (std::size_t i = 0; i < std::size(kResources); ++i) {
    const auto estimate = report.at("total").at(kResources[i]).get<double>();
    json[kResources[i]] = {{"estimate", estimate}, {"measured", values[i]}, {"error", nullptr}};
    if (values[i] > 0) json[kResources[i]]["error"] = (estimate - values[i]) / values[i];
  }
  return json;
}

std::string measured_table(const Json& vivado) {
  std::string text = fmt::format("\nVivado, out of context: {} on {}, {}\n{:<16} {:>10} {:>10} {:>9}\n",
                                 vivado.at("design").get<std::string>(), vivado.at("device").get<std::string>(),
                                 vivado.at("state").get<std::string>(), "", "estimate", "measured", "error");
  for (const char* resource : kResources) {
    const Json& row = vivado.at(resource);
    const std::string error =
        row.at("error").is_null() ? "-" : fmt::format("{:+.1f} %", 100 * row.at("error").get<double>());
    text += fmt::format("{:<16} {:>10g} {:>10g} {:>9}\n", resource, row.at("estimate").get<double>(),
                        row.at("measured").get<double>(), error);
  }
  const auto wns = vivado.at("wns_ns").get<double>();
  const auto whs = vivado.at("whs_ns").get<double>();
  text += fmt::format("slack {:+.3f} ns setup, {:+.3f} ns hold: the clock is {}", wns, whs,
                      wns < 0 || whs < 0 ? "missed" : "met");
  if (!vivado.at("fmax_mhz").is_null()) text += fmt::format("; {:.1f} MHz", vivado.at("fmax_mhz").get<double>());
  return text + "\n";
}

}  // namespace finn
