// SPDX-License-Identifier: Apache-2.0
#include "emit/parameters_json.h"

#include <map>

#include "emit/registers.h"
#include "hw/parameters.h"
#include "kinds/kind.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

/// Expressions of a layer, each that occurs more than once written once.
class SharedRecipes {
 public:
  void count(const Json& recipe) {
    if (!is_operation(recipe)) return;
    if (++uses_[recipe.dump()] > 1) return;
    for (const Json& operand : recipe) count(operand);
  }

  Json shorten(const Json& recipe) {
    if (!is_operation(recipe)) return recipe;
    const std::string text = recipe.dump();
    if (const auto known = index_.find(text); known != index_.end()) return Json::array({"shared", known->second});
    Json out = Json::array();
    for (const Json& operand : recipe) out.push_back(shorten(operand));
    constexpr std::size_t kWorthIt = 40;
    if (uses_.at(text) < 2 || text.size() < kWorthIt) return out;
    index_.emplace(text, shared_.size());
    shared_.push_back(std::move(out));
    return Json::array({"shared", shared_.size() - 1});
  }

  const Json& shared() const { return shared_; }

 private:
  static bool is_operation(const Json& json) { return json.is_array() && !json.empty() && json.front().is_string(); }

  std::map<std::string, int> uses_;
  std::map<std::string, std::size_t> index_;
  Json shared_ = Json::array();
};

Json attributes_json(const Layer& layer) {
  Json out = Json::object();
  for (const AttrSpec& spec : layer.kind->schema) {
    const std::string name(spec.name);
    if (spec.type == AttrType::kTensor && layer.attrs.has(name)) {
      const Tensor& tensor = layer.attrs.tensor(name);
      out[name] = {{"type", tensor.type.name()}, {"shape", tensor.shape}};
    }
    if (spec.type == AttrType::kBoolList) {
      std::vector<bool> flags = layer.attrs.flags(name);
      if (flags.empty()) flags = {false};
      Json values = Json::array();
      for (const bool flag : flags) values.push_back(flag ? 1 : 0);
      out[name] = {{"type", "BINARY"}, {"shape", {flags.size()}}, {"default", std::move(values)}};
    }
  }
  return out;
}

Json layer_json(const HwGraph& graph, const Layer& layer, const std::vector<const ParameterRegion*>& regions) {
  Json out{{"attributes", attributes_json(layer)}, {"shared", Json::array()}, {"memories", Json::array()}};
  SharedRecipes recipes;
  for (const ParameterRegion* region : regions) {
    const Memory& memory =
        graph.nodes.at(static_cast<std::size_t>(region->node)).memories.at(static_cast<std::size_t>(region->memory));
    Json parts = Json::array();
    for (const MemoryPart& part : memory.parts) {
      parts.push_back({{"first", part.first},
                       {"step", part.step},
                       {"bits", part.bits},
                       {"values", Json::parse(part.values.json())}});
      recipes.count(parts.back().at("values"));
    }
    out["memories"].push_back(
        {{"base", region->base}, {"stride", region->stride}, {"rows", region->rows}, {"parts", std::move(parts)}});
  }
  for (Json& memory : out["memories"])
    for (Json& part : memory["parts"]) part["values"] = recipes.shorten(part["values"]);
  out["shared"] = recipes.shared();
  return out;
}

}  // namespace

Json parameters_json(const HwGraph& graph, const Network& network) {
  const ParameterMap map = parameter_map(graph);
  if (map.words == 0) return nullptr;
  Json layers = Json::object();
  for (const Layer& layer : network.layers) {
    std::vector<const ParameterRegion*> regions;
    for (const ParameterRegion& region : map.regions)
      if (graph.nodes.at(static_cast<std::size_t>(region.node)).layer == layer.id) regions.push_back(&region);
    if (!regions.empty()) layers[layer.name] = layer_json(graph, layer, regions);
  }
  return {{"words", map.words},
          {"window", kParameterWindow},
          {"page_words", kParameterWindowWords},
          {"layers", std::move(layers)}};
}

}  // namespace finn
