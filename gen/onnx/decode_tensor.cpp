// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>

#include "import/json_source.h"
#include "import/tensor_reader.h"
#include "onnx/decode.h"

namespace finn::onnx {
namespace {

/// How an element type stands in raw_data and in the typed fields.
struct ElementType {
  int number;  ///< TensorProto.DataType; those above 16 are newer than Debian's .proto
  std::string_view name;
  int bits;
  char kind;      ///< 'i' signed, 'u' unsigned, 'b' bool, 'f' real; 0: not supported
  int exponent;   ///< bits of the exponent of narrow reals
  char specials;  ///< narrow reals: 'i' IEEE infinities and NaN, 'n' NaN is all ones, 'z' NaN is minus zero
};

constexpr ElementType kTypes[] = {
    {1, "float", 32, 'f', 0, 0},
    {2, "uint8", 8, 'u', 0, 0},
    {3, "int8", 8, 'i', 0, 0},
    {4, "uint16", 16, 'u', 0, 0},
    {5, "int16", 16, 'i', 0, 0},
    {6, "int32", 32, 'i', 0, 0},
    {7, "int64", 64, 'i', 0, 0},
    {8, "string", 0, 0, 0, 0},
    {9, "bool", 8, 'b', 0, 0},
    {10, "float16", 16, 'f', 5, 'i'},
    {11, "double", 64, 'f', 0, 0},
    {12, "uint32", 32, 'u', 0, 0},
    {13, "uint64", 64, 'u', 0, 0},
    {14, "complex64", 0, 0, 0, 0},
    {15, "complex128", 0, 0, 0, 0},
    {16, "bfloat16", 16, 'f', 8, 'i'},
    {17, "float8e4m3fn", 8, 'f', 4, 'n'},
    {18, "float8e4m3fnuz", 8, 'f', 4, 'z'},
    {19, "float8e5m2", 8, 'f', 5, 'i'},
    {20, "float8e5m2fnuz", 8, 'f', 5, 'z'},
    {21, "uint4", 4, 'u', 0, 0},
    {22, "int4", 4, 'i', 0, 0},
};

const ElementType* find_type(int number) {
  for (const ElementType& type : kTypes) {
    if (type.number == number) return &type;
  }
  return nullptr;
}

/// A real number of 8 or 16 bits; every one is a double.
double widen(std::uint32_t bits, const ElementType& type) {
  const int mantissa_bits = type.bits - 1 - type.exponent;
  const std::uint32_t mantissa = bits & ((1u << mantissa_bits) - 1);
  const std::uint32_t most = (1u << type.exponent) - 1;
  const std::uint32_t exponent = bits >> mantissa_bits & most;
  const bool negative = (bits >> (type.bits - 1)) != 0;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (type.specials == 'i' && exponent == most)
    return mantissa != 0 ? nan : (negative ? -1 : 1) * std::numeric_limits<double>::infinity();
  if (type.specials == 'n' && exponent == most && mantissa == (1u << mantissa_bits) - 1) return nan;
  if (type.specials == 'z' && bits == 1u << (type.bits - 1)) return nan;
  // The types without minus zero have one more exponent below.
  const int bias = (1 << (type.exponent - 1)) - (type.specials == 'z' ? 0 : 1);
  const double value = exponent == 0 ? std::ldexp(static_cast<double>(mantissa), 1 - bias - mantissa_bits)
                                     : std::ldexp(static_cast<double>(mantissa | 1u << mantissa_bits),
                                                  static_cast<int>(exponent) - bias - mantissa_bits);
  return negative ? -value : value;
}

/// Decodes one tensor; each step reports and returns false where it cannot go on.
class TensorDecoder {
 public:
  TensorDecoder(const ::onnx::TensorProto& proto, const std::string& label, DecodeContext& context)
      : proto_(proto), label_(label), context_(context), type_(find_type(proto.data_type())) {}

  std::optional<Tensor> run() {
    if (!check_type() || !check_shape()) return std::nullopt;
    out_.is_integer = type_->kind != 'f';
    const bool external = proto_.data_location() == ::onnx::TensorProto::EXTERNAL;
    const bool good = external                ? from_file()
                      : proto_.has_raw_data() ? from_raw(proto_.raw_data(), "raw_data")
                                              : from_fields();
    if (!good) return std::nullopt;
    context_.elements_left -= count_;
    return std::move(out_);
  }

 private:
  template <typename... Args>
  bool fail(Code code, fmt::format_string<Args...> format, Args&&... args) {
    context_.diagnostics.error(code, context_.where(),
                               fmt::format("{}: {}", label_, fmt::format(format, std::forward<Args>(args)...)));
    return false;
  }

