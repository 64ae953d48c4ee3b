// SPDX-License-Identifier: Apache-2.0
#include "emit/explore_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emit/cost_json.h"
#include "emit/peak_ops.h"
#include "emit/roofline.h"
#include "kinds/kind.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t operations_of(const Network& network) {
  std::int64_t operations = 0;
  for (const Layer& layer : network.layers) operations += layer.kind->operations(network, layer);
  return operations;
}

std::int64_t bytes_of(std::int64_t elements, int bits) { return (elements * bits + 7) / 8; }

/// Bytes of a frame's inputs and outputs, packed.
std::int64_t boundary_bytes(const Network& network) {
  std::int64_t bytes = 0;
  const auto add = [&](TensorId id) {
    const TensorInfo& tensor = network.tensors[static_cast<std::size_t>(id)];
    bytes += bytes_of(element_count(tensor.shape), tensor.type.bits());
  };
  for (const GraphInput& input : network.inputs) add(input.tensor);
  for (const GraphOutput& output : network.outputs) add(output.tensor);
  return bytes;
}

/// Bytes of all weights, packed.
std::int64_t weight_bytes(const Network& network) {
  std::int64_t bytes = 0;
  for (const Layer& layer : network.layers) {
    if (!layer.attrs.has("weights")) continue;
    const Tensor& weights = layer.attrs.tensor("weights");
    bytes += bytes_of(element_count(weights.shape), weights.type.bits());
  }
  return bytes;
}

Json point_json(const ExploreSeries& series, std::size_t number, double operations) {
  const SweepPoint& point = series.sweep.points[number];
  const double clock = series.platform.clock_mhz * 1e6;
  const auto interval = static_cast<double>(point.selection.interval);
  Json json{{"cycles", point.selection.interval},
            {"fps", clock / interval},
            {"tops", operations * clock / interval / 1e12},
            {"latency_cycles", std::llround(point.latency)},
            {"latency_us", point.latency / series.platform.clock_mhz}};
  put_cost(json, point.selection.cost);
  json["gap"] = point.selection.gap;
  json["target_cycles"] = point.target ? Json(*point.target) : Json();
  json["fastest"] = point.is_fastest;
  json["least_latency"] = point.has_least_latency;
  json["front"] = point.on_front;
  json["built"] = nullptr;
  if (const std::optional<BuiltPoint>& built = series.built[number]) {
    json["built"] = {{"cycles", built->interval},
                     {"fps", clock / static_cast<double>(built->interval)},
                     {"latency_cycles", built->latency}};
    put_cost(json["built"], built->cost);
    json["built"]["fits"] = fits(built->cost, series.capacity);
  }
  return json;
}

/// Under the roofs with weights on the chip, and with weights that come from the memory with every frame.
Json series_roofline(const ExploreSeries& series, double best_tops) {
  const std::int64_t operations = operations_of(series.network);
  const std::int64_t io = boundary_bytes(series.network);
  const std::int64_t weights = weight_bytes(series.network);
  const double clock = series.platform.clock_mhz;
  Json json = roofline_json(series.network, series.platform, clock, operations, io);
  const Json streamed = roofline_json(series.network, series.platform, clock, operations, io + weights);
  json["streamed"] = Json::object();
  for (const char* key : {"bytes_per_frame", "ops_per_byte", "memory_tops", "roof_tops", "bound"})
    json["streamed"][key] = streamed.at(key);
  json["weight_bytes"] = weights;
  json["best_tops"] = best_tops > 0 ? Json(best_tops) : Json();
  return json;
}

/// Any of the points' costs: all rest on the same.
Cost total_of(const ExploreSeries& series) {
  return series.sweep.points.empty() ? Cost{} : series.sweep.points.front().selection.cost;
}

