// SPDX-License-Identifier: Apache-2.0
#include "emit/report.h"

#include <cmath>

#include "emit/cost_json.h"
#include "emit/report_flow.h"
#include "emit/roofline.h"
#include "emit/shell.h"
#include "emit/shell_cost.h"
#include "passes/graph_cost.h"
#include "passes/layer_cycles.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

Json boundary(const Network& network, const HwGraph& graph, int number, bool is_input) {
  const PortRef port{kNone, number};
  const Stream& stream =
      graph.streams[static_cast<std::size_t>(is_input ? graph.stream_from(port) : graph.stream_into(port))];
  const TensorId id = is_input ? network.inputs[static_cast<std::size_t>(number)].tensor
                               : network.outputs[static_cast<std::size_t>(number)].tensor;
  const TensorInfo& tensor = network.tensors[static_cast<std::size_t>(id)];
  return {{"tensor", tensor.name},
          {"from", producer_json(network, id)},
          {"type", tensor.type.name()},
          {"shape", tensor.shape},
          {"elements_per_beat", stream.source_lanes},
          {"beats_per_frame", stream.beats()},
          {"tdata_bits", 8 * beat_bytes(stream)}};
}

/// Bytes that cross the boundary with a frame.
std::int64_t boundary_bytes(const Json& report) {
  std::int64_t bytes = 0;
  for (const char* side : {"inputs", "outputs"})
    for (const Json& port : report.at(side))
      bytes += port.at("beats_per_frame").get<std::int64_t>() * (port.at("tdata_bits").get<std::int64_t>() / 8);
  return bytes;
}

/// How sure the figures are. exact: the cycle model's, which verify compares with Verilator cycle by cycle;
/// structural: counted from what is generated; fitted: an estimate fitted to synthesis, with its error in "cost_model".
Json certainty_json(const Cost& total) {
  const char* logic = total.fitted ? "fitted" : "structural";
  return {{"cycles", "exact"},      {"buffers", "exact"},   {"lut", logic},        {"ff", logic},
          {"bram36", "structural"}, {"uram", "structural"}, {"dsp", "structural"}, {"roofline", "structural"}};
}

Json pruned_rows(const PruneReport& pruned) {
  Json rows = Json::array();
  for (const PrunedLayer& layer : pruned.layers)
    rows.push_back({{"layer", layer.layer},
                    {"tensor", layer.tensor},
                    {"channels_before", layer.channels_before},
                    {"channels_after", layer.channels_after},
                    {"constant", layer.constant},
                    {"unused", layer.unused},
                    {"mask", layer.masked},
                    {"weights_saved", layer.weights_saved},
                    {"weight_bits_saved", layer.weight_bits_saved},
                    {"operations_saved", layer.operations_saved}});
  return rows;
}

/// One line about what pruning did, or could do.
std::string pruning_text(const Json& pruning) {
  const auto text = pruning.at("text").get<std::string>();
  if (!pruning.at("applied").get<bool>())
    return fmt::format("prunable   {}{}\n", text, text == "no channels" ? "" : " (--prune)");
  return fmt::format("pruned     {}{}\n", text, pruning.at("changes_results").get<bool>() ? "; results change" : "");
}

Json plan_json(const PlanReport& plan) {
  if (plan.goal.empty()) return nullptr;
  Json json{{"goal", plan.goal},
            {"utilization", plan.utilization},
            {"choices", plan.choices},
            {"gap", plan.gap},
            {"rounds", plan.rounds}};
  put_cost(json["estimate"], plan.estimate);
  json["regret"] = nullptr;
  if (const std::optional<RegretReport>& regret = plan.regret)
    json["regret"] = {{"draws", regret->draws},   {"spread", regret->spread}, {"misfits", regret->misfits},
                      {"median", regret->median}, {"p95", regret->p95},       {"worst", regret->worst}};
  return json;
}

