// SPDX-License-Identifier: Apache-2.0
#include "import/net_reader.h"

#include "import/net_draft.h"

namespace finn {
namespace {

/// True if the file says that it is one of ours; everything else of another format would only mislead.
bool check_format(const JsonValue& root, JsonChecker& check) {
  if (root.has("format")) {
    const JsonValue value = root.member("format");
    const auto format = check.text(value);
    if (format && *format != kNetFormat) {
      check.diagnostics().error(Code::FR2001, value.where(),
                                fmt::format("\"format\" must be \"{}\", got {}", kNetFormat, in_quotes(*format)));
      return false;
    }
  }
  if (root.has("version")) {
    const JsonValue value = root.member("version");
    if (value.json().is_number_integer() && value.json() != kNetVersion) {
      check.diagnostics().error(Code::FR2002, value.where(),
                                fmt::format("\"version\" must be {}, got {}", kNetVersion, value.json().dump()));
      return false;
    }
    if (!value.json().is_number_integer()) check.wrong_type(value, fmt::format("the integer {}", kNetVersion));
  }
  return true;
}

/// The list under a key if it is one with entries.
std::optional<JsonValue> full_list(const JsonValue& root, const std::string& key, JsonChecker& check) {
  if (!root.has(key)) return std::nullopt;
  const JsonValue value = root.member(key);
  if (!check.list(value)) return std::nullopt;
  if (value.size() > 0) return value;
  check.diagnostics().error(Code::FR2010, value.where(), fmt::format("{} must have at least one entry", value.label()));
  return std::nullopt;
}

std::string read_name(const JsonValue& value, JsonChecker& check) {
  const auto name = check.name(value);
  if (name && is_reserved_word(*name))
    check.diagnostics().error(
        Code::FR2005, value.where(),
        fmt::format("the network's name names a Verilog module too; {} is a reserved word there", in_quotes(*name)));
  return name.value_or("");
}

void read_lists(const JsonValue& root, const std::filesystem::path& folder, NetworkDraft& draft, JsonChecker& check) {
  const auto inputs = full_list(root, "inputs", check);
  const auto outputs = full_list(root, "outputs", check);
  const auto layers = full_list(root, "layers", check);
  draft.producers_known = inputs && layers;
  draft.readers_known = outputs && layers;
  for (std::size_t i = 0; inputs && i < inputs->size(); ++i) {
    if (auto input = read_input(inputs->element(i), check)) {
      draft.inputs.push_back(std::move(*input));
    } else {
      draft.producers_known = false;
    }
  }
  for (std::size_t i = 0; outputs && i < outputs->size(); ++i) {
    if (auto output = read_output(outputs->element(i), check)) {
      draft.outputs.push_back(std::move(*output));
    } else {
      draft.readers_known = false;
    }
  }
  for (std::size_t i = 0; layers && i < layers->size(); ++i)
    draft.layers.push_back(read_layer(layers->element(i), folder, check));
}

std::optional<Network> read_source(const std::shared_ptr<const JsonSource>& source, const std::filesystem::path& folder,
                                   std::size_t errors_before, Diagnostics& diagnostics) {
  JsonChecker check(diagnostics);
  const JsonValue root(*source);
  if (!check.object(root) || !check_format(root, check)) return std::nullopt;
  check.keys(root, {"format", "version", "name", "inputs", "outputs", "layers"}, {"fold"});
  NetworkDraft draft;
  draft.network.file = source->file();
  draft.network.locate = [source](const std::string& pointer) { return source->at(pointer); };
  if (root.has("name")) draft.network.name = read_name(root.member("name"), check);
  read_lists(root, folder, draft, check);
  connect(draft, *source, diagnostics);
  infer(draft, diagnostics);
  for (const OutputDraft& output : draft.outputs) {
    const auto tensor = static_cast<std::size_t>(output.output.tensor);
    if (draft.tensor_known[tensor]) check_output(*source, output, draft.network.tensors[tensor], diagnostics);
  }
  if (root.has("fold")) read_folds(root.member("fold"), draft.network, draft.layer_inferred, check);
  if (diagnostics.error_count() > errors_before) return std::nullopt;
  return std::move(draft.network);
}

}  // namespace

std::optional<Network> parse_network(std::string text, const std::string& file, const std::filesystem::path& folder,
                                     Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  const auto source = JsonSource::parse(std::move(text), file, diagnostics);
  return source == nullptr ? std::nullopt : read_source(source, folder, before, diagnostics);
}

std::optional<Network> read_network(const std::filesystem::path& path, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  const auto source = JsonSource::read(path, diagnostics);
  return source == nullptr ? std::nullopt : read_source(source, path.parent_path(), before, diagnostics);
}

}  // namespace finn
