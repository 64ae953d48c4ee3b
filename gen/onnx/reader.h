// SPDX-License-Identifier: Apache-2.0
// Reader of ONNX files: protobuf to Model, with constants folded and shapes inferred.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"
#include "onnx/model.h"

namespace finn::onnx {

/// Versions of the operator set "" (ai.onnx) that are read. 7 brought NumPy's broadcasting.
constexpr std::int64_t kOldestOpset = 7;
constexpr std::int64_t kNewestOpset = 21;
/// What stands for the version where a file does not say it.
constexpr std::int64_t kAssumedOpset = 11;

/// Bounds of what is read, so that memory is bounded whatever a file says.
struct ReadLimits {
  std::uintmax_t file_bytes = (std::uintmax_t{2} << 30) - 1;  ///< of a model file (protobuf's own limit)
  std::int64_t messages = std::int64_t{1} << 20;              ///< messages and texts of the protobuf
  std::int64_t constant_elements = std::int64_t{1} << 28;     ///< of all initializers and tensor attributes together
  std::int64_t folded_elements = std::int64_t{1} << 26;       ///< of all results of constant folding together
  std::int64_t value_elements = std::int64_t{1} << 28;        ///< of one tensor that flows
  std::int64_t flowing_elements = std::int64_t{1} << 30;      ///< of all tensors that flow together
};

/// Reads a model with its external data. Reports everything that is wrong (FR1001, FR1002, FR1201, 13xx, 20xx, 30xx and
/// 31xx), all in one run, with the node's name in the message; nothing if there was an error. User input never throws.
///
/// On success nodes are sorted, constants folded (evaluated in int64 or double), dead nodes and unused constants gone,
/// and every value that follows from the graph's inputs by operators with a shape rule has a shape.
std::optional<Model> read_model(const std::filesystem::path& path, Diagnostics& diagnostics,
                                const ReadLimits& limits = {});

/// The same for the bytes of a file: `file` is its name in diagnostics, `folder` holds its external data.
std::optional<Model> parse_model(std::string_view bytes, const std::string& file, const std::filesystem::path& folder,
                                 Diagnostics& diagnostics, const ReadLimits& limits = {});

}  // namespace finn::onnx
