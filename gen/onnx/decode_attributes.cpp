// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "import/json_source.h"
#include "onnx/decode.h"

namespace finn::onnx {
namespace {

using Proto = ::onnx::AttributeProto;

/// What an attribute must be wherever it appears in a domain that the program reads.
enum class Wanted { kInteger, kReal, kIntegers, kReals, kText };

struct KnownAttribute {
  std::string_view name;
  Wanted wanted;
};

/// By name: no two operators that have a shape rule disagree about one. Sorted by kind.
constexpr KnownAttribute kKnown[] = {
    {"allowzero", Wanted::kInteger},
    {"axis", Wanted::kInteger},
    {"blocksize", Wanted::kInteger},
    {"ceil_mode", Wanted::kInteger},
    {"count_include_pad", Wanted::kInteger},
    {"end", Wanted::kInteger},
    {"group", Wanted::kInteger},
    {"k", Wanted::kInteger},
    {"keepdims", Wanted::kInteger},
    {"largest", Wanted::kInteger},
    {"narrow", Wanted::kInteger},
    {"noop_with_empty_axes", Wanted::kInteger},
    {"num_outputs", Wanted::kInteger},
    {"signed", Wanted::kInteger},
    {"start", Wanted::kInteger},
    {"to", Wanted::kInteger},
    {"training_mode", Wanted::kInteger},
    {"transA", Wanted::kInteger},
    {"transB", Wanted::kInteger},
    {"MH", Wanted::kInteger},
    {"MW", Wanted::kInteger},
    {"Channels", Wanted::kInteger},
    {"alpha", Wanted::kReal},
    {"beta", Wanted::kReal},
    {"epsilon", Wanted::kReal},
    {"gamma", Wanted::kReal},
    {"max", Wanted::kReal},
    {"min", Wanted::kReal},
    {"momentum", Wanted::kReal},
    {"out_bias", Wanted::kReal},
    {"out_scale", Wanted::kReal},
    {"value_float", Wanted::kReal},
    {"dilations", Wanted::kIntegers},
    {"ends", Wanted::kIntegers},
    {"kernel_shape", Wanted::kIntegers},
    {"output_padding", Wanted::kIntegers},
    {"output_shape", Wanted::kIntegers},
    {"pads", Wanted::kIntegers},
    {"perm", Wanted::kIntegers},
    {"split", Wanted::kIntegers},
    {"starts", Wanted::kIntegers},
    {"steps", Wanted::kIntegers},
    {"strides", Wanted::kIntegers},
    {"axes", Wanted::kIntegers},
    {"scales", Wanted::kReals},
    {"auto_pad", Wanted::kText},
    {"coordinate_transformation_mode", Wanted::kText},
    {"data_layout", Wanted::kText},
    {"keep_aspect_ratio_policy", Wanted::kText},
    {"mode", Wanted::kText},
    {"nearest_mode", Wanted::kText},
    {"out_dtype", Wanted::kText},
    {"rounding_mode", Wanted::kText},
};

std::string_view wanted_text(Wanted wanted) {
  switch (wanted) {
    case Wanted::kInteger:
      return "an integer";
    case Wanted::kReal:
      return "a number";
    case Wanted::kIntegers:
      return "a list of integers";
    case Wanted::kReals:
      return "a list of numbers";
    case Wanted::kText:
      return "a text";
  }
  return "";
}

std::string found_text(const Attribute& value) {
  constexpr std::string_view kKinds[] = {
      "an integer",      "a real number", "a text", "a list of integers", "a list of real numbers",
      "a list of texts", "a tensor"};
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("the number {}", *real);
  return std::string(kKinds[value.index()]);
}

bool is_wanted(const Attribute& value, Wanted wanted) {
  switch (wanted) {
    case Wanted::kInteger:
      return as_integer(value).has_value();
    case Wanted::kReal:
      return as_real(value).has_value();
    case Wanted::kIntegers:
      return as_integers(value).has_value();
    case Wanted::kReals:
      return std::holds_alternative<std::vector<double>>(value);
    case Wanted::kText:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

/// Old exporters leave the type out: it follows from the field that is there.
int type_of(const Proto& proto) {
  if (proto.type() != Proto::UNDEFINED) return proto.type();
  if (proto.has_f()) return Proto::FLOAT;
  if (proto.has_i()) return Proto::INT;
  if (proto.has_s()) return Proto::STRING;
  if (proto.has_t()) return Proto::TENSOR;
  if (proto.has_g()) return Proto::GRAPH;
  if (proto.has_sparse_tensor()) return Proto::SPARSE_TENSOR;
  if (proto.floats_size() > 0) return Proto::FLOATS;
  if (proto.ints_size() > 0) return Proto::INTS;
  if (proto.strings_size() > 0) return Proto::STRINGS;
  return Proto::UNDEFINED;
}

class AttributeDecoder {
 public:
  AttributeDecoder(const std::string& label, bool known_domain, DecodeContext& context)
      : label_(label), known_domain_(known_domain), context_(context) {}

  std::optional<Attribute> run(const Proto& proto) {
    auto value = decode(proto);
    if (!value || !known_domain_) return value;
    const auto* known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                     [&](const KnownAttribute& one) { return one.name == proto.name(); });
    if (known == std::end(kKnown) || is_wanted(*value, known->wanted)) return value;
    fail(Code::FR1308, proto, fmt::format("must be {}, got {}", wanted_text(known->wanted), found_text(*value)));
    return std::nullopt;
  }

 private:
  void fail(Code code, const Proto& proto, const std::string& what) {
    context_.diagnostics.error(code, context_.where(),
                               fmt::format("{}: attribute {} {}", label_, in_quotes(proto.name()), what));
  }

  std::optional<Attribute> decode(const Proto& proto) {
    switch (type_of(proto)) {
      case Proto::FLOAT:
        return Attribute(static_cast<double>(proto.f()));
      case Proto::INT:
        return Attribute(std::int64_t{proto.i()});
      case Proto::STRING:
        return Attribute(proto.s());
      case Proto::FLOATS:
        return Attribute(std::vector<double>(proto.floats().begin(), proto.floats().end()));
      case Proto::INTS:
        return Attribute(std::vector<std::int64_t>(proto.ints().begin(), proto.ints().end()));
      case Proto::STRINGS:
        return Attribute(std::vector<std::string>(proto.strings().begin(), proto.strings().end()));
      case Proto::TENSOR: {
        auto tensor =
            decode_tensor(proto.t(), fmt::format("{}: attribute {}", label_, in_quotes(proto.name())), context_);
        if (!tensor) return std::nullopt;
        return Attribute(*std::move(tensor));
      }
      case Proto::GRAPH:
      case Proto::GRAPHS:
        fail(Code::FR3102, proto,
             "is a graph of its own; hardware is a fixed pipeline, so that control flow must be "
             "unrolled by the exporter");
        return std::nullopt;
      case Proto::SPARSE_TENSOR:
      case Proto::SPARSE_TENSORS:
        fail(Code::FR1310, proto, "is a sparse tensor; only dense ones are read");
        return std::nullopt;
      case Proto::TENSORS:
      case Proto::TYPE_PROTO:
      case Proto::TYPE_PROTOS:
        fail(Code::FR1308, proto, "is a list of tensors or a type, which no supported operator has");
        return std::nullopt;
      default:
        fail(Code::FR1308, proto, "has no value");
        return std::nullopt;
    }
  }

  const std::string& label_;
  bool known_domain_;
  DecodeContext& context_;
};

}  // namespace

std::map<std::string, Attribute, std::less<>> decode_attributes(const ::onnx::NodeProto& proto,
                                                                const std::string& label, DecodeContext& context,
                                                                bool& good) {
  std::map<std::string, Attribute, std::less<>> out;
  AttributeDecoder decoder(label, is_known_domain(proto.domain()), context);
  for (const Proto& attribute : proto.attribute()) {
    auto value = decoder.run(attribute);
    good = good && value.has_value();
    if (!value) continue;
    if (!out.emplace(attribute.name(), *std::move(value)).second) {
      context.diagnostics.error(Code::FR1308, context.where(),
                                fmt::format("{}: attribute {} stands there twice", label, in_quotes(attribute.name())));
      good = false;
    }
  }
  return out;
}

}  // namespace finn::onnx
