// SPDX-License-Identifier: Apache-2.0
#include "naive.h"

#include "random.h"

namespace finn::qor {
using namespace bench;
namespace {

constexpr const char* kMvu[] = {"MW",     "MH",      "PE",     "SIMD", "A_WIDTH",
                                "A_KIND", "W_WIDTH", "W_KIND", "MODE", "ACC_WIDTH"};
constexpr const char* kThreshold[] = {"CHANNELS", "PE",     "IN_WIDTH", "IN_SIGNED", "THR_WIDTH",
                                      "LEVELS",   "SHARED", "FLIP",     "OUT_WIDTH", "OUT_BIAS"};
constexpr const char* kSwu[] = {"WIDTH", "LANES", "CF", "TAPS", "H",  "W",  "KH", "KW",      "SH",
                                "SW",    "PT",    "PL", "OH",   "OW", "DH", "DW", "PAD_CODE"};
constexpr const char* kWindow[] = {"WIDTH", "LANES", "H",  "W",  "KH", "KW",      "SH",
                                   "SW",    "PT",    "PL", "OH", "OW", "PAD_CODE"};

template <typename Names>
NaiveTwin twin(const Node& node, const char* module, const Names& names) {
  NaiveTwin naive;
  naive.has_own_module = true;
  naive.binding.module = module;
  naive.binding.files = {std::string(module) + ".v"};
  for (const char* name : names) naive.binding.params.push_back({name, node.params.at(name)});
  return naive;
}

/// What is given, else random contents of that size.
Memory memory_of(const Memory* given, const char* port, std::int64_t width, std::int64_t depth) {
  if (given != nullptr) {
    if (given->width != width || static_cast<std::int64_t>(given->words.size()) != depth)
      throw Defect("naive: a memory of another size");
    return *given;
  }
  Random random(static_cast<std::uint64_t>(width * 65537 + depth));
  Memory memory{port, static_cast<int>(width), {}, "auto", 0, 1};
  for (std::int64_t i = 0; i < depth; ++i) {
    BitWord word(width);
    for (std::int64_t bit = 0; bit < width; ++bit) word.put(bit, 1, random.bits() & 1);
    memory.words.push_back(word);
  }
  return memory;
}

}  // namespace

NaiveTwin naive_twin(const Node& node, const Memory* memory) {
  const auto at = [&](const char* name) { return node.params.at(name); };
  if (node.cell->name == "mvu") {
    NaiveTwin naive = twin(node, "naive_mvu", kMvu);
    naive.binding.memories = {"w"};
    naive.memories = {
        memory_of(memory, "w", at("PE") * at("SIMD") * at("W_WIDTH"), at("MH") / at("PE") * (at("MW") / at("SIMD")))};
    return naive;
  }
  if (node.cell->name == "threshold") {
    NaiveTwin naive = twin(node, "naive_threshold", kThreshold);
    const bool shared = at("SHARED") != 0;
    naive.binding.memories = {"t"};
    naive.memories = {memory_of(memory, "t", (shared ? 1 : at("PE")) * (at("LEVELS") * at("THR_WIDTH") + at("FLIP")),
                                shared ? 1 : at("CHANNELS") / at("PE"))};
    return naive;
  }
  if (node.cell->name == "swu") return twin(node, "naive_swu", kSwu);
  if (node.cell->name == "window") {
    NaiveTwin naive = twin(node, "naive_swu", kWindow);
    for (const char* name : {"CF", "DH", "DW"}) naive.binding.params.push_back({name, 1});
    naive.binding.params.push_back({"TAPS", at("KH") * at("KW")});
    return naive;
  }
  NaiveTwin same;
  same.binding = node.cell->rtl(node.params, node.memories);
  same.memories = node.memories;
  return same;
}

Memory naive_threshold_memory(const ThresholdConfig& config, const std::vector<ThresholdRow>& rows) {
  const std::int64_t lane = std::int64_t{config.levels} * config.thr_width + (config.flip ? 1 : 0);
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  Memory memory{"t", static_cast<int>(lanes * lane), {}, "auto", 0, 1};
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(lanes)) {
    BitWord word(memory.width);
    for (std::int64_t p = 0; p < lanes; ++p) {
      const ThresholdRow& row = rows[first + static_cast<std::size_t>(p)];
      for (int k = 0; k < config.levels; ++k)
        word.put(p * lane + std::int64_t{k} * config.thr_width, config.thr_width,
                 static_cast<std::uint64_t>(row.thresholds[static_cast<std::size_t>(k)]));
      if (row.flip) word.put((p + 1) * lane - 1, 1, 1);
    }
    memory.words.push_back(std::move(word));
  }
  return memory;
}

}  // namespace finn::qor