/// One line about how the folding was chosen.
std::string plan_text(const Json& plan) {
  const auto gap = plan.at("gap").get<double>();
  std::string text =
      fmt::format("folding    best for {} within {:.0f} % of the platform, of {} foldings of its layers; {}\n",
                  plan.at("goal").get<std::string>(), 100 * plan.at("utilization").get<double>(),
                  plan.at("choices").get<std::int64_t>(),
                  gap == 0 ? "proved best under the cost model" : fmt::format("gap {:.2g} %", 100 * gap));
  if (const Json& regret = plan.at("regret"); !regret.is_null())
    text += fmt::format(
        "regret     {:.1f} % (median), {:.1f} % (95 %), {:.1f} % (worst of {} draws of the cost model's error); "
        "above the limit in {:.0f} % of them\n",
        100 * regret.at("median").get<double>(), 100 * regret.at("p95").get<double>(),
        100 * regret.at("worst").get<double>(), regret.at("draws").get<int>(),
        100 * regret.at("misfits").get<double>());
  return text;
}

/// One line about what the host may rewrite, if anything.
std::string parameters_text(const Json& report) {
  if (!report.contains("shell") || report.at("shell").value("parameter_words", 0) == 0) return {};
  std::string layers;
  for (const Json& row : report.at("layers"))
    if (row.contains("runtime")) layers += (layers.empty() ? "" : ", ") + row.at("name").get<std::string>();
  return fmt::format("rewritable {:>10} words of 32 bits: {}\n", report.at("shell").at("parameter_words").get<int>(),
                     layers);
}

/// One line about the buffers between layers.
std::string buffers_text(const Json& report) {
  const Json& bits = report.at("fifo_bits");
  const auto total = bits.at("total").get<std::int64_t>();
  const auto bound = bits.at("lower_bound").get<std::int64_t>();
  return fmt::format("buffers    {:>10} bits ({}), by FINN's method {}\n", total,
                     total == bound ? "no fewer can do" : fmt::format("at least {}", bound),
                     bits.at("finn_method").get<std::int64_t>());
}

}  // namespace

Json report_json(const Design& design, const Platform& platform, double clock_mhz, const Shell& shell) {
  const Network& network = design.network;
  const HwGraph& graph = design.graph;
  const double fps = clock_mhz * 1e6 / static_cast<double>(design.predicted.interval());
  std::int64_t operations = 0;
  for (const Layer& layer : network.layers) operations += layer.kind->operations(network, layer);

  Json report;
  report["network"] = network.name;
  report["platform"] = platform.name;
  report["part"] = platform.part;
  report["family"] = family_name(platform.family);
  report["clock_mhz"] = clock_mhz;
  report["ii_cycles"] = design.predicted.interval();
  report["ii_shown_by"] = proof_name(design.proof);
  report["latency_cycles"] = design.predicted.latency;
  report["fps"] = fps;
  report["ops_per_frame"] = operations;
  report["tops"] = static_cast<double>(operations) * fps / 1e12;
  Cost total = graph_cost(graph, platform.family);
  const bool fitted = total.fitted;
  if (shell.any()) total += shell_cost(graph, shell, platform.family);
  total.fitted = fitted;  // of the network; "shell" says what the rest is
  put_cost(report["total"], total);
  report["certainty"] = certainty_json(total);
  report["cost_model"] = cost_model(total, platform.family);
  report["available"] = {{"lut", platform.lut},
                         {"ff", platform.ff},
                         {"bram36", platform.bram36},
                         {"uram", platform.uram},
                         {"dsp", platform.dsp}};
  report["layers"] = Json::array();
  for (const Layer& layer : network.layers) {
    const Folding& folding = design.foldings[static_cast<std::size_t>(layer.id)];
    Json row{{"name", layer.name},
             {"kind", layer.kind->name},
             {"pe", folding.pe},
             {"simd", folding.simd},
             {"cycles", layer_cycles(graph, layer.id)},
             {"ops", layer.kind->operations(network, layer)}};
    if (layer.attrs.has("weights")) row["weights"] = layer.attrs.tensor("weights").type.name();
    if (layer.runtime) row["runtime"] = true;
    put_cost(row, layer_cost(graph, layer.id, platform.family));
    row["inputs"] = layer_inputs_json(network, layer);
    row["outputs"] = layer_outputs_json(network, layer);
    report["layers"].push_back(std::move(row));
  }
  report["plan"] = plan_json(design.plan);
  const PruneReport& pruned = design.pruned;
  report["pruning"] = {
      {"applied", pruned.applied}, {"changes_results", pruned.changes_results()}, {"text", prune_text(pruned)}};
  report["pruned"] = pruned.applied ? pruned_rows(pruned) : Json::array();
  report["prunable"] = pruned.applied ? Json::array() : pruned_rows(pruned);
  report["fifos"] = buffers_json(network, graph);
  report["fifo_bits"] = {{"total", design.buffers.bits},
                         {"lower_bound", design.buffers.lower_bound},
                         {"finn_method", design.buffers.finn_bits}};
  Cost plumbing = layer_cost(graph, kNone, platform.family);
  put_cost(report["plumbing"], plumbing);
  if (shell.any()) report["shell"] = shell_json(graph, network, shell, platform.family);
  report["inputs"] = Json::array();
  for (int i = 0; i < graph.input_count; ++i) report["inputs"].push_back(boundary(network, graph, i, true));
  report["outputs"] = Json::array();
  for (int i = 0; i < graph.output_count; ++i) report["outputs"].push_back(boundary(network, graph, i, false));
  report["roofline"] = roofline_json(network, platform, clock_mhz, operations, boundary_bytes(report));
  return report;
}

