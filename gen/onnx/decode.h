// SPDX-License-Identifier: Apache-2.0
// From protobuf messages to plain data; the only part of the room that knows protobuf.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"
#include "onnx.pb.h"
#include "onnx/draft.h"
#include "onnx/reader.h"

namespace finn::onnx {

/// What decoding needs to know besides the message.
struct DecodeContext {
  std::string file;              ///< for diagnostics
  std::filesystem::path folder;  ///< external data are below it
  Diagnostics& diagnostics;
  std::int64_t elements_left;  ///< how many more elements constants may have

  Location where() const { return {file, 0, 0, {}}; }
};

/// True if the bytes hold at most `limit` messages and texts. Follows the wire format without building anything, since
/// a message of two bytes becomes an object of a hundred.
bool within_message_limit(std::string_view bytes, std::int64_t limit);

/// A dense tensor of numbers; `label` begins the messages, e.g. `initializer "w"`. Reports FR1201, FR13xx, FR2013 or
/// FR2106 and returns nothing then; allocates nothing before the length has been found to match the dimensions.
std::optional<Tensor> decode_tensor(const ::onnx::TensorProto& proto, const std::string& label, DecodeContext& context);

/// "float16", "string", ...
std::string data_type_name(int data_type);

/// The attributes of a node. Reports FR1308, FR1310 and FR3102 and leaves a bad one out; `good` becomes false then.
std::map<std::string, Attribute, std::less<>> decode_attributes(const ::onnx::NodeProto& proto,
                                                                const std::string& label, DecodeContext& context,
                                                                bool& good);

/// Everything: opsets, inputs, initializers, nodes in the file's order, stated shapes, annotations.
GraphDraft decode_graph(const ::onnx::ModelProto& proto, DecodeContext& context);

}  // namespace finn::onnx
