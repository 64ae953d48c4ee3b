// SPDX-License-Identifier: Apache-2.0
// Inputs and outputs of a network file, with what the host does before and after the hardware.
#include <algorithm>
#include <limits>

#include "import/net_draft.h"

namespace finn {
namespace {

const std::vector<std::string> kRoundings = {"half_even", "half_up", "half_away", "floor", "ceil", "truncate"};
const std::vector<std::string> kFinalOperators = {"softmax", "log_softmax", "sigmoid", "argmax", "topk"};

bool is_permutation_of(const std::vector<std::int64_t>& axes, std::size_t rank) {
  std::vector<std::int64_t> sorted = axes;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] != static_cast<std::int64_t>(i)) return false;
  return axes.size() == rank;
}

/// Shape of the host's array: as many elements as the tensor.
void check_host_shape(const JsonSource& source, const std::string& pointer, const Shape& given, const Shape& hardware,
                      Diagnostics& diagnostics) {
  if (given.empty() || element_count(given) == element_count(hardware)) return;
  diagnostics.error(Code::FR2131, source.at(pointer),
                    fmt::format("the host's shape must have the {} elements of {}, got {}", element_count(hardware),
                                shape_text(hardware), shape_text(given)));
}

/// What a permutation names the axes of.
const Shape& permuted_shape(const Shape& axes, const Shape& shape, const Shape& hardware) {
  return !axes.empty() ? axes : !shape.empty() ? shape : hardware;
}

void check_permutation(const JsonSource& source, const std::string& pointer, const std::vector<std::int64_t>& axes,
                       const Shape& shape, Diagnostics& diagnostics) {
  if (axes.empty() || is_permutation_of(axes, shape.size())) return;
  diagnostics.error(Code::FR2131, source.at(pointer),
                    fmt::format("the permutation of shape {} must name each axis 0..{} once, got {}", shape_text(shape),
                                shape.size() - 1, shape_text(axes)));
}

constexpr std::int64_t kMostHostAxes = 8;

/// Shape of the host's array; empty where it is not given or wrong.
Shape read_host_shape(const JsonValue& host, const char* key, JsonChecker& check) {
  if (!host.has(key)) return {};
  const JsonValue value = host.member(key);
  Shape shape = check.shape(value).value_or(Shape{});
  if (shape.size() <= static_cast<std::size_t>(kMostHostAxes)) return shape;
  check.diagnostics().error(
      Code::FR2131, value.where(),
      fmt::format("{} must have at most {} axes, got {}", value.label(), kMostHostAxes, shape.size()));
  return {};
}

/// Axes of a host permutation; an empty list would mean that there is none.
std::vector<std::int64_t> read_permutation(const JsonValue& host, JsonChecker& check) {
  if (!host.has("permutation")) return {};
  const JsonValue value = host.member("permutation");
  auto axes = check.integers(value, 0, 0, kMostHostAxes - 1);
  if (axes && axes->empty())
    check.diagnostics().error(Code::FR2131, value.where(), "the permutation must name each axis once, got none");
  return axes.value_or(std::vector<std::int64_t>{});
}

std::optional<HostQuantizer> read_quantizer(const JsonValue& value, std::optional<DataType> type, JsonChecker& check) {
  if (!check.object(value)) return std::nullopt;
  check.keys(value, {"scale"}, {"zero_point", "rounding", "range"});
  HostQuantizer quantizer;
  const auto bad = [&](const JsonValue& at, const std::string& message) {
    check.diagnostics().error(Code::FR2132, at.where(), message);
  };
  if (value.has("scale")) {
    const auto scale = check.real(value.member("scale"));
    if (scale && !(*scale > 0.0))
      bad(value.member("scale"), fmt::format("the scale of a quantizer must be above 0, got {}", *scale));
    quantizer.scale = scale.value_or(1.0);
  }
  constexpr std::int64_t kFar = std::int64_t{1} << 32;
  if (value.has("zero_point"))
    quantizer.zero_point = check.integer(value.member("zero_point"), -kFar, kFar).value_or(0);
  if (value.has("rounding"))
    quantizer.rounding = check.choice(value.member("rounding"), kRoundings).value_or(kRoundings.front());
  if (type) quantizer.range = type->range();
  if (type && type->is_bipolar()) bad(value, "a quantizer gives 0 too, which type BIPOLAR does not have");
  if (value.has("range")) {
    const JsonValue range = value.member("range");
    if (const auto ends = check.integers(range, 2, -kFar, kFar)) {
      quantizer.range = {(*ends)[0], (*ends)[1]};
      const bool inside = !type || (quantizer.range.min >= type->min() && quantizer.range.max <= type->max());
      if (quantizer.range.min > quantizer.range.max) {
        bad(range, fmt::format("the range of a quantizer must ascend, got {}", shape_text(*ends)));
      } else if (!inside) {
        bad(range, fmt::format("the range of a quantizer must lie in {}..{} (type {}), got {}", type->min(),
                               type->max(), type->name(), shape_text(*ends)));
      }
    }
  }
  return quantizer;
}

