// SPDX-License-Identifier: Apache-2.0
#include "support/runtime_examples.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "import/net_reader.h"
#include "kinds/kind.h"

namespace finn::test {
namespace {

bool has_tensors(const LayerKind& kind) {
  return std::any_of(kind.schema.begin(), kind.schema.end(),
                     [](const AttrSpec& spec) { return spec.type == AttrType::kTensor; });
}

}  // namespace

std::vector<RuntimeExample> runtime_examples() {
  std::vector<RuntimeExample> all;
  for (const LayerKind* kind : all_kinds()) {
    if (!has_tensors(*kind)) continue;
    for (const KindExample& example : kind->examples()) {
      nlohmann::ordered_json json = nlohmann::ordered_json::parse(example.net_json);
      for (auto& layer : json["layers"])
        if (has_tensors(*find_kind(layer["kind"].get<std::string>()))) layer["runtime"] = true;
      Diagnostics diagnostics;
      auto network = parse_network(json.dump(), example.name + ".json", ".", diagnostics);
      if (!network) throw std::runtime_error(example.name + ": " + diagnostics.text());
      all.push_back({std::string(kind->name), example.name, std::move(*network)});
    }
  }
  return all;
}

}  // namespace finn::test
