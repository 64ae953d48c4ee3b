// SPDX-License-Identifier: Apache-2.0
// Inputs and outputs of the graph: what the host does, and what the hardware gets and delivers.
#include <algorithm>

#include "streamline/activation.h"
#include "streamline/flow.h"
#include "streamline/notes.h"
#include "streamline/operators.h"

namespace finn::qonnx {
namespace {

/// Where the elements of a graph input lie in hardware, and the tensor's shape there.
struct Placement {
  Shape shape;
  View view;
};

/// Elements as the first operator wants them that cares: `ids` are the input's elements as that operator sees them.
Placement place(const View& input, const View& ids, const Layout& wanted) {
  Placement placement;
  placement.shape = wanted.shape;
  std::vector<std::int32_t> at(ids.at().size());
  for (std::size_t i = 0; i < at.size(); ++i) at[static_cast<std::size_t>(ids.at()[i])] = wanted.view.at()[i];
  placement.view = View(input.dims(), std::move(at));
  return placement;
}

/// Follows a tensor to the first operator that wants a layout.
std::optional<Placement> follow(const onnx::Model& model, const std::string& name, const View& input, const View& ids) {
  for (const std::size_t reader : model.readers(name)) {
    const onnx::Node& node = model.nodes[reader];
    if (const auto wanted = wanted_layout(model, node, name, ids.dims())) return place(input, ids, *wanted);
    const auto moved = moved_view(model, node, ids);
    if (!moved || node.outputs.empty()) continue;
    if (auto found = follow(model, node.outputs.front(), input, *moved)) return found;
  }
  return std::nullopt;
}

Placement placement_of(const onnx::Model& model, const std::string& name, const onnx::Dims& dims) {
  const View plain = View::plain(dims);
  if (auto found = follow(model, name, plain, plain)) return *found;
  return {{plain.size()}, plain};
}

/// The host's name of a rounding mode; nothing where it has none.
std::optional<std::string> host_rounding(Rounding mode) {
  switch (mode) {
    case Rounding::kHalfEven:
      return "half_even";
    case Rounding::kHalfAway:
      return "half_away";
    case Rounding::kFloor:
      return "floor";
    case Rounding::kCeil:
      return "ceil";
    case Rounding::kTowardsZero:
      return "truncate";
    case Rounding::kHalfTowardsZero:
    case Rounding::kAwayFromZero:
      return std::nullopt;
  }
  return std::nullopt;
}

/// Is round(x + zero) = round(x) + zero for every x?
bool commutes(Rounding mode, const Exact& zero) {
  if (zero == 0) return true;
  if (denominator(zero) != 1 || abs(zero) > (ExactInt(1) << 31)) return false;
  if (mode == Rounding::kHalfEven) return numerator(zero) % 2 == 0;
  return mode == Rounding::kFloor || mode == Rounding::kCeil;
}

/// The host's uniform quantizer where a chain is just that.
std::optional<HostQuantizer> uniform_quantizer(const Chain& chain) {
  const std::vector<Step>& steps = chain.steps();
  if (chain.rows() != 1 || steps.size() < 2 || steps.size() > 3) return std::nullopt;
  const auto* affine = std::get_if<AffineStep>(&steps.front());
  if ((steps.size() == 3) != (affine != nullptr)) return std::nullopt;
  const auto* clip = std::get_if<ClipStep>(&steps[steps.size() - 2]);
  const auto* round = std::get_if<RoundStep>(&steps.back());
  if (clip == nullptr || !clip->low || !clip->high || round == nullptr) return std::nullopt;
  const Exact low = clip->low->exact(0);
  const Exact high = clip->high->exact(0);
  HostQuantizer quantizer;
  const auto rounding = host_rounding(round->mode);
  if (!rounding || denominator(low) != 1 || denominator(high) != 1) return std::nullopt;
  quantizer.rounding = *rounding;
  quantizer.range = {static_cast<std::int64_t>(numerator(low)), static_cast<std::int64_t>(numerator(high))};
  if (affine == nullptr) return quantizer;
  // A zero point is added after rounding there: only some roundings do not care.
  const Exact zero_point = affine->offset.exact(0);
  if (!(affine->gain.exact(0) > 0) || !commutes(round->mode, zero_point)) return std::nullopt;
  quantizer.zero_point = static_cast<std::int64_t>(numerator(zero_point));
  const Exact scale = 1 / affine->gain.exact(0);
  quantizer.scale = static_cast<double>(scale);
  if (Exact(quantizer.scale) != scale) return std::nullopt;
  return quantizer;
}

template <typename Host>
void lay_out(Host& host, const HostLayout& layout) {
  host.shape = layout.shape;
  host.axes = layout.axes;
  host.permutation = layout.permutation;
}

std::vector<double> doubles(const PerChannel& values) {
  std::vector<double> made;
  for (const Exact& value : values.values()) made.push_back(static_cast<double>(value));
  return made;
}

}  // namespace

void Flow::start_inputs() {
  for (std::size_t i = 0; i < model_.inputs.size(); ++i) {
    const std::string& name = model_.inputs[i];
    input_tensors_.push_back(kNone);
    input_chains_.emplace_back();
    input_shapes_.emplace_back();
    const auto info = model_.values.find(name);
    if (info == model_.values.end() || model_.readers(name).empty()) continue;
    const Placement placement = placement_of(model_, name, info->second.shape);
    input_shapes_.back() = placement.shape;
    input_views_.emplace(i, placement.view);
    Stream stream;
    stream.input = i;
    stream.view = placement.view;
    values_[name] = stream;
    std::optional<InputType> declared = options_.input_type;
    if (const auto own = options_.input_types.find(name); own != options_.input_types.end()) declared = own->second;
    if (!declared && info->second.datatype)
      if (const auto type = DataType::parse(*info->second.datatype)) declared = InputType{*type, 1};
    if (declared) declare_input(std::get<Stream>(values_[name]), name, *declared);
  }
}

bool Flow::host_layout_of(const View& view, const Shape& hardware, const std::string& name, HostLayout& layout) {
  if (auto found = host_layout(view, hardware)) {
    layout = std::move(*found);
    return true;
  }
  report(fmt::format("graph {}", in_quotes(name)),
         "no permutation of its axes puts its elements in the hardware's order",
         "reshape or transpose it outside of the graph");
  return false;
}

void Flow::declare_input(Stream& stream, const std::string& name, const InputType& declared) {
  HostInput host;
  HostLayout layout;
  if (!host_layout_of(stream.view, input_shapes_[stream.input], name, layout)) return;
  lay_out(host, layout);
  const double scale = static_cast<double>(declared.scale);
  if (declared.scale != 1 && declared.type.is_bipolar()) {
    host.thresholds = HostThresholds{{{0.0}}, {}};
  } else if (declared.scale != 1) {
    host.quantizer = HostQuantizer{};
    host.quantizer->scale = scale;
    host.quantizer->range = declared.type.range();
  }
  stream.tensor = net_.add_input(name, input_shapes_[stream.input], declared.type, std::move(host));
  stream.chain.append(AffineStep{PerChannel(declared.scale), PerChannel(Exact(0))});
  input_tensors_[stream.input] = stream.tensor;
}

bool Flow::make_input(Stream& stream, const std::string& name) {
  const std::string& input = model_.inputs[stream.input];
  if (!stream.chain.has_quantizer()) {
    refuse(fmt::format("its input {} is real: nothing quantizes the graph's input {} before it", in_quotes(name),
                       in_quotes(input)),
           "add a quantizer behind the input, or say what the input's numbers are: --input-type TYPE, TYPE/N or "
           "TYPE*2^K (UINT8/255, INT16*2^-10, BIPOLAR)");
    return false;
  }
  auto [head, tail] = stream.chain.split_at_quantizer(true);
  std::string reason;
  const auto chain = quantized(head, std::nullopt, reason);
  if (!chain) throw Defect("a chain that ends in a quantizer has none");
  if (input_tensors_[stream.input] == kNone) {
    HostInput host;
    HostLayout layout;
    if (!host_layout_of(input_views_.at(stream.input), input_shapes_[stream.input], input, layout)) return false;
    lay_out(host, layout);
    DataType type = DataType::sint(32);
    if (const auto quantizer = uniform_quantizer(head)) {
      host.quantizer = quantizer;
      type = activation_type(quantizer->range, false);
    } else {
      const auto channels = static_cast<std::size_t>(input_shapes_[stream.input].back());
      const auto thresholds = make_real_thresholds(*chain, channels, reason);
      if (!thresholds) {
        refuse(fmt::format("the host cannot quantize the graph's input {}: {}", in_quotes(input), reason));
        return false;
      }
      host.thresholds = HostThresholds{thresholds->rows, thresholds->flip};
      type = thresholds->type;
    }
    input_tensors_[stream.input] = net_.add_input(input, input_shapes_[stream.input], type, std::move(host));
    input_chains_[stream.input] = head;
  } else if (!(input_chains_[stream.input] == head)) {
    refuse(fmt::format("the graph's input {} has two different first quantizers", in_quotes(input)),
           "declare what the input's numbers are with --input-type, so that both become hardware");
    return false;
  }
  stream.tensor = input_tensors_[stream.input];
  const TensorInfo& made = net_.tensor(stream.tensor);
  mark(stream.pending, "host",
       fmt::format("input {}: {} in {}..{}, {}", input, made.type.name(), made.range.min, made.range.max,
                   scale_text(chain->after(), tail)));
  stream.pending.clear();
  stream.chain = tail;
  return true;
}

void Flow::finish_output(const std::string& name) {
  const auto found = values_.find(name);
  auto* known = found == values_.end() ? nullptr : std::get_if<Stream>(&found->second);
  if (known == nullptr) {
    if (model_.constant(name) != nullptr || (found != values_.end() && found->second.index() == 2))
      report(fmt::format("output {}", in_quotes(name)), "it is a constant", "");
    return;
  }
  Stream stream = *known;
  GraphOutput output;
  output.host.final_operator = stream.final_operator.name;
  output.host.top_k = stream.final_operator.name == "topk" ? stream.final_operator.top_k : 0;
  if (output.host.final_operator.empty() && !stream.chain.empty()) {
    const auto* curve = std::get_if<CurveStep>(&stream.chain.steps().back());
    if (curve != nullptr && curve->curve == Curve::kSigmoid) {
      output.host.final_operator = "sigmoid";
      stream.chain = stream.chain.without_last();
    }
  }
  refused_ = false;
  current_ = model_.nodes.size();
  for (std::size_t i = 0; i < model_.nodes.size(); ++i)
    for (const std::string& one : model_.nodes[i].outputs)
      if (one == name) current_ = i;
  if (current_ == model_.nodes.size()) {
    report(fmt::format("output {}", in_quotes(name)), "it is directly an input of the graph", "");
    return;
  }
  if (stream.windows) {
    report(fmt::format("output {}", in_quotes(name)), "it is the windows of a ConvolutionInputGenerator, no tensor",
           "take the tensor before it");
    return;
  }
  if (!make_stream_integer(stream, name)) return;
  const Affine affine = *stream.chain.affine();
  HostLayout layout;
  if (!host_layout_of(stream.view, net_.tensor(stream.tensor).shape, name, layout)) return;
  if (net_.tensor(stream.tensor).producer == kNone || !delivered_.insert(stream.tensor).second) {
    report(fmt::format("output {}", in_quotes(name)),
           "the hardware would only hand on an input, or deliver the same integers twice",
           "take the tensor from where it is made");
    return;
  }
  output.tensor = stream.tensor;
  output.scale = doubles(affine.scale);
  output.bias = doubles(affine.offset);
  lay_out(output.host, layout);
  mark(stream.pending, "host", fmt::format("output {}: {}", name, affine_text(affine)));
  net_.add_output(std::move(output));
}

}  // namespace finn::qonnx