  bool check_type() {
    if (type_ != nullptr && type_->kind != 0) return true;
    return fail(Code::FR1304, "the element type {} is not supported", data_type_name(proto_.data_type()));
  }

  bool check_shape() {
    constexpr std::int64_t kMost = std::int64_t{1} << 31;
    if (proto_.dims_size() > kMostDims) return fail(Code::FR1305, "{} dimensions are too many", proto_.dims_size());
    bool empty = false;
    for (const std::int64_t dim : proto_.dims()) {
      if (dim < 0 || dim > kMost) return fail(Code::FR1305, "{} is not a dimension", dim);
      out_.shape.push_back(dim);
      empty = empty || dim == 0;
    }
    count_ = empty ? 0 : 1;
    for (const std::int64_t dim : out_.shape) {
      if (empty) break;
      if (dim > context_.elements_left / count_)
        return fail(Code::FR2013, "shape [{}] has more elements than the program accepts of all constants",
                    fmt::join(out_.shape, ", "));
      count_ *= dim;
    }
    return true;
  }

  std::uint64_t expected_bytes() const {
    return (static_cast<std::uint64_t>(count_) * static_cast<std::uint64_t>(type_->bits) + 7) / 8;
  }

  bool wrong_length(std::string_view what, std::uint64_t found, std::string_view unit, std::uint64_t expected) {
    return fail(Code::FR1306, "{} must have {} {} for {} elements of {}, found {}", what, expected, unit, count_,
                type_->name, found);
  }

  bool from_raw(std::string_view bytes, std::string_view what) {
    if (bytes.size() != expected_bytes()) return wrong_length(what, bytes.size(), "bytes", expected_bytes());
    reserve();
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    for (std::int64_t i = 0; i < count_; ++i) {
      std::uint64_t value = 0;
      if (type_->bits == 4) {
        value = at[i / 2] >> (i % 2 * 4) & 15;
      } else {
        const int size = type_->bits / 8;
        for (int byte = 0; byte < size; ++byte) value |= static_cast<std::uint64_t>(at[i * size + byte]) << (8 * byte);
      }
      if (!take(value)) return false;
    }
    return true;
  }

  void reserve() {
    if (out_.is_integer) {
      out_.integers.reserve(static_cast<std::size_t>(count_));
    } else {
      out_.reals.reserve(static_cast<std::size_t>(count_));
    }
  }

