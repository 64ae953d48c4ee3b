// SPDX-License-Identifier: Apache-2.0
#include "streamline/load.h"

#include <algorithm>

#include "import/json_source.h"
#include "import/net_reader.h"
#include "onnx/reader.h"
#include "streamline/net_builder.h"

namespace finn::qonnx {
namespace {

bool read_input_types(const LoadOptions& options, const onnx::Model& model, StreamlineOptions& to,
                      Diagnostics& diagnostics) {
  Location where;
  where.file = "--input-type";
  for (const std::string& text : options.input_types) {
    const std::size_t equals = text.find('=');
    const std::string name = equals == std::string::npos ? "" : text.substr(0, equals);
    const auto type = parse_input_type(equals == std::string::npos ? text : text.substr(equals + 1));
    if (!type) {
      diagnostics.error(Code::FR6002, where, fmt::format("{} is no type of an input", in_quotes(text)))
          .notes.push_back(
              "TYPE, TYPE/N or TYPE*S, e.g. UINT8, UINT8/255, INT16*2^-10, BIPOLAR; NAME=... for one input");
      continue;
    }
    if (name.empty()) {
      to.input_type = type;
    } else if (std::count(model.inputs.begin(), model.inputs.end(), name) > 0) {
      to.input_types[name] = *type;
    } else {
      diagnostics.error(Code::FR6002, where, fmt::format("the graph has no input {}", in_quotes(name)))
          .notes.push_back(fmt::format("its inputs: {}", fmt::join(model.inputs, ", ")));
    }
  }
  return !diagnostics.has_errors();
}

}  // namespace

bool is_onnx(const std::filesystem::path& path) { return path.extension() == ".onnx"; }

std::optional<Streamlined> load_network(const std::filesystem::path& path, const LoadOptions& options,
                                        Diagnostics& diagnostics) {
  if (!is_onnx(path)) {
    if (!options.input_types.empty()) {
      Location where;
      where.file = path.string();
      diagnostics.error(Code::FR6002, where,
                        "--input-type is for ONNX graphs; net.json says itself what its inputs are");
      return std::nullopt;
    }
    std::optional<Network> network = read_network(path, diagnostics);
    if (!network) return std::nullopt;
    return Streamlined{std::move(*network), {}, {}};
  }
  const std::optional<onnx::Model> model = onnx::read_model(path, diagnostics);
  if (!model || diagnostics.has_errors()) return std::nullopt;
  StreamlineOptions to;
  // "model.onnx" says nothing: then its folder names the network.
  const std::string stem = path.stem().string();
  const std::string folder = std::filesystem::absolute(path).parent_path().filename().string();
  to.network_name = identifier(stem == "model" && !folder.empty() ? folder : stem, "net");
  if (!read_input_types(options, *model, to, diagnostics)) return std::nullopt;
  return streamline(*model, to, diagnostics);
}

}  // namespace finn::qonnx