std::vector<double> read_coefficients(const JsonValue& output, const std::string& key, double otherwise,
                                      JsonChecker& check) {
  if (!output.has(key)) return {otherwise};
  const JsonValue value = output.member(key);
  if (!value.is_list()) {
    if (!value.json().is_number()) {
      check.wrong_type(value, "a number or a list of numbers");
      return {otherwise};
    }
    return {check.real(value).value_or(otherwise)};
  }
  std::vector<double> out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto number = check.real(value.element(i));
    if (!number) return {otherwise};  // one message for the list is enough
    out.push_back(*number);
  }
  return out;
}

/// Rows of a host's thresholds: one or one per channel, each ascending, one less than the type has values.
std::optional<HostThresholds> read_thresholds(const JsonValue& host, const InputDraft& input, JsonChecker& check) {
  const JsonValue value = host.member("thresholds");
  if (!check.list(value)) return std::nullopt;
  const auto bad = [&](const JsonValue& at, const std::string& message) {
    check.diagnostics().error(Code::FR2132, at.where(), message);
    return std::optional<HostThresholds>();
  };
  HostThresholds made;
  const std::int64_t channels = input.shape ? input.shape->back() : 1;
  if (value.size() != 1 && static_cast<std::int64_t>(value.size()) != channels)
    return bad(value, fmt::format("host thresholds must have one row, or one for each of {} channels, got {}", channels,
                                  value.size()));
  for (std::size_t r = 0; r < value.size(); ++r) {
    const JsonValue row = value.element(r);
    if (!check.list(row)) return std::nullopt;
    if (input.type && static_cast<std::int64_t>(row.size()) != input.type->levels() - 1)
      return bad(row, fmt::format("a row of host thresholds must have {} numbers, one less than {} has values, got {}",
                                  input.type->levels() - 1, input.type->name(), row.size()));
    std::vector<double>& edges = made.rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto edge = check.real(row.element(i));
      if (!edge) return std::nullopt;
      edges.push_back(*edge);
    }
    if (!std::is_sorted(edges.begin(), edges.end())) return bad(row, "a row of host thresholds must ascend");
  }
  if (!host.has("flip")) return made;
  const auto flip = check.booleans(host.member("flip"), 0);
  if (!flip) return std::nullopt;
  if (flip->size() != made.rows.size())
    return bad(host.member("flip"),
               fmt::format("\"flip\" must have one entry for each of {} rows of thresholds, got {}", made.rows.size(),
                           flip->size()));
  made.flip = *flip;
  return made;
}

HostOutput read_host_output(const JsonValue& host, JsonChecker& check) {
  HostOutput out;
  if (!check.object(host)) return out;
  check.keys(host, {}, {"shape", "axes", "permutation", "final_operator", "top_k"});
  out.shape = read_host_shape(host, "shape", check);
  out.axes = read_host_shape(host, "axes", check);
  out.permutation = read_permutation(host, check);
  if (host.has("final_operator"))
    out.final_operator = check.choice(host.member("final_operator"), kFinalOperators).value_or("");
  const bool topk = out.final_operator == "topk";
  if (host.has("top_k")) {
    out.top_k = check.integer(host.member("top_k"), 1, kMaxDimension).value_or(1);
    if (!topk)
      check.diagnostics().error(Code::FR2133, host.member("top_k").where(),
                                "\"top_k\" stands only beside \"final_operator\": \"topk\"");
  } else if (topk) {
    check.diagnostics().error(Code::FR2133, host.member("final_operator").where(),
                              "the final operator \"topk\" needs \"top_k\"");
  }
  return out;
}

}  // namespace

