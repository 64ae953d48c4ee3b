// SPDX-License-Identifier: Apache-2.0
#include "streamline/flow.h"

#include <algorithm>
#include <numeric>

#include "streamline/notes.h"

namespace finn::qonnx {

Flow::Flow(const onnx::Model& model, const StreamlineOptions& options, Diagnostics& diagnostics)
    : model_(model),
      options_(options),
      diagnostics_(diagnostics),
      net_(options.network_name.empty() ? identifier(model.name, "net") : options.network_name, model.file) {
  for (const onnx::Node& node : model.nodes) notes_.push_back({node.name, node.op, "", ""});
  own_.resize(notes_.size());
}

std::optional<Streamlined> Flow::run() {
  try {
    start_inputs();
  } catch (const onnx::AttributeError& error) {
    report("graph", error.what(), "");
    return std::nullopt;
  }
  for (current_ = 0; current_ < model_.nodes.size(); ++current_) {
    refused_ = false;
    absorbed_.clear();
    made_ = kNone;
    const onnx::Node& here = node();
    const bool broken = std::any_of(here.inputs.begin(), here.inputs.end(), [&](const std::string& name) {
      if (name.empty() || model_.constant(name) != nullptr) return false;
      const auto found = values_.find(name);
      return found == values_.end() || std::holds_alternative<std::monostate>(found->second);
    });
    if (!broken) map_node();
    if (broken || refused_)
      for (const std::string& output : here.outputs) values_[output] = std::monostate{};
  }
  for (const std::string& name : model_.outputs) finish_output(name);
  if (problems_ > 0) return std::nullopt;
  for (std::size_t i = 0; i < notes_.size(); ++i)
    if (notes_[i].detail.empty()) notes_[i].detail = own_[i];
  return Streamlined{net_.take(), std::move(notes_), std::move(channels_)};
}

void Flow::map_node() {
  const onnx::Node& here = node();
  const Handler handler = find_handler(here);
  if (handler == nullptr) {
    refuse(fmt::format("operator {} is not supported", here.domain.empty() ? here.op : here.domain + "." + here.op),
           here.domain.rfind("finn", 0) == 0 ? "import the graph before its conversion to FINN's hardware nodes"
                                             : "docs/import.md lists the operators");
    return;
  }
  try {
    handler(*this);
  } catch (const onnx::AttributeError& error) {
    refuse(error.what());
  }
}

void Flow::report(const std::string& subject, const std::string& why, const std::string& help) {
  ++problems_;
  Location where;
  where.file = model_.file;
  Diagnostic& error = diagnostics_.error(Code::FR6001, where, fmt::format("{}: {}", subject, why));
  if (!help.empty()) error.notes.push_back(help);
}

void Flow::refuse(const std::string& why, const std::string& help) {
  if (refused_) return;  // one reason a node
  refused_ = true;
  report(fmt::format("{} ({})", node().name, node().op), why, help);
}

void Flow::mark(const std::vector<std::size_t>& nodes, const std::string& became, const std::string& detail) {
  for (const std::size_t index : nodes) {
    NodeNote& note = notes_[index];
    if (note.became.find(became) == std::string::npos) note.became += (note.became.empty() ? "" : ", ") + became;
  }
  if (nodes.empty() || detail.empty()) return;
  std::string& last = notes_[nodes.back()].detail;
  if (last.find(detail) == std::string::npos) last += (last.empty() ? "" : "; ") + detail;
}

void Flow::note_channels(const std::string& layer, const Activation& activation, std::size_t channels) {
  const auto add = [&](const char* what, std::vector<std::size_t> rows) {
    if (rows.empty()) return;
    // One row stands for all channels.
    if (activation.rows == 1) {
      rows.resize(channels);
      std::iota(rows.begin(), rows.end(), std::size_t{0});
    }
    channels_.push_back({layer, what, std::move(rows)});
  };
  add("flipped", activation.flipped);
  add("constant", activation.constant);
}

const Value* Flow::value(std::size_t i) const {
  const auto found = values_.find(node().input(i));
  return found == values_.end() ? nullptr : &found->second;
}

bool Flow::is_stream(std::size_t i) const {
  const Value* found = value(i);
  return found != nullptr && std::holds_alternative<Stream>(*found);
}

bool Flow::is_integers(std::size_t i) const {
  const Value* found = value(i);
  return found != nullptr && std::holds_alternative<IntegerConstant>(*found);
}

std::optional<Stream> Flow::stream_at_end(std::size_t i) {
  const Value* found = value(i);
  const auto* known = found == nullptr ? nullptr : std::get_if<Stream>(found);
  if (known != nullptr) return *known;
  refuse(fmt::format("input {} ({}) must be a tensor that flows, but it is a constant", i, in_quotes(node().input(i))));
  return std::nullopt;
}

std::optional<Stream> Flow::stream(std::size_t i) {
  std::optional<Stream> known = stream_at_end(i);
  if (known && known->windows) {
    refuse("only an MVAU or a VVAU can read the windows of a ConvolutionInputGenerator",
           "import the graph before its conversion to FINN's hardware nodes");
    return std::nullopt;
  }
  if (!known || known->final_operator.name.empty()) return known;
  refuse(
      fmt::format("it stands behind a {}, which the host computes at the end of the graph", known->final_operator.name),
      "cut the graph behind that node, or quantize before it");
  return std::nullopt;
}

std::optional<Integers> Flow::integers(std::size_t i, std::optional<SlidingWindows>* windows) {
  std::optional<Stream> here = stream_at_end(i);
  if (here && windows != nullptr) *windows = here->windows;
  if (!here || windows == nullptr || !here->windows) here = stream(i);
  if (!here || !make_stream_integer(*here, node().input(i))) return std::nullopt;
  values_[node().input(i)] = *here;
  absorbed_.insert(absorbed_.end(), here->pending.begin(), here->pending.end());
  return Integers{here->tensor, here->view, *here->chain.affine()};
}

std::optional<Stream> Flow::settled(std::size_t i) {
  const std::string& name = node().input(i);
  std::optional<Stream> here = stream(i);
  if (!here || (here->tensor == kNone && !make_input(*here, name))) return std::nullopt;
  if (here->chain.has_quantizer()) {
    auto [head, tail] = here->chain.split_at_quantizer(false);
    here->chain = head;
    if (!make_activation_layer(*here, name, tail)) return std::nullopt;
    for (const Step& step : tail.steps()) here->chain.append(step);
  }
  values_[name] = *here;
  return here;
}

bool Flow::make_stream_integer(Stream& stream, const std::string& name) {
  if (stream.tensor == kNone && !make_input(stream, name)) return false;
  if (stream.chain.affine()) return true;
  return make_activation_layer(stream, name, Chain());
}

bool Flow::make_activation_layer(Stream& stream, const std::string& name, const Chain& tail) {
  const auto channels = static_cast<std::size_t>(net_.tensor(stream.tensor).channels());
  const Range range = net_.tensor(stream.tensor).range;
  std::string reason;
  auto chain = quantized(stream.chain, range, reason);
  if (!chain) {
    refuse(fmt::format("the chain before its input {} gives no integers: {}", in_quotes(name), reason),
           "add a quantizer before it");
    return false;
  }
  auto activation = make_activation(*chain, channels, range, reason);
  if (!activation) {
    // Rounded ties to even fall elsewhere once integers are moved by an odd zero point: then they stay.
    std::string other;
    auto kept = quantized(stream.chain, range, other, true);
    if (kept && (activation = make_activation(*kept, channels, range, other))) chain = std::move(kept);
  }
  if (!activation) {
    refuse(fmt::format("the chain before its input {} is no layer: {}", in_quotes(name), reason),
           "a quantizer with fewer bits, or one whose scale is a power of two");
    return false;
  }
  std::vector<std::string> problems;
  const std::string layer = stream.pending.empty() ? name : notes_[stream.pending.back()].node;
  const TensorId made = net_.add_layer(activation->kind, layer, {stream.tensor}, activation->attrs, problems);
  if (made == kNone) {
    refuse(fmt::format("the chain before its input {} is no layer: {}", in_quotes(name),
                       problems.empty() ? "its kind refuses it" : problems.front()));
    return false;
  }
  const std::string became = fmt::format("{} {}", activation->kind, net_.producer(made));
  const std::size_t first_note = channels_.size();
  note_channels(became, *activation, channels);
  const TensorInfo& result = net_.tensor(made);
  std::string detail = fmt::format("{} in {}..{}, {}", result.type.name(), result.range.min, result.range.max,
                                   scale_text(chain->after(), tail));
  detail += ", " + (activation->thresholds > 0 ? threshold_text(activation->thresholds, activation->rows)
                                               : fmt::format("{} levels", activation->levels));
  for (std::size_t i = first_note; i < channels_.size(); ++i)
    detail += fmt::format(", {} {}", channels_[i].channels.size(), channels_[i].what);
  mark(stream.pending, became, detail);
  stream.tensor = made;
  stream.pending.clear();
  stream.chain = Chain();
  stream.chain.append(AffineStep{chain->after().scale, chain->after().offset});
  return true;
}

std::optional<TensorId> Flow::layer(std::string_view kind, const std::vector<TensorId>& inputs, Attrs attrs,
                                    std::string_view suffix) {
  std::vector<std::string> problems;
  const TensorId made = net_.add_layer(kind, node().name + std::string(suffix), inputs, std::move(attrs), problems);
  if (made == kNone) {
    refuse(problems.empty() ? fmt::format("layer kind {} refuses it", kind) : problems.front());
    return std::nullopt;
  }
  const TensorInfo& tensor = net_.tensor(made);
  const std::string became = fmt::format("{} {}", kind, net_.producer(made));
  mark({current_}, became, fmt::format("{} in {}..{}", tensor.type.name(), tensor.range.min, tensor.range.max));
  mark(absorbed_, became, "");
  made_ = made;
  return made;
}

void Flow::give(Stream stream, std::size_t output) {
  if (made_ != kNone && made_ == stream.tensor) {
    // The meaning of a new layer's integers is where its chain begins.
    const std::vector<Step>& steps = stream.chain.steps();
    const auto* first = steps.empty() ? nullptr : std::get_if<AffineStep>(&steps.front());
    notes_[current_].detail += ", " + affine_text(first == nullptr ? Affine{} : Affine{first->gain, first->offset});
    made_ = kNone;
  }
  values_[node().outputs.at(output)] = std::move(stream);
}

void Flow::give(IntegerConstant constant, std::size_t output) {
  if (!constant.values.empty()) {
    const auto [low, high] = std::minmax_element(constant.values.begin(), constant.values.end());
    mark({current_}, "constant",
         fmt::format("{}: {}..{}, scale {}", shape_text(constant.dims), *low, *high,
                     number_text(PerChannel(constant.scales))));
  }
  values_[node().outputs.at(output)] = std::move(constant);
}

void Flow::give(TensorId tensor, View view, Affine affine) {
  Stream made;
  made.tensor = tensor;
  made.view = std::move(view);
  made.chain.append(AffineStep{std::move(affine.scale), std::move(affine.offset)});
  give(std::move(made));
}

void Flow::wait_in_chain(Stream stream, const std::string& detail, std::size_t output) {
  own_[current_] = detail;
  stream.pending.push_back(current_);
  give(std::move(stream), output);
}

void Flow::pass_on(Stream stream, const std::string& became, const std::string& detail) {
  mark({current_}, became, detail);
  give(std::move(stream));
}

std::optional<Streamlined> streamline(const onnx::Model& model, const StreamlineOptions& options,
                                      Diagnostics& diagnostics) {
  return Flow(model, options, diagnostics).run();
}

}  // namespace finn::qonnx
