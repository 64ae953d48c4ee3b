// SPDX-License-Identifier: Apache-2.0
#include "emit/html/explore_page.h"

#include <fmt/format.h>

#include "emit/html/explore_svg.h"
#include "emit/html/frame.h"
#include "emit/html/text.h"

namespace finn {
namespace {

using html::escape;
using html::head;
using html::Json;
using html::keyed;
using html::number_cells;
using html::section;

std::string text_of(const Json& object, const char* key) { return escape(object.at(key).get<std::string>()); }

std::string header(const Json& json) {
  std::string targets;
  for (std::size_t i = 0; i < json.at("target_fps").size(); ++i)
    targets += (i == 0 ? " \u00B7 asked for: " : ", ") + keyed(json, fmt::format("/target_fps/{}", i)) + " frames/s";
  return fmt::format(
      "<header><div><h1>{}</h1><p>foldings of least area within {} of each platform \u00B7 {} Op a frame{}</p></div>"
      "</header>\n",
      text_of(json, "network"), keyed(json, "/utilization"), keyed(json, "/ops_per_frame"), targets);
}

std::string series_name(const Json& series) {
  return text_of(series, "platform") + (series.at("what_if").get<bool>() ? ", " + text_of(series, "operands") : "");
}

/// The fastest point of each series.
std::string tiles(const Json& json) {
  std::string out = "<div class=\"tiles\">\n";
  for (std::size_t i = 0; i < json.at("series").size(); ++i) {
    const Json& series = json.at("series")[i];
    std::string fps = "\u2013";
    std::string under = "nothing fits";
    for (std::size_t p = 0; p < series.at("points").size(); ++p) {
      if (!series.at("points")[p].at("fastest").get<bool>()) continue;
      const std::string point = fmt::format("/series/{}/points/{}", i, p);
      fps = keyed(json, point + "/fps");
      under = "frames/s at most, " + keyed(json, point + "/tops") + " TOp/s";
    }
    out += html::tile(series_name(series), fps, under);
  }
  return out + "</div>\n";
}

std::string marks_of(const Json& json, const Json& point, const std::string& pointer) {
  std::string marks;
  const auto add = [&](const std::string& mark) { marks += (marks.empty() ? "" : ", ") + mark; };
  if (point.at("front").get<bool>()) add("front");
  if (point.at("fastest").get<bool>()) add("fastest");
  if (point.at("least_latency").get<bool>()) add("least latency");
  if (!point.at("target_cycles").is_null()) add("target " + keyed(json, pointer + "/target_cycles") + " cycles");
  return marks;
}

std::string point_rows(const Json& json, const Json& point, const std::string& pointer) {
  const std::initializer_list<const char*> resources = {"lut", "ff", "bram36", "uram", "dsp"};
  std::string row = point.at("front").get<bool>() ? "<tr>" : "<tr class=\"off\">";
  row += number_cells(json, pointer, {"cycles", "fps", "tops", "latency_cycles", "latency_us"});
  row += number_cells(json, pointer, resources) + number_cells(json, pointer, {"gap"});
  row += "<td class=\"long\">" + marks_of(json, point, pointer) + "</td></tr>\n";
  if (point.at("built").is_null()) return row;
  row += "<tr class=\"built\">" + number_cells(json, pointer + "/built", {"cycles", "fps"}) + "<td></td>" +
         number_cells(json, pointer + "/built", {"latency_cycles"}) + "<td></td>" +
         number_cells(json, pointer + "/built", resources) + "<td></td><td class=\"long\">built, cycles exact" +
         (point.at("built").at("fits").get<bool>() ? "" : ": does not fit") + "</td></tr>\n";
  return row;
}

std::string series_section(const Json& json, std::size_t number) {
  const Json& series = json.at("series")[number];
  const std::string pointer = fmt::format("/series/{}", number);
  std::string body = "<div class=\"scroll\"><table class=\"points\">" +
                     head({"n:Cycles", "n:Frames/s", "n:TOp/s", "n:Latency", "n:\u00B5s", "n:LUT", "n:FF", "n:BRAM36",
                           "n:URAM", "n:DSP", "n:gap", ""}) +
                     "<tbody>\n";
  for (std::size_t i = 0; i < series.at("points").size(); ++i)
    body += point_rows(json, series.at("points")[i], fmt::format("{}/points/{}", pointer, i));
  body += "</tbody><tfoot><tr><td colspan=\"5\">may be taken</td>" +
          number_cells(json, pointer + "/capacity", {"lut", "ff", "bram36", "uram", "dsp"}) +
          "<td></td><td></td></tr></tfoot></table></div>\n";
  if (!series.at("fits").get<bool>()) body += "<p class=\"note\">Nothing fits.</p>\n";
  for (std::size_t i = 0; i < series.at("missed_targets").size(); ++i)
    body += "<p class=\"note\">Nothing fits that takes at most " +
            keyed(json, fmt::format("{}/missed_targets/{}/cycles", pointer, i)) + " cycles a frame.</p>\n";
  if (!series.at("shortest_is_proved").get<bool>())
    body += "<p class=\"note\">The time was spent before it was known whether a shorter interval fits.</p>\n";
  body += "<p class=\"note\">" + keyed(json, pointer + "/choices") + " foldings of the layers. Resources are " +
          text_of(series, "cost_model") + ".</p>\n";
  return section(series_name(series),
                 series.at("what_if").get<bool>()
                     ? "<span class=\"badge structural\">what-if: no weights, accuracy unknown</span>"
                     : "",
                 fmt::format("{}, {} at {} MHz", text_of(series, "part"), text_of(series, "family"),
                             keyed(json, pointer + "/clock_mhz")),
                 body);
}

std::string roof_table(const Json& json, const std::string& operands) {
  std::string out = "<div class=\"scroll\"><table>" +
                    head({"Platform", "n:best", "n:compute", "n:GB/s", "n:B a frame", "n:Op/byte", "n:memory", "n:roof",
                          "bound by"}) +
                    "<tbody>\n";
  for (std::size_t i = 0; i < json.at("series").size(); ++i) {
    const Json& series = json.at("series")[i];
    if (series.at("operands") != operands) continue;
    const std::string pointer = fmt::format("/series/{}/roofline", i);
    const std::string streamed = pointer + "/streamed";
    out += fmt::format("<tr><td class=\"name\">{}</td>", text_of(series, "platform")) +
           number_cells(json, pointer,
                        {"best_tops", "compute_tops", "bandwidth", "bytes_per_frame", "ops_per_byte", "memory_tops",
                         "roof_tops"}) +
           "<td>" + text_of(series.at("roofline"), "bound") + "</td></tr>\n";
    out += "<tr class=\"built\"><td>with weights, " + keyed(json, pointer + "/weight_bytes") +
           " B</td><td></td><td></td><td></td>" +
           number_cells(json, streamed, {"bytes_per_frame", "ops_per_byte", "memory_tops", "roof_tops"}) + "<td>" +
           text_of(series.at("roofline").at("streamed"), "bound") + "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

/// What the roofs of one choice of operands are made of.
std::string mix_table(const Json& json, const std::string& operands) {
  std::string out = "<details><summary>Peaks of the types that the network multiplies</summary><table>" +
                    head({"Platform", "Weights", "Activations", "n:Ops", "n:LUT / MAC", "n:DSP / MAC", "n:LUT TOp/s",
                          "n:DSP TOp/s"}) +
                    "<tbody>\n";
  for (std::size_t i = 0; i < json.at("series").size(); ++i) {
    const Json& series = json.at("series")[i];
    if (series.at("operands") != operands) continue;
    const Json& rows = series.at("roofline").at("precisions");
    for (std::size_t p = 0; p < rows.size(); ++p)
      out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td>", text_of(series, "platform"),
                         text_of(rows[p], "weights"), text_of(rows[p], "activations")) +
             number_cells(json, fmt::format("/series/{}/roofline/precisions/{}", i, p),
                          {"ops", "lut_per_mac", "dsp_per_mac", "lut_tops", "dsp_tops"}) +
             "</tr>\n";
  }
  return out + "</tbody></table></details>\n";
}

std::string roof_sections(const Json& json) {
  std::string out;
  std::string last;
  for (const Json& series : json.at("series")) {
    const auto operands = series.at("operands").get<std::string>();
    if (operands == last) continue;
    last = operands;
    out += section("Roofs: " + escape(operands),
                   series.at("what_if").get<bool>()
                       ? "<span class=\"badge structural\">what-if: no weights, accuracy unknown</span>"
                       : "",
                   "TOp/s; filled: the best point, weights on the chip; hollow: the roof with weights from the memory",
                   "<div class=\"roofs\">" + html::roofs_svg(json, operands) + "<div>" + roof_table(json, operands) +
                       mix_table(json, operands) + "</div></div>\n");
  }
  return out;
}

/// Rows of weight bits, columns of activation bits.
std::string bits_table(const Json& json, const std::string& pointer, const std::string& title) {
  const Json& rows = json.at(Json::json_pointer(pointer));
  std::string out = "<table class=\"bits\"><caption>" + title + "</caption><thead><tr><th>W \\ A</th>";
  for (std::size_t a = 0; a < rows.size(); ++a) out += fmt::format("<th class=\"n\">{}</th>", a + 1);
  out += "</tr></thead><tbody>\n";
  for (std::size_t w = 0; w < rows.size(); ++w) {
    out += fmt::format("<tr><th>{}</th>", w + 1);
    for (std::size_t a = 0; a < rows[w].size(); ++a)
      out += keyed(json, fmt::format("{}/{}/{}", pointer, w, a), "td", w == a ? "n same" : "n");
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string peak_section(const Json& json) {
  std::string body = "<div class=\"wide\">" + html::peaks_svg(json) + "<div>" +
                     bits_table(json, "/mac_cost/lut", "LUTs of a multiply-accumulate a cycle") +
                     bits_table(json, "/mac_cost/dsp", "DSPs of one") + "</div></div>\n";
  for (std::size_t i = 0; i < json.at("peaks").size(); ++i) {
    const std::string pointer = fmt::format("/peaks/{}", i);
    body += fmt::format("<details><summary>{} at {} MHz</summary><div class=\"pair\">",
                        text_of(json.at("peaks")[i], "platform"), keyed(json, pointer + "/clock_mhz")) +
            bits_table(json, pointer + "/lut_tops", "TOp/s of all LUTs") +
            bits_table(json, pointer + "/dsp_tops", "TOp/s of all DSPs") + "</div></details>\n";
  }
  body +=
      "<p class=\"note\">As FINN-R does it: the cost of one multiply-accumulate, and how many fit if the whole part is "
      "made of them and works in every cycle. A multiply-accumulate counts as two operations. 1 bit: BIPOLAR.</p>\n";
  return section("Peak rates by bits of weights (W) and activations (A)", "", "line: LUTs; dashed: DSPs", body);
}

}  // namespace

std::string explore_html(const Json& json) {
  std::string body = header(json) + tiles(json);
  std::string plots = html::series_legend(json) + "<div class=\"plots\">";
  plots += html::scatter_svg(json, "lut", "LUT") + html::scatter_svg(json, "bram36", "BRAM36");
  plots += html::scatter_svg(json, "latency_us", "latency, \u00B5s") + html::scatter_svg(json, "dsp", "DSP");
  body += section("Frames a second", "", "lines join points of the Pareto front; hollow: not on it; 0 stands at 0.5",
                  plots + "</div>\n");
  body += roof_sections(json);
  for (std::size_t i = 0; i < json.at("series").size(); ++i) body += series_section(json, i);
  body += peak_section(json);
  body +=
      "<footer>Every figure is one of explore.json. Resources are estimates before building; latency is the planner's "
      "formula, rows \u201Cbuilt\u201D are exact in cycles.</footer>\n";
  return html::document("Exploration of " + text_of(json, "network"), body);
}

}  // namespace finn