std::string report_table(const Json& report, const std::optional<Json>& verification) {
  const auto number = [](const Json& row, const char* key) { return row.at(key).get<double>(); };
  std::string text = fmt::format("{} on {} ({}) at {:g} MHz\n\n", report.at("network").get<std::string>(),
                                 report.at("platform").get<std::string>(), report.at("part").get<std::string>(),
                                 number(report, "clock_mhz"));
  text += fmt::format("{:<16} {:<10} {:>5} {:>5} {:>10} {:>8} {:>8} {:>7} {:>5}\n", "layer", "kind", "pe", "simd",
                      "cycles", "LUT", "FF", "BRAM36", "DSP");
  const auto cost_columns = [&](const Json& row) {
    return fmt::format("{:>8.0f} {:>8.0f} {:>7g} {:>5.0f}\n", number(row, "lut"), number(row, "ff"),
                       number(row, "bram36"), number(row, "dsp"));
  };
  for (const Json& row : report.at("layers"))
    text += fmt::format("{:<16} {:<10} {:>5} {:>5} {:>10} ", row.at("name").get<std::string>(),
                        row.at("kind").get<std::string>(), row.at("pe").get<std::int64_t>(),
                        row.at("simd").get<std::int64_t>(), row.at("cycles").get<std::int64_t>()) +
            cost_columns(row);
  text += fmt::format("{:<50} ", "plumbing") + cost_columns(report.at("plumbing"));
  if (report.contains("shell"))
    text += fmt::format("{:<50} ", report.at("shell").at("dma").get<bool>() ? "shell: registers, DMA (structural)"
                                                                            : "shell: registers (structural)") +
            cost_columns(report.at("shell"));
  text += fmt::format("{:<50} ", "total") + cost_columns(report.at("total"));
  text += fmt::format("{:<50} ", "available") + cost_columns(report.at("available"));
  text += fmt::format("resources: {}\n\n", report.at("cost_model").get<std::string>());
  const auto predicted = [&](const char* key) { return report.at(key).get<std::int64_t>(); };
  if (report.contains("plan") && !report.at("plan").is_null()) text += plan_text(report.at("plan"));
  if (report.contains("pruning")) text += pruning_text(report.at("pruning"));
  text += parameters_text(report);
  text += buffers_text(report);
  text += fmt::format("interval   {:>10} cycles a frame  = {:.6g} frames/s\n", predicted("ii_cycles"),
                      number(report, "fps"));
  text += fmt::format("latency    {:>10} cycles          = {:.6g} us\n", predicted("latency_cycles"),
                      static_cast<double>(predicted("latency_cycles")) / number(report, "clock_mhz"));
  text += fmt::format("operations {:>10} a frame         = {:.4g} TOp/s\n", predicted("ops_per_frame"),
                      number(report, "tops"));
  if (verification)
    text += fmt::format(
        "verified   {:>10} frames, {} mismatches; measured interval {}, latency {} cycles\n",
        verification->at("frames").get<std::int64_t>(), verification->at("mismatches").get<std::int64_t>(),
        verification->at("ii_cycles").get<std::int64_t>(), verification->at("latency_cycles").get<std::int64_t>());
  return text;
}

}  // namespace finn