std::optional<InputDraft> read_input(const JsonValue& value, JsonChecker& check) {
  if (!check.object(value)) return std::nullopt;
  check.keys(value, {"name", "shape", "type"}, {"host"});
  InputDraft draft;
  const auto name = value.has("name") ? check.name(value.member("name")) : std::nullopt;
  if (value.has("type")) draft.type = check.type(value.member("type"));
  if (value.has("shape")) {
    const JsonValue shape = value.member("shape");
    draft.shape = check.shape(shape);
    if (draft.shape && draft.shape->size() != 1 && draft.shape->size() != 3) {
      check.diagnostics().error(
          Code::FR2012, shape.where(),
          fmt::format("{} must be [C] or [H, W, C], got {}", shape.label(), shape_text(*draft.shape)));
      draft.shape.reset();
    }
  }
  if (value.has("host") && check.object(value.member("host"))) {
    const JsonValue host = value.member("host");
    check.keys(host, {}, {"quantizer", "thresholds", "flip", "shape", "axes", "permutation"});
    draft.host.permutation = read_permutation(host, check);
    draft.host.shape = read_host_shape(host, "shape", check);
    draft.host.axes = read_host_shape(host, "axes", check);
    if (draft.shape) {
      const JsonSource& source = value.source();
      check_host_shape(source, host.pointer() + "/shape", draft.host.shape, *draft.shape, check.diagnostics());
      check_host_shape(source, host.pointer() + "/axes", draft.host.axes, *draft.shape, check.diagnostics());
      check_permutation(source, host.pointer() + "/permutation", draft.host.permutation,
                        permuted_shape(draft.host.axes, draft.host.shape, *draft.shape), check.diagnostics());
    }
    if (host.has("thresholds")) draft.host.thresholds = read_thresholds(host, draft, check);
    for (const char* other : {"quantizer", "flip"})
      if (host.has(other) && host.has("thresholds") == (other == std::string("quantizer")))
        check.diagnostics().error(Code::FR2132, host.member(other).where(),
                                  host.has("thresholds") ? "a host has thresholds or a quantizer, not both"
                                                         : "\"flip\" stands only beside \"thresholds\"");
    if (host.has("quantizer")) draft.host.quantizer = read_quantizer(host.member("quantizer"), draft.type, check);
  }
  if (!name) return std::nullopt;
  draft.name = {*name, value.pointer() + "/name"};
  return draft;
}

std::optional<OutputDraft> read_output(const JsonValue& value, JsonChecker& check) {
  if (!check.object(value)) return std::nullopt;
  check.keys(value, {"name"}, {"scale", "bias", "host"});
  OutputDraft draft;
  draft.pointer = value.pointer();
  const auto name = value.has("name") ? check.name(value.member("name")) : std::nullopt;
  draft.output.scale = read_coefficients(value, "scale", 1.0, check);
  draft.output.bias = read_coefficients(value, "bias", 0.0, check);
  if (value.has("host")) draft.output.host = read_host_output(value.member("host"), check);
  if (!name) return std::nullopt;
  draft.name = {*name, value.pointer() + "/name"};
  return draft;
}

void check_output(const JsonSource& source, const OutputDraft& draft, const TensorInfo& tensor,
                  Diagnostics& diagnostics) {
  const auto channels = static_cast<std::size_t>(tensor.channels());
  const auto check = [&](const std::vector<double>& values, const char* key) {
    if (values.size() == 1 || values.size() == channels) return;
    diagnostics.error(Code::FR2121, source.at(fmt::format("{}/{}", draft.pointer, key)),
                      fmt::format("\"{}\" must be one number or a list of {}, one per channel of tensor \"{}\", got {}",
                                  key, channels, tensor.name, values.size()));
  };
  check(draft.output.scale, "scale");
  check(draft.output.bias, "bias");
  const HostOutput& host = draft.output.host;
  check_host_shape(source, draft.pointer + "/host/shape", host.shape, tensor.shape, diagnostics);
  check_host_shape(source, draft.pointer + "/host/axes", host.axes, tensor.shape, diagnostics);
  check_permutation(source, draft.pointer + "/host/permutation", host.permutation,
                    permuted_shape(host.axes, host.shape, tensor.shape), diagnostics);
  if (host.top_k > tensor.channels())
    diagnostics.error(Code::FR2133, source.at(draft.pointer + "/host/top_k"),
                      fmt::format("\"top_k\" must be at most {}, the channels of tensor \"{}\", got {}", channels,
                                  tensor.name, host.top_k));
}

}  // namespace finn
