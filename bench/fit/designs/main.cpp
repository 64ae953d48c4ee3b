// SPDX-License-Identifier: Apache-2.0
// fit_designs OUT_DIR: writes the grid of configurations as units of synthesis below OUT_DIR/grid/<part>_<hash>/, and
// OUT_DIR/grid.json: [{name, part, parameters, unit, terms: {family: {lut, ff: {term: count}, bram18, dsp}}}].
// fit_designs OUT_DIR NETWORK...: writes networks below OUT_DIR/<name>/ with design.json: {name, units, emitted,
// parts: [{part, terms}]}. NETWORK: a folder with net.json, or cnv_w1a1, cnv_w2a2.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <set>

#include "cells/cost.h"
#include "cnv.h"
#include "emit/data_dir.h"
#include "folder.h"
#include "grid.h"
#include "hw/content_hash.h"
#include "hw/rom_plan.h"
#include "import/net_reader.h"
#include "passes/memories.h"

namespace finn::fit {
namespace fs = std::filesystem;
using namespace bench;
namespace {

constexpr std::uint64_t kSeed = 20260701;

Json terms_json(const CostTerms& terms) {
  Json json{{"lut", Json::object()}, {"ff", Json::object()}, {"bram18", terms.bram18}, {"dsp", terms.dsp}};
  for (const CostTerm& term : terms.lut) json["lut"][std::string(term.name)] = term.count;
  for (const CostTerm& term : terms.ff) json["ff"][std::string(term.name)] = term.count;
  return json;
}

template <typename TermsOf>
Json family_terms(TermsOf terms_of) {
  Json json = Json::object();
  for (const Family family : kFamilies) json[std::string(family_name(family))] = terms_json(terms_of(family));
  return json;
}

/// Terms of an array or of the selection of its segments.
CostTerms memory_terms(const Configuration& made) {
  const std::int64_t depth = depth_of(made.rom);
  if (made.step > 0) return rom_select_terms(made.rom.width, depth, made.step);
  CostTerms terms = rom_terms(made.rom.width, depth);
  if (made.block) {
    terms = {.lut = {{"luts", 0}}, .ff = {{"word", 0}}};
    terms.bram18 = static_cast<double>(rom_bram18(made.rom.width, depth, 1));
  }
  return terms;
}

std::string parameters_of(const Configuration& made) {
  if (made.cell == nullptr)
    return fmt::format("width {} depth {} step {}{}", made.rom.width, made.rom.words.size(), made.step,
                       made.block ? " block" : "");
  std::string text;
  for (const auto& [name, value] : made.params.items())
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

Unit unit_of(UnitFolder& folder, const Configuration& made) {
  if (made.cell != nullptr) {
    HwGraph graph;
    const NodeId node = graph.add_node(*made.cell, "cell", made.params, kNone, made.memories);
    const auto stream = [](std::int64_t bits) { return StreamType::plain(DataType::uint(1)).type.bits() * bits; };
    for (std::size_t i = 0; i < made.inputs.size(); ++i)
      graph.connect({{kNone, static_cast<int>(i)},
                     StreamType::plain(DataType::uint(1)),
                     stream(made.inputs[i]),
                     stream(made.inputs[i]),
                     1},
                    {node, static_cast<int>(i)}, made.inputs[i]);
    for (std::size_t i = 0; i < made.outputs.size(); ++i)
      graph.connect({{node, static_cast<int>(i)},
                     StreamType::plain(DataType::uint(1)),
                     stream(made.outputs[i]),
                     stream(made.outputs[i]),
                     1},
                    {kNone, static_cast<int>(i)}, made.outputs[i]);
    const Piece piece = own_piece(folder, graph.nodes.front());
    return logic_unit(graph, {&piece});
  }
  folder.library("rom/fr_rom.v");
  folder.library("rom/fr_rom_select.v");
  if (made.step > 0) return select_unit(made.rom, made.step);
  Rom rom;
  rom.block = made.block;
  rom.width = made.rom.width;
  rom.words = made.rom.words;
  RomPort port;
  port.slots = rom.width;
  port.rows = static_cast<std::int64_t>(rom.words.size());
  rom.ports = {port};
  std::string words;
  for (const BitWord& word : rom.words) words += word.hex(rom.width) + '\n';
  const std::string file = fmt::format("rom_{:016x}.mem", content_hash(words));
  folder.text(file, words);
  return rom_unit(rom, "w", file);
}

Json configuration_json(const fs::path& dir, const std::string& part, const Configuration& made,
                        const std::string& name) {
  UnitFolder folder(dir / "grid" / name, data_dir());
  Json units = Json::array();
  folder.add(units, "fit", unit_of(folder, made), part);
  return {{"name", name},
          {"part", part},
          {"parameters", parameters_of(made)},
          {"unit", units.front()},
          {"terms", family_terms([&](Family family) {
             return made.cell == nullptr ? memory_terms(made) : made.cell->cost(made.params, made.memories, family);
           })}};
}

void write_grid(const fs::path& dir) {
  Json all = Json::array();
  for (auto* parts : {matrix_parts, window_parts, elementwise_parts, plumbing_parts})
    for (const Part& part : parts()) {
      Random random(content_hash(part.name) ^ kSeed);
      std::set<std::string> seen;
      for (const Draw& kind : part.draws) {
        const std::size_t wanted = seen.size() + static_cast<std::size_t>(kind.count);
        for (int misses = 0; seen.size() < wanted && misses < 100 * kind.count;) {
          Configuration made;
          if (!kind.draw(random, made)) {
            ++misses;
            continue;
          }
          const std::string name = fmt::format("{}_{:016x}", part.name, content_hash(parameters_of(made)));
          if (!seen.insert(name).second) {
            ++misses;
            continue;
          }
          all.push_back(configuration_json(dir, part.name, made, name));
        }
      }
    }
  std::ofstream(dir / "grid.json") << all.dump(1) << '\n';
}

Design read_design(const std::string& network) {
  if (network == "cnv_w1a1" || network == "cnv_w2a2") return cnv_design(network == "cnv_w1a1");
  Diagnostics diagnostics;
  std::optional<Network> read = read_network(network, diagnostics);
  std::optional<Design> design;
  if (read) design = compile(std::move(*read), {}, diagnostics);
  if (!design) throw Defect(diagnostics.text());
  return std::move(*design);
}

void write_network(const fs::path& dir, const std::string& network) {
  Design design = read_design(network);
  HwGraph& graph = design.graph;
  UnitFolder folder(dir / graph.name, data_dir());
  const Prepared prepared = prepare(graph, design.network);
  Json units = Json::array();
  Json parts = Json::array();
  for (const Node& node : graph.nodes) {
    const Piece piece = own_piece(folder, node);
    folder.add(units, "ours", logic_unit(graph, {&piece}), node.name);
  }
  add_roms(folder, units, graph, prepared);
  Json estimates = Json::object();
  for (const Family family : kFamilies) {
    Json rows = Json::object();
    for (const Node& node : graph.nodes) {
      const Cost cell = cell_cost(*node.cell, node.params, family, node.memories);
      const Cost memories = memory_cost(graph, node.id, family);
      rows[node.name] = {{"part", node.cell->name},
                         {"lut", cell.lut},
                         {"ff", cell.ff},
                         {"bram18", cell.bram18},
                         {"dsp", cell.dsp},
                         {"memory_lut", memories.lut},
                         {"memory_ff", memories.ff},
                         {"memory_bram18", memories.bram18}};
    }
    estimates[std::string(family_name(family))] = std::move(rows);
  }
  const Json json{{"name", graph.name},
                  {"units", units},
                  {"emitted", emitted(folder, design.network, graph, prepared)},
                  {"estimates", estimates}};
  folder.text("design.json", json.dump(1) + "\n");
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    fmt::print(stderr, "usage: fit_designs OUT_DIR [NETWORK...]\n");
    return 2;
  }
  if (arguments.size() == 1) write_grid(arguments[0]);
  for (std::size_t i = 1; i < arguments.size(); ++i) write_network(arguments[0], arguments[i]);
  return 0;
}

}  // namespace
}  // namespace finn::fit

int main(int argc, char** argv) {
  try {
    return finn::fit::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "fit_designs: {}\n", error.what());
    return 3;
  }
}
