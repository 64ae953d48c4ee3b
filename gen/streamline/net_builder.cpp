// SPDX-License-Identifier: Apache-2.0
#include "streamline/net_builder.h"

#include <cctype>

#include "import/json_value.h"
#include "kinds/kind.h"

namespace finn::qonnx {

NetBuilder::NetBuilder(std::string name, std::string file) {
  network_.name = std::move(name);
  network_.file = std::move(file);
  network_.locate = [at = here()](const std::string&) { return at; };
}

Location NetBuilder::here() const {
  Location location;
  location.file = network_.file;
  return location;
}

std::string NetBuilder::unused_name(const std::string& wanted, std::set<std::string>& used) {
  std::string name = wanted;
  for (int n = 2; !used.insert(name).second; ++n) name = fmt::format("{}_{}", wanted, n);
  return name;
}

TensorId NetBuilder::add_input(const std::string& name, Shape shape, DataType type, HostInput host) {
  TensorInfo info;
  info.name = unused_name(identifier(name, "input"), tensor_names_);
  info.shape = std::move(shape);
  info.type = type;
  info.range = type.range();
  info.where = here();
  network_.tensors.push_back(std::move(info));
  const auto id = static_cast<TensorId>(network_.tensors.size() - 1);
  network_.inputs.push_back({id, std::move(host)});
  return id;
}

TensorId NetBuilder::add_layer(std::string_view kind, const std::string& name, const std::vector<TensorId>& inputs,
                               Attrs attrs, std::vector<std::string>& problems) {
  Layer layer;
  layer.id = static_cast<LayerId>(network_.layers.size());
  layer.kind = find_kind(kind);
  if (layer.kind == nullptr) throw Defect(fmt::format("there is no layer kind {}", kind));
  layer.attrs = std::move(attrs);
  layer.inputs = inputs;
  layer.where = here();
  layer.name = identifier(name, std::string(kind));
  const auto output = static_cast<TensorId>(network_.tensors.size());
  layer.outputs = {output};
  TensorInfo info;
  info.producer = layer.id;
  info.where = here();
  std::vector<TensorInfo> outputs{info};
  Diagnostics diagnostics;
  if (!layer.kind->shape(network_, layer, diagnostics, outputs) || diagnostics.has_errors()) {
    for (const Diagnostic& one : diagnostics.all()) problems.push_back(one.message);
    return kNone;
  }
  layer.name = unused_name(layer.name, layer_names_);
  outputs.front().name = unused_name(layer.name + "_out", tensor_names_);
  network_.tensors.push_back(std::move(outputs.front()));
  for (const TensorId input : inputs) network_.tensors[static_cast<std::size_t>(input)].consumers.push_back(layer.id);
  network_.layers.push_back(std::move(layer));
  return output;
}

std::string NetBuilder::producer(TensorId id) const {
  const TensorInfo& info = tensor(id);
  return info.producer == kNone ? info.name : network_.layers.at(static_cast<std::size_t>(info.producer)).name;
}

std::string identifier(const std::string& text, const std::string& otherwise) {
  std::string name;
  for (const char c : text) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (good) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty()) name = otherwise;
  if (std::isdigit(static_cast<unsigned char>(name.front())) != 0) name = otherwise + "_" + name;
  constexpr std::size_t kLongest = 48;
  if (name.size() > kLongest) name.resize(kLongest);
  if (is_reserved_word(name)) name += "_net";
  return name;
}

}  // namespace finn::qonnx
