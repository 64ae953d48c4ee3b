// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "onnx/decode.h"

namespace finn::onnx {
namespace {

/// Messages of the .proto that hold others, as far as their number matters.
enum Kind : int {
  kModel,
  kGraph,
  kNode,
  kAttribute,
  kTensor,
  kSparse,
  kValue,
  kType,
  kShape,
  kAnnotation,
  kFunction,
  kTraining,
  kLeaf
};

/// A field of a message that is a message (or a text: kLeaf) of its own.
struct Field {
  Kind parent;
  std::uint64_t number;
  Kind child;
};

constexpr std::array kFields = {
    Field{kModel, 7, kGraph},       Field{kModel, 8, kLeaf},        Field{kModel, 14, kLeaf},
    Field{kModel, 20, kTraining},   Field{kModel, 25, kFunction},   Field{kTraining, 1, kGraph},
    Field{kTraining, 2, kGraph},    Field{kTraining, 3, kLeaf},     Field{kTraining, 4, kLeaf},
    Field{kGraph, 1, kNode},        Field{kGraph, 5, kTensor},      Field{kGraph, 11, kValue},
    Field{kGraph, 12, kValue},      Field{kGraph, 13, kValue},      Field{kGraph, 14, kAnnotation},
    Field{kGraph, 15, kSparse},     Field{kAnnotation, 2, kLeaf},   Field{kNode, 1, kLeaf},
    Field{kNode, 2, kLeaf},         Field{kNode, 5, kAttribute},    Field{kAttribute, 5, kTensor},
    Field{kAttribute, 6, kGraph},   Field{kAttribute, 9, kLeaf},    Field{kAttribute, 10, kTensor},
    Field{kAttribute, 11, kGraph},  Field{kAttribute, 14, kType},   Field{kAttribute, 15, kType},
    Field{kAttribute, 22, kSparse}, Field{kAttribute, 23, kSparse}, Field{kSparse, 1, kTensor},
    Field{kSparse, 2, kTensor},     Field{kTensor, 6, kLeaf},       Field{kTensor, 13, kLeaf},
    Field{kValue, 2, kType},        Field{kType, 1, kType},         Field{kType, 2, kShape},
    Field{kType, 4, kType},         Field{kType, 5, kType},         Field{kType, 8, kType},
    Field{kType, 9, kType},         Field{kShape, 1, kLeaf},        Field{kFunction, 4, kLeaf},
    Field{kFunction, 5, kLeaf},     Field{kFunction, 6, kLeaf},     Field{kFunction, 7, kNode},
    Field{kFunction, 9, kLeaf},
};

/// Deeper nesting than protobuf itself accepts.
constexpr int kDeepest = 100;

class Scanner {
 public:
  explicit Scanner(std::int64_t limit) : left_(limit) {}

  /// False when the limit is passed. Broken wire format ends the scan: the parser refuses it later.
  bool run(std::string_view bytes, Kind kind, int depth) {
    while (!bytes.empty() && left_ >= 0) {
      std::uint64_t key = 0;
      std::uint64_t length = 0;
      if (!varint(bytes, key)) break;
      switch (key & 7) {
        case 0:
          if (!varint(bytes, length)) return true;
          break;
        case 1:
        case 5:
          bytes.remove_prefix(std::min<std::size_t>(bytes.size(), (key & 7) == 1 ? 8 : 4));
          break;
        case 2:
          if (!varint(bytes, length) || length > bytes.size()) return true;
          enter(bytes.substr(0, length), child_of(kind, key >> 3), depth);
          bytes.remove_prefix(length);
          break;
        default:  // Groups: ONNX has none, so that they become bytes of the unknown fields.
          break;
      }
    }
    return left_ >= 0;
  }

 private:
  static bool varint(std::string_view& bytes, std::uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes.front());
      bytes.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  static int child_of(Kind parent, std::uint64_t number) {
    for (const Field& field : kFields) {
      if (field.parent == parent && field.number == number) return field.child;
    }
    return -1;
  }

  void enter(std::string_view bytes, int kind, int depth) {
    if (kind < 0) return;
    --left_;
    if (kind != kLeaf && depth < kDeepest) run(bytes, static_cast<Kind>(kind), depth + 1);
  }

  std::int64_t left_;
};

}  // namespace

bool within_message_limit(std::string_view bytes, std::int64_t limit) { return Scanner(limit).run(bytes, kModel, 0); }

}  // namespace finn::onnx
