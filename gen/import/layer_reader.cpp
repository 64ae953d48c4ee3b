// SPDX-License-Identifier: Apache-2.0
// One layer of a network file: its kind, its tensors' names, and its attributes as the kind's schema says.
#include <algorithm>

#include "import/net_draft.h"
#include "import/tensor_reader.h"
#include "kinds/kind.h"

namespace finn {
namespace {

/// Entries of a layer's "inputs" or "outputs" that are read; every kind has far fewer.
constexpr std::size_t kMostTensors = 64;

const std::vector<std::string> kRequired = {"name", "kind", "inputs", "outputs"};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const LayerKind* kind : all_kinds()) names.emplace_back(kind->name);
  return names;
}

const LayerKind* read_kind(const JsonValue& value, JsonChecker& check) {
  const auto name = check.text(value);
  if (!name) return nullptr;
  const LayerKind* kind = find_kind(*name);
  if (kind != nullptr) return kind;
  Diagnostic& error = check.diagnostics().error(Code::FR2008, value.where(),
                                                fmt::format("there is no layer kind {}", in_quotes(*name)));
  suggest(error, *name, kind_names());
  error.notes.push_back("kinds: " + one_of(kind_names()));
  return nullptr;
}

/// Names in a list. True if all of them could be read.
bool read_names(const JsonValue& value, std::vector<NameAt>& names, JsonChecker& check) {
  if (!check.list(value)) return false;
  bool good = value.size() <= kMostTensors;
  for (std::size_t i = 0; i < std::min(value.size(), kMostTensors); ++i) {
    const JsonValue element = value.element(i);
    if (auto name = check.name(element)) {
      names.push_back({std::move(*name), element.pointer()});
    } else {
      good = false;
    }
  }
  return good;
}

/// `least` to `most` entries; most = 0: exactly `least`.
bool check_arity(const JsonValue& value, std::string_view what, std::size_t least, std::size_t most,
                 const LayerKind& kind, JsonChecker& check) {
  most = std::max(least, most);
  if (!value.is_list() || (value.size() >= least && value.size() <= most)) return value.is_list();
  const std::string expected = least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
  check.diagnostics().error(
      Code::FR2011, value.where(),
      fmt::format("kind \"{}\" has {} {}{}, got {}", kind.name, expected, what, most == 1 ? "" : "s", value.size()));
  return false;
}

/// True if the attribute could be read, or is absent where it may be.
bool read_attribute(const AttrSpec& spec, const JsonValue& layer, const std::filesystem::path& folder, Attrs& attrs,
                    JsonChecker& check) {
  const std::string key(spec.name);
  if (!layer.has(key)) return !spec.required;  // reported with the keys
  const JsonValue value = layer.member(key);
  const auto set = [&](auto&& read) {
    if (!read) return false;
    attrs.set(key, *read);
    return true;
  };
  switch (spec.type) {
    case AttrType::kInt:
      return set(check.integer(value, spec.min, spec.max));
    case AttrType::kBool:
      return set(check.boolean(value));
    case AttrType::kIntList:
      return set(check.integers(value, spec.length, spec.min, spec.max));
    case AttrType::kBoolList:
      return set(check.booleans(value, spec.length));
    case AttrType::kType:
      return set(check.type(value));
    case AttrType::kTensor: {
      auto tensor = read_tensor(value, spec.rank, spec.max_bits, folder, check);
      if (tensor == nullptr) return false;
      attrs.set(key, std::move(tensor));
      return true;
    }
  }
  return false;
}

bool has_tensors(const LayerKind& kind) {
  return std::any_of(kind.schema.begin(), kind.schema.end(),
                     [](const AttrSpec& spec) { return spec.type == AttrType::kTensor; });
}

}  // namespace

LayerDraft read_layer(const JsonValue& value, const std::filesystem::path& folder, JsonChecker& check) {
  LayerDraft draft;
  Layer& layer = draft.layer;
  layer.where = value.where();
  if (!check.object(value)) return draft;
  if (value.has("kind")) layer.kind = read_kind(value.member("kind"), check);
  // Without a kind nobody knows which attributes are legal.
  bool good = layer.kind != nullptr;
  if (good) {
    std::vector<std::string> required = kRequired;
    std::vector<std::string> optional = {"runtime"};
    for (const AttrSpec& spec : layer.kind->schema) (spec.required ? required : optional).emplace_back(spec.name);
    good = check.keys(value, required, optional);
  } else {
    for (const std::string& key : kRequired)
      if (!value.has(key))
        check.diagnostics().error(Code::FR2004, value.where(),
                                  fmt::format("{} lacks the key {}", value.label(), in_quotes(key)));
  }
  if (value.has("name")) {
    if (auto name = check.name(value.member("name"))) layer.name = std::move(*name);
    good = good && !layer.name.empty();
  }
  if (value.has("inputs")) draft.inputs_known = read_names(value.member("inputs"), draft.inputs, check);
  if (value.has("outputs")) draft.outputs_known = read_names(value.member("outputs"), draft.outputs, check);
  good = good && draft.inputs_known && draft.outputs_known;
  if (value.has("runtime")) {
    const auto runtime = check.boolean(value.member("runtime"));
    good = good && runtime.has_value();
    layer.runtime = runtime.value_or(false);
  }
  if (layer.kind == nullptr) return draft;
  if (value.has("inputs"))
    good = check_arity(value.member("inputs"), "input", layer.kind->input_count, layer.kind->max_input_count,
                       *layer.kind, check) &&
           good;
  if (value.has("outputs"))
    good = check_arity(value.member("outputs"), "output", layer.kind->output_count, 0, *layer.kind, check) && good;
  if (layer.runtime && !has_tensors(*layer.kind)) {
    check.diagnostics().error(Code::FR2014, value.member("runtime").where(),
                              fmt::format("kind \"{}\" has nothing that the host could rewrite", layer.kind->name));
    good = false;
  }
  for (const AttrSpec& spec : layer.kind->schema)
    good = read_attribute(spec, value, folder, layer.attrs, check) && good;
  draft.usable = good;
  return draft;
}

}  // namespace finn
