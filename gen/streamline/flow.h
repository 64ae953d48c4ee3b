// SPDX-License-Identifier: Apache-2.0
// The state of streamlining while it goes through the nodes of a graph: what each ONNX tensor has become.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "import/json_source.h"
#include "onnx/model.h"
#include "streamline/activation.h"
#include "streamline/chain.h"
#include "streamline/input_type.h"
#include "streamline/net_builder.h"
#include "streamline/streamline.h"
#include "streamline/view.h"
#include "streamline/window.h"

namespace finn::qonnx {

/// What the host does with the results at the end of a graph; not a function of one element.
struct FinalOperator {
  std::string name;  ///< softmax, log_softmax, argmax, topk; empty: none
  std::int64_t top_k = 0;
};

/// What FINN's ConvolutionInputGenerator makes of an image: the windows that its reader multiplies.
struct SlidingWindows {
  WindowAttributes window;
  bool depthwise = false;  ///< channel by channel, for a VVAU
  std::int64_t simd = 0;   ///< channels that travel together, 0: not known
};

/// A tensor that flows: chain(integers of a tensor), or chain(the host's reals) before the first quantizer.
struct Stream {
  TensorId tensor = kNone;  ///< kNone: graph input number `input`, still real
  std::size_t input = 0;
  View view;
  Chain chain;
  FinalOperator final_operator;
  std::optional<SlidingWindows> windows;  ///< the tensor is these windows of the image that `view` describes
  std::vector<std::size_t> pending;       ///< nodes whose functions wait in the chain
};

/// A constant as integers times a scale each.
struct IntegerConstant {
  onnx::Dims dims;
  std::vector<std::int64_t> values;
  std::vector<Exact> scales;
  std::vector<std::uint32_t> which;  ///< scale of each value; empty: the only one
  const Exact& scale(std::size_t i) const { return scales[which.empty() ? 0 : which[i]]; }
};

/// std::monostate: something before it could not be mapped; everything behind it keeps silent.
using Value = std::variant<std::monostate, Stream, IntegerConstant>;

/// Integers of a network tensor and what they mean.
struct Integers {
  TensorId tensor = kNone;
  View view;
  Affine affine;
};

class Flow {
 public:
  Flow(const onnx::Model& model, const StreamlineOptions& options, Diagnostics& diagnostics);

  /// Goes through all nodes and outputs. Nothing if anything was refused; everything that is wrong has been reported.
  std::optional<Streamlined> run();

  // For the handlers of operators:
  const onnx::Model& model() const { return model_; }
  NetBuilder& net() { return net_; }
  const onnx::Node& node() const { return model_.nodes[current_]; }

  /// The current node cannot be mapped: its outputs are broken from here on.
  void refuse(const std::string& why, const std::string& help = {});
  bool refused() const { return refused_; }

  /// Input `i` of the node: as a stream (refused with a reason if it is none), a copy to go on with.
  std::optional<Stream> stream(std::size_t i);
  /// The same, also behind an operator that ends the graph, and windows of an image.
  std::optional<Stream> stream_at_end(std::size_t i);
  bool is_stream(std::size_t i) const;
  bool is_constant(std::size_t i) const { return model_.constant(node().input(i)) != nullptr || is_integers(i); }
  /// A constant input in exact real values; refused if it is no constant.
  struct Reals {
    onnx::Dims dims;
    std::vector<Exact> values;
  };
  std::optional<Reals> reals(std::size_t i);
  /// The only element of a constant.
  std::optional<Exact> scalar(std::size_t i);
  std::optional<std::int64_t> whole_scalar(std::size_t i);
  /// A number of the node's attributes. Throws onnx::AttributeError if it is none or not finite.
  Exact number(std::string_view attribute, double otherwise) const;
  /// A constant input as integers times scales; refused, with advice, if it is no such thing.
  std::optional<IntegerConstant> integer_constant(std::size_t i);
  /// A broadcast constant as one value per channel (or one for all) of the stream; refused if it varies in a channel.
  std::optional<PerChannel> per_channel(const Stream& stream, const Reals& constant);

  /// Input `i` as integers with an affine meaning: makes the input or activation layer that is still missing.
  /// Windows of an image are refused unless `windows` takes them.
  std::optional<Integers> integers(std::size_t i, std::optional<SlidingWindows>* windows = nullptr);
  /// The stream without a pending quantizer where that is possible: its integers so far, the rest in the chain.
  std::optional<Stream> settled(std::size_t i);

  /// A layer for the current node.
  std::optional<TensorId> layer(std::string_view kind, const std::vector<TensorId>& inputs, Attrs attrs,
                                std::string_view suffix = {});
  void give(Stream stream, std::size_t output = 0);
  void give(IntegerConstant constant, std::size_t output = 0);
  /// A stream of new integers with an affine meaning; `view` of the output.
  void give(TensorId tensor, View view, Affine affine);
  /// The node only adds to what waits in the chain; `detail` says what.
  void wait_in_chain(Stream stream, const std::string& detail, std::size_t output = 0);
  /// The node changes nothing but how the stream is seen.
  void pass_on(Stream stream, const std::string& became, const std::string& detail = {});

 private:
  bool is_integers(std::size_t i) const;
  const Value* value(std::size_t i) const;
  bool make_stream_integer(Stream& stream, const std::string& name);
  bool make_input(Stream& stream, const std::string& name);
  /// The stream's chain as a layer; `tail`: what goes on behind it.
  bool make_activation_layer(Stream& stream, const std::string& name, const Chain& tail);
  void start_inputs();
  void map_node();
  void declare_input(Stream& stream, const std::string& name, const InputType& declared);
  bool host_layout_of(const View& view, const Shape& hardware, const std::string& name, HostLayout& layout);
  void finish_output(const std::string& name);
  void report(const std::string& subject, const std::string& why, const std::string& help);
  /// Nodes have become this; the detail is the last node's.
  void mark(const std::vector<std::size_t>& nodes, const std::string& became, const std::string& detail);
  void note_channels(const std::string& layer, const Activation& activation, std::size_t channels);

  const onnx::Model& model_;
  const StreamlineOptions& options_;
  Diagnostics& diagnostics_;
  NetBuilder net_;
  std::map<std::string, Value> values_;
  std::vector<Shape> input_shapes_;          ///< hardware shapes of graph inputs
  std::vector<TensorId> input_tensors_;      ///< of graph inputs that have been made
  std::vector<Chain> input_chains_;          ///< what stands before the first quantizer of an input that has been made
  std::map<std::size_t, View> input_views_;  ///< of graph inputs, where they enter
  std::set<TensorId> delivered_;             ///< tensors that are outputs already
  std::size_t current_ = 0;
  bool refused_ = false;
  std::size_t problems_ = 0;
  std::vector<NodeNote> notes_;
  std::vector<std::string> own_;       ///< what each node adds to a chain
  std::vector<std::size_t> absorbed_;  ///< nodes whose constants went into the scale that the current node reads
  TensorId made_ = kNone;              ///< by the current node's last layer
  std::vector<ChannelNote> channels_;
};

/// Maps the current node. Null where an operator is unknown.
using Handler = void (*)(Flow&);
Handler find_handler(const onnx::Node& node);

}  // namespace finn::qonnx
