// SPDX-License-Identifier: Apache-2.0
#include "emit/html/page.h"

#include <fmt/format.h>

#include "emit/html/flow_svg.h"
#include "emit/html/frame.h"
#include "emit/html/roofline_svg.h"
#include "emit/html/tables.h"
#include "emit/html/text.h"

namespace finn {
namespace {

using html::Json;
using html::keyed;
using html::section;
using html::tile;

/// A number of verify.json.
std::string verified(const Json& verification, const char* key) {
  return fmt::format("<span data-verify=\"{}\">{}</span>", key, html::value_text(verification.at(key)));
}

std::string status(const std::optional<Json>& verification) {
  if (!verification) return "<span class=\"status\">not verified yet: <code>finn-rtlgen verify</code></span>";
  const bool ok = verification->at("ok").get<bool>();
  return fmt::format("<span class=\"status {}\">{}: {} frames, {} mismatches; measured interval {}, latency {}</span>",
                     ok ? "good" : "bad", ok ? "verified" : "verification failed", verified(*verification, "frames"),
                     verified(*verification, "mismatches"), verified(*verification, "ii_cycles"),
                     verified(*verification, "latency_cycles"));
}

std::string header(const Json& report, const std::optional<Json>& verification) {
  return fmt::format(
      "<header><div><h1>{}</h1><p>{} \u00B7 {} ({}) \u00B7 {} MHz</p></div>{}</header>\n",
      html::escape(report.at("network").get<std::string>()), html::escape(report.at("platform").get<std::string>()),
      html::escape(report.at("part").get<std::string>()), html::escape(report.at("family").get<std::string>()),
      keyed(report, "/clock_mhz"), status(verification));
}

std::string tiles(const Json& report) {
  const Json& total = report.at("total");
  const Json& available = report.at("available");
  const double latency = html::number_at(report, "latency_cycles") / html::number_at(report, "clock_mhz");
  std::string out = "<div class=\"tiles\">\n";
  out += tile("Frames a second", keyed(report, "/fps"), "at " + keyed(report, "/clock_mhz") + " MHz");
  out += tile("Interval, cycles", keyed(report, "/ii_cycles"), "from frame to frame");
  out += tile("Latency, cycles", keyed(report, "/latency_cycles"), html::real_text(latency) + " \u00B5s");
  out += tile("TOp/s", keyed(report, "/tops"), keyed(report, "/ops_per_frame") + " Op a frame");
  const auto share = [&](const char* key) {
    return html::percent_text(html::number_at(total, key), html::number_at(available, key));
  };
  out += tile("LUT", keyed(report, "/total/lut"), share("lut") + " of the part");
  out += tile("BRAM36", keyed(report, "/total/bram36"), share("bram36") + " of the part");
  return out + "</div>\n";
}

}  // namespace

std::string report_html(const Json& report, const std::optional<Json>& verification) {
  std::string body = header(report, verification) + tiles(report);
  body += section("Network", {},
                  "<i class=\"key mac\"></i>multiplies <i class=\"key slowest\"></i>sets the interval <i class=\"key "
                  "fifo\"></i>depth of a buffer",
                  "<div class=\"scroll\">" + html::flow_svg(report) + "</div>\n");
  body += section("Layers", html::badge(report, "cycles", "cycles") + html::badge(report, "lut", "LUT, FF"),
                  "bars: cycles a frame against the interval of " + keyed(report, "/ii_cycles") + " cycles",
                  html::layer_table(report));
  body += "<div class=\"pair\">\n" +
          section("Resources", {}, html::escape(report.at("part").get<std::string>()), html::resource_table(report)) +
          section("Streams at the boundary", {}, {}, html::port_table(report)) + "</div>\n";
  body += section("Buffers between layers", html::badge(report, "buffers"), {}, html::buffer_table(report));
  const std::string picture = html::roofline_svg(report);
  const std::string precisions = html::precision_table(report);
  body += section(
      "Roofline", html::badge(report, "roofline"), {},
      picture.empty() ? precisions : "<div class=\"wide\">" + picture + "<div>" + precisions + "</div></div>\n");
  body += section("How sure the figures are", {}, {}, html::certainty_table(report));
  body += "<footer>Every figure is one of report.json, which stands beside this page.</footer>\n";
  return html::document(html::escape(report.at("network").get<std::string>()) + " on " +
                            html::escape(report.at("platform").get<std::string>()),
                        body);
}

}  // namespace finn
