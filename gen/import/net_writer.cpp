// SPDX-License-Identifier: Apache-2.0
#include "import/net_writer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "import/net_reader.h"
#include "import/npy.h"
#include "import/port_writer.h"
#include "kinds/kind.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLineWidth = 110;

/// On one line, with spaces after commas and colons.
std::string compact(const Json& value) {
  std::string out;
  if (value.is_object()) {
    for (const auto& [key, member] : value.items())
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", Json(key).dump(), compact(member));
    return "{" + out + "}";
  }
  if (value.is_array()) {
    for (const Json& element : value) out += fmt::format("{}{}", out.empty() ? "" : ", ", compact(element));
    return "[" + out + "]";
  }
  return value.dump();
}

/// Breaks what is longer than a line into one member or element a line.
std::string layout(const Json& value, std::size_t indent, std::size_t used, bool force) {
  const std::string line = compact(value);
  if (!value.is_structured() || value.empty() || (!force && used + line.size() <= kLineWidth)) return line;
  const std::string inner(indent + 2, ' ');
  std::string out(1, value.is_object() ? '{' : '[');
  bool first = true;
  for (const auto& [key, member] : value.items()) {
    out += first ? "\n" : ",\n";
    first = false;
    const std::string head = value.is_object() ? Json(key).dump() + ": " : "";
    out += inner + head + layout(member, indent + 2, indent + 2 + head.size(), false);
  }
  return out + "\n" + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network) {}

  std::map<std::string, std::string> run() {
    Json root;
    root["format"] = kNetFormat;
    root["version"] = kNetVersion;
    root["name"] = network_.name;
    root["inputs"] = Json::array();
    for (const GraphInput& input : network_.inputs) root["inputs"].push_back(input_json(network_, input));
    root["outputs"] = Json::array();
    for (const GraphOutput& output : network_.outputs) root["outputs"].push_back(output_json(network_, output));
    root["layers"] = Json::array();
    for (const Layer& layer : network_.layers) root["layers"].push_back(write_layer(layer));
    Json fold;
    for (const Layer& layer : network_.layers)
      if (Json one = write_fold(layer.fold); !one.empty()) fold[layer.name] = std::move(one);
    if (!fold.empty()) root["fold"] = std::move(fold);
    files_["net.json"] = layout(root, 0, 0, true) + "\n";
    return std::move(files_);
  }

 private:
  const std::string& tensor_name(TensorId id) const { return network_.tensors.at(static_cast<std::size_t>(id)).name; }

  Json write_tensor(const Tensor& tensor, const std::string& stem) {
    Json out;
    out["type"] = tensor.type.name();
    out["shape"] = tensor.shape;
    if (tensor.size() <= kMostInlineValues) {
      out["data"] = tensor.data;
      return out;
    }
    // Layer "a_b" with attribute "c" and layer "a" with attribute "b_c" would share a name.
    std::string name = stem + ".npy";
    for (int n = 2; files_.count(name) > 0; ++n) name = fmt::format("{}_{}.npy", stem, n);
    files_[name] = npy_bytes(tensor.shape, tensor.data, smallest_npy_dtype(tensor.type.range()));
    out["file"] = name;
    return out;
  }

  Json write_attribute(const AttrValue& value, const std::string& stem) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value)) return *numbers;
    if (const auto* flags = std::get_if<std::vector<bool>>(&value)) return *flags;
    if (const auto* type = std::get_if<DataType>(&value)) return type->name();
    return write_tensor(*std::get<std::shared_ptr<const Tensor>>(value), stem);
  }

  Json write_layer(const Layer& layer) {
    Json out;
    out["name"] = layer.name;
    out["kind"] = layer.kind->name;
    out["inputs"] = Json::array();
    for (const TensorId id : layer.inputs) out["inputs"].push_back(tensor_name(id));
    out["outputs"] = Json::array();
    for (const TensorId id : layer.outputs) out["outputs"].push_back(tensor_name(id));
    if (layer.runtime) out["runtime"] = true;
    for (const AttrSpec& spec : layer.kind->schema) {
      const auto found = layer.attrs.all().find(spec.name);
      if (found == layer.attrs.all().end()) continue;
      const std::string key(spec.name);
      out[key] = write_attribute(found->second, layer.name + "_" + key);
    }
    return out;
  }

  static Json write_fold(const LayerFold& fold) {
    const LayerFold standard;
    Json out;
    if (fold.pe) out["pe"] = *fold.pe;
    if (fold.simd) out["simd"] = *fold.simd;
    if (fold.style != standard.style) out["style"] = fold.style;
    if (fold.ram_style != standard.ram_style) out["ram_style"] = fold.ram_style;
    if (fold.window != standard.window) out["window"] = fold.window;
    if (fold.pad) out["pad"] = true;
    return out;
  }

  const Network& network_;
  std::map<std::string, std::string> files_;
};

}  // namespace

std::map<std::string, std::string> network_files(const Network& network) { return Writer(network).run(); }

void write_network(const Network& network, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, bytes] : network_files(network)) {
    Diagnostics diagnostics;
    if (!write_file(folder / name, bytes, diagnostics))
      throw std::filesystem::filesystem_error("cannot write", folder / name, std::make_error_code(std::errc::io_error));
  }
}

}  // namespace finn