  /// One element by its bits.
  bool take(std::uint64_t bits) {
    if (type_->kind == 'f') {
      out_.reals.push_back(type_->exponent > 0 ? widen(static_cast<std::uint32_t>(bits), *type_)
                           : type_->bits == 32 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                                               : std::bit_cast<double>(bits));
    } else if (type_->kind == 'i') {
      const int shift = 64 - type_->bits;
      out_.integers.push_back(static_cast<std::int64_t>(bits << shift) >> shift);
    } else if (type_->kind == 'b') {
      out_.integers.push_back(bits != 0 ? 1 : 0);
    } else {
      if (bits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return fail(Code::FR2106, "the value {} does not fit 64 bits, signed", bits);
      out_.integers.push_back(static_cast<std::int64_t>(bits));
    }
    return true;
  }

  /// Checks the number of values of a typed field, then takes each through `bits_of`.
  template <typename Field, typename Take>
  bool from_field(const Field& field, std::string_view what, Take take_value) {
    const std::int64_t expected = type_->bits == 4 ? (count_ + 1) / 2 : count_;
    if (field.size() != expected)
      return wrong_length(what, static_cast<std::uint64_t>(field.size()), "values",
                          static_cast<std::uint64_t>(expected));
    reserve();
    for (const auto value : field) {
      if (!take_value(value)) return false;
    }
    return true;
  }

  /// An integer in a field that is wider than its type: it must be a value of the type.
  bool take_checked(std::int64_t value) {
    const int bits = type_->bits;
    const std::int64_t most = type_->kind == 'i' ? (std::int64_t{1} << (bits - 1)) - 1 : (std::int64_t{1} << bits) - 1;
    const std::int64_t least = type_->kind == 'i' ? -most - 1 : 0;
    if (type_->kind != 'b' && (value < least || value > most))
      return fail(Code::FR2106, "the value {} is not one of {}", value, type_->name);
    return take(static_cast<std::uint64_t>(value));
  }

  bool take_packed(std::int32_t two) {
    for (int half = 0; half < 2; ++half) {
      const bool full = out_.size() == count_;
      if (!full && !take(static_cast<std::uint64_t>(two >> (4 * half) & 15))) return false;
    }
    return true;
  }

  bool from_fields() {
    switch (type_->number) {
      case ::onnx::TensorProto::FLOAT:
        return from_field(proto_.float_data(), "float_data",
                          [&](float v) { return take(std::bit_cast<std::uint32_t>(v)); });
      case ::onnx::TensorProto::DOUBLE:
        return from_field(proto_.double_data(), "double_data",
                          [&](double v) { return take(std::bit_cast<std::uint64_t>(v)); });
      case ::onnx::TensorProto::INT64:
        return from_field(proto_.int64_data(), "int64_data",
                          [&](std::int64_t v) { return take(static_cast<std::uint64_t>(v)); });
      case ::onnx::TensorProto::UINT64:
        return from_field(proto_.uint64_data(), "uint64_data", [&](std::uint64_t v) { return take(v); });
      case ::onnx::TensorProto::UINT32:
        return from_field(proto_.uint64_data(), "uint64_data", [&](std::uint64_t v) {
          return v >> 32 == 0 ? take(v) : fail(Code::FR2106, "the value {} is not one of uint32", v);
        });
      default:
        break;
    }
    if (type_->bits == 4)
      return from_field(proto_.int32_data(), "int32_data", [&](std::int32_t v) { return take_packed(v); });
    if (type_->kind == 'f')  // the bits of float16, bfloat16 and the 8-bit ones
      return from_field(proto_.int32_data(), "int32_data", [&](std::int32_t v) {
        const auto bits = static_cast<std::uint32_t>(v);
        return bits >> type_->bits == 0 ? take(bits) : fail(Code::FR2106, "{} are not bits of {}", v, type_->name);
      });
    return from_field(proto_.int32_data(), "int32_data", [&](std::int32_t v) { return take_checked(v); });
  }

  /// A number in external_data; false if it is there and is none.
  bool file_number(const std::string& key, const std::string& text, std::optional<std::uint64_t>& number) {
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
      return fail(Code::FR1307, "{} of its external data must be a number of bytes, got {}", in_quotes(key),
                  in_quotes(text));
    number = std::stoull(text);
    return true;
  }

  bool from_file() {
    std::optional<std::string> location;
    std::optional<std::uint64_t> offset = 0;
    std::optional<std::uint64_t> length;
    for (const ::onnx::StringStringEntryProto& entry : proto_.external_data()) {
      if (entry.key() == "location") location = entry.value();
      if (entry.key() == "offset" && !file_number("offset", entry.value(), offset)) return false;
      if (entry.key() == "length" && !file_number("length", entry.value(), length)) return false;
    }
    if (!location) return fail(Code::FR1307, "its external data name no file (\"location\")");
    const auto path = resolve_inside(context_.folder, *location, context_.where(), context_.diagnostics);
    if (!path) return false;
    std::error_code error;
    if (!std::filesystem::is_regular_file(*path, error) || error)
      return fail(Code::FR1001, "{} is missing or is not a regular file", in_quotes(path->string()));
    const std::uint64_t size = std::filesystem::file_size(*path, error);
    const std::uint64_t expected = expected_bytes();
    if (length && *length != expected) return wrong_length("its external data", *length, "bytes", expected);
    if (error || *offset > size || expected > size - *offset)
      return fail(Code::FR1307, "{} bytes at offset {} are beyond the end of {}, which has {}", expected, *offset,
                  in_quotes(path->string()), size);
    std::string bytes(expected, '\0');
    std::ifstream stream(*path, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(*offset));
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(expected)))
      return fail(Code::FR1001, "{} cannot be read", in_quotes(path->string()));
    return from_raw(bytes, "its external data");
  }

  /// More than any operator uses.
  static constexpr int kMostDims = 16;

  const ::onnx::TensorProto& proto_;
  const std::string& label_;
  DecodeContext& context_;
  const ElementType* type_;
  Tensor out_;
  std::int64_t count_ = 0;
};

}  // namespace

std::optional<ElementKind> element_kind(int data_type) {
  const ElementType* type = find_type(data_type);
  if (type == nullptr || type->kind == 0) return std::nullopt;
  return ElementKind{type->kind, type->bits, type->exponent};
}

std::optional<bool> is_integer_type(int data_type) {
  const auto kind = element_kind(data_type);
  if (!kind) return std::nullopt;
  return kind->kind != 'f';
}

std::string data_type_name(int data_type) {
  const ElementType* type = find_type(data_type);
  return type != nullptr ? std::string(type->name) : fmt::format("number {}", data_type);
}

std::optional<Tensor> decode_tensor(const ::onnx::TensorProto& proto, const std::string& label,
                                    DecodeContext& context) {
  return TensorDecoder(proto, label, context).run();
}

}  // namespace finn::onnx
