// SPDX-License-Identifier: Apache-2.0
#include "emit/html/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "emit/html/frame.h"

namespace finn::html {
namespace {

struct Resource {
  const char* key;
  const char* title;
  const char* what;
};
constexpr Resource kResources[] = {{"lut", "LUT", "six-input LUTs"},
                                   {"ff", "FF", "flip-flops"},
                                   {"bram36", "BRAM36", "36 Kbit blocks"},
                                   {"uram", "URAM", "288 Kbit blocks"},
                                   {"dsp", "DSP", "multipliers"}};

/// Long names may break behind an underscore.
std::string breakable(const std::string& escaped) {
  std::string out;
  for (const char c : escaped) out += c == '_' ? std::string("_<wbr>") : std::string(1, c);
  return out;
}

std::string text_cell(const Json& object, const char* key, std::string_view classes = {}) {
  const std::string text = object.contains(key) ? value_text(object.at(key)) : "\u2013";
  return fmt::format("<td class=\"{}\">{}</td>", classes, breakable(escape(text)));
}

std::string layer_row(const Json& report, std::size_t number, double most_lut) {
  const Json& layer = report.at("layers")[number];
  const std::string pointer = fmt::format("/layers/{}", number);
  const bool slowest = layer.at("cycles") == report.at("ii_cycles");
  std::string row = fmt::format("<tr{}>", slowest ? " class=\"slowest\"" : "");
  row += text_cell(layer, "name", "name") + text_cell(layer, "kind", "kind") + text_cell(layer, "weights", "type");
  row += fmt::format("<td class=\"type\">{} {}</td>", keyed(report, pointer + "/outputs/0/shape"),
                     escape(value_text(layer.at("outputs").at(0).at("type"))));
  row += number_cells(report, pointer, {"ops", "pe", "simd", "cycles"});
  row += "<td class=\"graph\">" + bar(number_at(layer, "cycles"), number_at(report, "ii_cycles"), "cycles") + "</td>";
  row += keyed(report, pointer + "/lut", "td", "n") + "<td class=\"graph small\">" +
         bar(number_at(layer, "lut"), most_lut, "lut") + "</td>";
  row += number_cells(report, pointer, {"ff", "bram36", "uram", "dsp"});
  return row + "</tr>\n";
}

std::string certainty_row(const Json& report, std::string_view title, std::string_view figure,
                          const std::string& reason) {
  return fmt::format("<tr><td class=\"name\">{}</td><td>{}</td><td>{}</td></tr>\n", title, badge(report, figure),
                     reason);
}

}  // namespace

std::string layer_table(const Json& report) {
  double most_lut = number_at(report.at("plumbing"), "lut");
  for (const Json& layer : report.at("layers")) most_lut = std::max(most_lut, number_at(layer, "lut"));
  std::string out = "<div class=\"scroll\"><table class=\"layers\">";
  out += head({"Layer", "Kind", "Weights", "Output", "n:Ops a frame", "n:PE", "n:SIMD", "n:Cycles", "of the interval",
               "n:LUT", "", "n:FF", "n:BRAM36", "n:URAM", "n:DSP"});
  out += "<tbody>\n";
  for (std::size_t i = 0; i < report.at("layers").size(); ++i) out += layer_row(report, i, most_lut);
  out += "<tr class=\"plumbing\"><td class=\"name\" colspan=\"9\">plumbing: width converters, forks, buffers</td>" +
         keyed(report, "/plumbing/lut", "td", "n") + "<td class=\"graph small\">" +
         bar(number_at(report.at("plumbing"), "lut"), most_lut, "lut") + "</td>" +
         number_cells(report, "/plumbing", {"ff", "bram36", "uram", "dsp"}) + "</tr>\n";
  out += "</tbody><tfoot><tr><td colspan=\"4\">Total</td>" + keyed(report, "/ops_per_frame", "td", "n") +
         "<td colspan=\"2\"></td>" + keyed(report, "/ii_cycles", "td", "n") + "<td>interval</td>" +
         keyed(report, "/total/lut", "td", "n") + "<td></td>" +
         number_cells(report, "/total", {"ff", "bram36", "uram", "dsp"}) + "</tr></tfoot></table></div>\n";
  return out;
}

std::string resource_table(const Json& report) {
  std::string out = "<table class=\"resources\">";
  out += head({"Resource", "n:Used", "n:Available", "n:Share", "", ""}) + "<tbody>\n";
  for (const Resource& resource : kResources) {
    const double used = number_at(report.at("total"), resource.key);
    const double available = number_at(report.at("available"), resource.key);
    out += fmt::format("<tr><td class=\"name\" title=\"{}\">{}</td>{}{}<td class=\"n{}\">{}</td>", resource.what,
                       resource.title, keyed(report, fmt::format("/total/{}", resource.key), "td", "n"),
                       keyed(report, fmt::format("/available/{}", resource.key), "td", "n"),
                       used > available ? " over" : "", percent_text(used, available));
    out += "<td class=\"graph\">" + bar(used, available, "share") + "</td><td>" + badge(report, resource.key) +
           "</td></tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string buffer_table(const Json& report) {
  const Json& bits = report.at("fifo_bits");
  const bool proved = bits.at("total") == bits.at("lower_bound");
  std::string out = fmt::format("<p class=\"lead\"><b>{} bits</b> in {} {}; {} FINN's method would take {}.</p>\n",
                                keyed(report, "/fifo_bits/total"), report.at("fifos").size(),
                                report.at("fifos").size() == 1 ? "buffer" : "buffers",
                                (proved ? "no fewer can do: the bound is " : "at least ") +
                                    keyed(report, "/fifo_bits/lower_bound") + (proved ? "." : " are needed."),
                                keyed(report, "/fifo_bits/finn_method"));
  if (report.at("fifos").empty())
    return out + "<p class=\"note\">The layers run at the interval without any buffer between them.</p>\n";
  out += "<div class=\"scroll\"><table>" +
         head({"Buffer", "From", "To", "n:Depth, beats", "n:Width, bits", "n:Bits", ""}) + "<tbody>\n";
  double most = 0;
  for (const Json& fifo : report.at("fifos")) most = std::max(most, number_at(fifo, "bits"));
  for (std::size_t i = 0; i < report.at("fifos").size(); ++i) {
    const Json& fifo = report.at("fifos")[i];
    out += "<tr>" + text_cell(fifo, "name", "name") + text_cell(fifo, "from", "long") + text_cell(fifo, "to", "long") +
           number_cells(report, fmt::format("/fifos/{}", i), {"depth", "width", "bits"}) +
           "<td class=\"graph small\">" + bar(number_at(fifo, "bits"), most, "lut") + "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string port_table(const Json& report) {
  std::string out = "<div class=\"scroll\"><table>" +
                    head({"Stream", "", "Type", "Shape", "n:Elements a beat", "n:Beats a frame", "n:tdata, bits"}) +
                    "<tbody>\n";
  for (const char* side : {"inputs", "outputs"})
    for (std::size_t i = 0; i < report.at(side).size(); ++i) {
      const Json& port = report.at(side)[i];
      const std::string pointer = fmt::format("/{}/{}", side, i);
      out += "<tr>" + text_cell(port, "tensor", "name") +
             fmt::format("<td class=\"type\">{}</td>", side[0] == 'i' ? "input" : "output") + text_cell(port, "type") +
             keyed(report, pointer + "/shape", "td") +
             number_cells(report, pointer, {"elements_per_beat", "beats_per_frame", "tdata_bits"}) + "</tr>\n";
    }
  return out + "</tbody></table></div>\n";
}

std::string precision_table(const Json& report) {
  const Json& roofline = report.at("roofline");
  const std::string bound = roofline.at("bound").get<std::string>();
  std::string out;
  if (bound != "none")
    out += fmt::format("<p class=\"lead\">The roof over this network is <b>{} TOp/s</b>, set by {}.</p>\n",
                       keyed(report, "/roofline/roof_tops"), bound == "memory" ? "the external memory" : "computing");
  out += "<table>" +
         head({"Weights", "Activations", "n:Ops", "n:LUT / MAC", "n:DSP / MAC", "n:LUT TOp/s", "n:DSP TOp/s"}) +
         "<tbody>\n";
  for (std::size_t i = 0; i < roofline.at("precisions").size(); ++i) {
    const Json& row = roofline.at("precisions")[i];
    out += "<tr>" + text_cell(row, "weights") + text_cell(row, "activations") +
           number_cells(report, fmt::format("/roofline/precisions/{}", i),
                        {"ops", "lut_per_mac", "dsp_per_mac", "lut_tops", "dsp_tops"}) +
           "</tr>\n";
  }
  out += "</tbody></table>\n<dl>";
  const auto fact = [&](const char* title, const char* key, const char* unit) {
    out += fmt::format("<div><dt>{}</dt><dd>{} {}</dd></div>", title, keyed(report, fmt::format("/roofline/{}", key)),
                       unit);
  };
  fact("Compute roof, mixed", "compute_tops", "TOp/s");
  fact("External memory", "bandwidth", "GB/s");
  fact("Input and output", "bytes_per_frame", "B a frame");
  fact("Intensity", "ops_per_byte", "Op/byte");
  fact("Memory roof", "memory_tops", "TOp/s");
  return out +
         "</dl>\n<p class=\"note\">Roofs are upper bounds: all LUTs and all DSPs of the part multiply in every "
         "cycle and nothing else is built. Weights stay on the chip, so that only inputs and outputs cross to "
         "the memory.</p>\n";
}

std::string certainty_table(const Json& report) {
  const std::string model = escape(report.at("cost_model").get<std::string>());
  std::string out = "<table class=\"certainty\">" + head({"Figure", "", "Why"}) + "<tbody>\n";
  out +=
      certainty_row(report, "Cycles, interval, latency, frames a second", "cycles",
                    "A model steps every handshake of the hardware; <code>finn-rtlgen verify</code> compares it with "
                    "the Verilog cycle by cycle. Frames a second follow with the clock, which is assumed, not timed.");
  out += certainty_row(report, "Depths of buffers", "buffers",
                       "They are those of the Verilog, found with the same model, and so is the bound.");
  out += certainty_row(report, "LUT, FF", "lut", "Resources are " + model + ".");
  out += certainty_row(report, "BRAM36, URAM, DSP", "bram36",
                       "Counted from the memories and multipliers of the Verilog, which name their style; "
                       "synthesis may still decide otherwise.");
  out += certainty_row(report, "Roofline", "roofline",
                       "Operations and bytes are exact; the roofs divide what the data sheet offers by the cost of a "
                       "multiplication in this program's own dot products.");
  return out + "</tbody></table>\n";
}

}  // namespace finn::html
