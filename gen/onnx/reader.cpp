// SPDX-License-Identifier: Apache-2.0
#include "onnx/reader.h"

#include <google/protobuf/io/coded_stream.h>

#include "import/json_source.h"
#include "onnx/decode.h"

namespace finn::onnx {
namespace {

/// Nesting of messages that protobuf accepts; a plain graph needs eight.
constexpr int kDeepest = 64;

bool parse(std::string_view bytes, ::onnx::ModelProto& proto) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  stream.SetRecursionLimit(kDeepest);
  return proto.ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

}  // namespace

std::optional<Model> parse_model(std::string_view bytes, const std::string& file, const std::filesystem::path& folder,
                                 Diagnostics& diagnostics, const ReadLimits& limits) {
  const std::size_t before = diagnostics.error_count();
  const Location where{file, 0, 0, {}};
  const auto reject = [&](Code code, const std::string& message) {
    diagnostics.error(code, where, message);
    return std::nullopt;
  };
  if (bytes.size() > limits.file_bytes)
    return reject(Code::FR1002,
                  fmt::format("the model has {} bytes; at most {} are read", bytes.size(), limits.file_bytes));
  if (!within_message_limit(bytes, limits.messages))
    return reject(Code::FR1002,
                  fmt::format("the model has more than {} nodes, tensors, attributes and names", limits.messages));
  ::onnx::ModelProto proto;
  if (!parse(bytes, proto)) return reject(Code::FR1301, "this is not an ONNX model, or it is cut off");
  if (!proto.has_graph()) return reject(Code::FR1302, "the model has no graph; is it an ONNX model?");
  DecodeContext context{file, folder, diagnostics, limits.constant_elements};
  GraphDraft draft = decode_graph(proto, context);
  proto.Clear();
  sort_nodes(draft, diagnostics);
  infer(draft, limits, diagnostics);
  if (diagnostics.error_count() > before) return std::nullopt;
  prune(draft.model);
  return std::move(draft.model);
}

std::optional<Model> read_model(const std::filesystem::path& path, Diagnostics& diagnostics, const ReadLimits& limits) {
  const auto bytes = read_file(path, limits.file_bytes, Location{path.string(), 0, 0, {}}, diagnostics);
  if (!bytes) return std::nullopt;
  return parse_model(*bytes, path.string(), path.parent_path(), diagnostics, limits);
}

}  // namespace finn::onnx
