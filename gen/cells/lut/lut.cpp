// SPDX-License-Identifier: Apache-2.0
#include "cells/lut/lut.h"

#include "diag/diagnostics.h"
#include "hw/pipeline_actor.h"

namespace finn {
namespace {

constexpr int kLatency = 2;
constexpr const char* kNames[] = {"CHANNELS", "PE", "IN_WIDTH", "IN_MIN", "ENTRIES", "SHARED", "OUT_WIDTH"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_lut";
  binding.files = {"lut/fr_lut.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.memories = {"t"};
  return binding;
}

/// Registers: output and two stages of valid and last, the fold's base. Logic: an address adder a lane where there are
/// several folds, the base; a negative first code inverts a bit. The tables are memories beside the cell.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t pe = params.at("PE");
  CounterCost base;
  base.add(params.at("SHARED") != 0 ? 1 : params.at("CHANNELS") / pe);
  return {.lut = {{"addresses", base.counters * pe * params.at("IN_WIDTH")},
                  {"inverted", params.at("IN_MIN") < 0 ? pe : 0},
                  {"base", 3 * base.counters},
                  {"base_bits", base.bits},
                  {"wraps", 4 * base.wraps},
                  {"control", 1}},
          .ff = {{"data", pe * params.at("OUT_WIDTH")}, {"base", base.bits}, {"control", 4}}};
}

CellExample example(std::string name, const LutConfig& config) { return {std::move(name), lut_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("one_entry", {1, 1, 3, DataType::uint(4), 5, 1, false, DataType::uint(3)}),
      example("folded_signed", {6, 2, 2, DataType::sint(4), -8, 16, false, DataType::sint(6)}),
      example("shared_unfolded", {4, 4, 2, DataType::uint(5), 0, 32, true, DataType::uint(8)}),
      example("odd_part_of_range", {5, 1, 2, DataType::sint(6), -11, 23, false, DataType::ternary()}),
      example("one_bit", {3, 3, 2, DataType::binary(), 0, 2, false, DataType::bipolar()}),
      example("address_narrower_than_code", {2, 1, 3, DataType::sint(12), -3, 5, true, DataType::sint(9)}),
  };
}

}  // namespace

Params lut_params(const LutConfig& config) {
  if (config.pe < 1 || config.channels % config.pe != 0) throw Defect("lut: PE must divide the channels");
  if (config.entries < 1) throw Defect("lut: no entries");
  return {{"CHANNELS", config.channels},
          {"PE", config.pe},
          {"IN_WIDTH", config.input.bits()},
          {"IN_MIN", static_cast<std::int64_t>(config.input.is_bipolar() ? 0 : config.input_min)},
          {"ENTRIES", config.entries},
          {"SHARED", config.shared ? 1 : 0},
          {"OUT_WIDTH", config.output.bits()},
          {"ROWS", config.rows}};
}

std::vector<Memory> lut_memories(const LutConfig& config, const std::vector<std::vector<std::int64_t>>& tables,
                                 const std::string& ram_style) {
  if (static_cast<std::int64_t>(tables.size()) != (config.shared ? 1 : config.channels))
    throw Defect("lut: wrong number of tables");
  std::vector<Memory> memories;
  for (std::int64_t lane = 0; lane < config.pe; ++lane) {
    Memory memory;
    memory.port = "t";
    memory.width = config.output.bits();
    memory.ram_style = ram_style;
    memory.lane = static_cast<int>(lane);
    memory.lanes = static_cast<int>(config.pe);
    for (std::int64_t fold = 0; fold < (config.shared ? 1 : config.folds()); ++fold) {
      const std::vector<std::int64_t>& table =
          tables[config.shared ? 0 : static_cast<std::size_t>(fold * config.pe + lane)];
      if (static_cast<std::int64_t>(table.size()) != config.entries) throw Defect("lut: wrong number of entries");
      for (const std::int64_t value : table) {
        BitWord word(memory.width);
        word.put(0, memory.width, config.output.encode(value));
        memory.words.push_back(std::move(word));
      }
    }
    memories.push_back(std::move(memory));
  }
  return memories;
}

std::vector<std::vector<MemoryPart>> lut_parts(const LutConfig& config, const Recipe& tables) {
  const int bits = config.output.bits();
  const Recipe codes =
      code_recipe(config.output, tables)
          .reshape({config.shared ? 1 : config.folds(), config.shared ? 1 : config.pe, config.entries});
  std::vector<std::vector<MemoryPart>> parts;
  for (std::int64_t lane = 0; lane < config.pe; ++lane)
    parts.push_back({{0, bits, bits, codes.take(1, {config.shared ? 0 : lane}).reshape({config.depth(), 1})}});
  return parts;
}

const Cell& cell_lut() {
  static const Cell cell{
      .name = "lut",
      .doc = "replaces each element by a table's entry",
      .rtl = rtl,
      .actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<PipelineActor>(kLatency); },
      .cycles = [](const Params& params) { return params.at("ROWS") * (params.at("CHANNELS") / params.at("PE")); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