Json series_json(const ExploreSeries& series) {
  const auto operations = static_cast<double>(operations_of(series.network));
  const Platform& platform = series.platform;
  Json json{{"platform", platform.name},
            {"part", platform.part},
            {"family", family_name(platform.family)},
            {"clock_mhz", platform.clock_mhz},
            {"operands", series.widths.name()},
            {"what_if", series.widths.any()},
            {"choices", series.choices}};
  json["cost_model"] = cost_model(total_of(series), platform.family);
  put_cost(json["capacity"], series.capacity);
  json["fits"] = !series.sweep.points.empty();
  json["shortest_is_proved"] = series.sweep.shortest_is_proved;
  json["missed_targets"] = Json::array();
  for (const std::int64_t cycles : series.sweep.missed) json["missed_targets"].push_back({{"cycles", cycles}});
  json["points"] = Json::array();
  double best_tops = 0;
  for (std::size_t i = 0; i < series.sweep.points.size(); ++i) {
    json["points"].push_back(point_json(series, i, operations));
    best_tops = std::max(best_tops, json["points"].back().at("tops").get<double>());
  }
  json["roofline"] = series_roofline(series, best_tops);
  return json;
}

/// A figure of peak_ops(), a row for each number of weight bits from 1, a column for each of activations; null for 0.
Json by_bits(const Platform& platform, double PeakOps::*figure) {
  Json rows = Json::array();
  for (int weights = 1; weights <= kMostWhatIfBits; ++weights) {
    Json row = Json::array();
    for (int activations = 1; activations <= kMostWhatIfBits; ++activations) {
      const double value = peak_ops(platform, weights, activations).*figure;
      row.push_back(value > 0 ? Json(value) : Json());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string marks_of(const Json& point) {
  std::string marks = point.at("front").get<bool>() ? "*" : " ";
  const auto add = [&](const char* mark) { marks += fmt::format(" {}", mark); };
  if (point.at("fastest").get<bool>()) add("fastest");
  if (point.at("least_latency").get<bool>()) add("least latency");
  if (!point.at("target_cycles").is_null()) add("target");
  if (point.at("gap").get<double>() > 0) add(fmt::format("gap {:.2g} %", 100 * point.at("gap").get<double>()).c_str());
  return marks;
}

/// The columns of resources, as report_table() has them.
std::string cost_columns(const Json& row) {
  return fmt::format("{:>8} {:>8} {:>7g} {:>5}", row.at("lut").get<std::int64_t>(), row.at("ff").get<std::int64_t>(),
                     row.at("bram36").get<double>(), row.at("dsp").get<std::int64_t>());
}

std::string series_table(const Json& series) {
  std::string text = fmt::format("{} ({}) at {:g} MHz, {}{}\n", series.at("platform").get<std::string>(),
                                 series.at("part").get<std::string>(), series.at("clock_mhz").get<double>(),
                                 series.at("operands").get<std::string>(),
                                 series.at("what_if").get<bool>() ? " (what-if: no weights, accuracy unknown)" : "");
  text += fmt::format("{:>10} {:>10} {:>8} {:>11} {:>8} {:>8} {:>7} {:>5}\n", "cycles", "frames/s", "TOp/s",
                      "latency us", "LUT", "FF", "BRAM36", "DSP");
  const auto row = [](const Json& point, double tops, double latency_us) {
    return fmt::format("{:>10} {:>10.6g} {:>8.4g} {:>11.5g} {}", point.at("cycles").get<std::int64_t>(),
                       point.at("fps").get<double>(), tops, latency_us, cost_columns(point));
  };
  for (const Json& point : series.at("points")) {
    const double tops = point.at("tops").get<double>();
    text += row(point, tops, point.at("latency_us").get<double>()) + "  " + marks_of(point) + "\n";
    if (const Json& built = point.at("built"); !built.is_null())
      text += row(built, tops * built.at("fps").get<double>() / point.at("fps").get<double>(),
                  built.at("latency_cycles").get<double>() / series.at("clock_mhz").get<double>()) +
              (built.at("fits").get<bool>() ? "    built\n" : "    built: does not fit\n");
  }
  if (!series.at("fits").get<bool>()) text += "nothing fits\n";
  text += fmt::format("{:>41} {}  may be taken\n", "", cost_columns(series.at("capacity")));
  if (series.at("fits").get<bool>()) text += fmt::format("resources: {}\n", series.at("cost_model").get<std::string>());
  for (const Json& target : series.at("missed_targets"))
    text += fmt::format("nothing fits that takes at most {} cycles a frame\n", target.at("cycles").get<std::int64_t>());
  if (!series.at("shortest_is_proved").get<bool>())
    text += "the time was spent before it was known whether a shorter interval fits (--search-seconds)\n";
  return text + "\n";
}

std::string number_or_dash(const Json& number) {
  return number.is_null() ? "-" : fmt::format("{:.4g}", number.get<double>());
}

std::string roofline_table(const Json& all) {
  std::string text = fmt::format("{:<12} {:<10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "roofs", "operands",
                                 "best", "compute", "Op/byte", "memory", "streamed:", "Op/byte", "memory");
  for (const Json& series : all) {
    const Json& roofline = series.at("roofline");
    const Json& streamed = roofline.at("streamed");
    text += fmt::format("{:<12} {:<10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n",
                        series.at("platform").get<std::string>(), series.at("operands").get<std::string>(),
                        number_or_dash(roofline.at("best_tops")), number_or_dash(roofline.at("compute_tops")),
                        number_or_dash(roofline.at("ops_per_byte")), number_or_dash(roofline.at("memory_tops")), "",
                        number_or_dash(streamed.at("ops_per_byte")), number_or_dash(streamed.at("memory_tops")));
  }
  return text + "TOp/s; weights on the chip, and streamed from the memory with every frame\n\n";
}

/// The diagonal of each platform's peaks.
std::string peaks_table(const Json& peaks) {
  std::string text = fmt::format("{:<20}", "peak TOp/s");
  for (int bits = 1; bits <= kMostWhatIfBits; ++bits) text += fmt::format(" {:>7}", fmt::format("W{0}A{0}", bits));
  text += "\n";
  for (const Json& platform : peaks)
    for (const char* what : {"lut_tops", "dsp_tops"}) {
      text += fmt::format(
          "{:<20}", fmt::format("{} {}", platform.at("platform").get<std::string>(), what[0] == 'l' ? "LUT" : "DSP"));
      for (std::size_t bits = 0; bits < kMostWhatIfBits; ++bits)
        text += fmt::format(" {:>7}", number_or_dash(platform.at(what)[bits][bits]));
      text += "\n";
    }
  return text;
}

}  // namespace

Json explore_json(const Exploration& exploration) {
  Json json{{"network", exploration.network}, {"utilization", exploration.utilization}};
  json["target_fps"] = exploration.target_fps;
  json["ops_per_frame"] = operations_of(exploration.series.front().network);
  json["series"] = Json::array();
  for (const ExploreSeries& series : exploration.series) json["series"].push_back(series_json(series));
  const Platform& any = exploration.series.front().platform;
  json["mac_cost"] = {{"lut", by_bits(any, &PeakOps::lut_per_mac)}, {"dsp", by_bits(any, &PeakOps::dsp_per_mac)}};
  json["peaks"] = Json::array();
  for (const ExploreSeries& series : exploration.series)
    if (!series.widths.any())
      json["peaks"].push_back({{"platform", series.platform.name},
                               {"clock_mhz", series.platform.clock_mhz},
                               {"lut_tops", by_bits(series.platform, &PeakOps::lut_tops)},
                               {"dsp_tops", by_bits(series.platform, &PeakOps::dsp_tops)}});
  return json;
}

std::string explore_table(const Json& json) {
  std::string text = fmt::format(
      "{}: foldings of least area within {:.0f} % of a platform; * on the Pareto front\n"
      "Resources are estimates before building; latency is the planner's formula.\n\n",
      json.at("network").get<std::string>(), 100 * json.at("utilization").get<double>());
  for (const Json& series : json.at("series")) text += series_table(series);
  return text + roofline_table(json.at("series")) + peaks_table(json.at("peaks"));
}

}  // namespace finn
