// SPDX-License-Identifier: Apache-2.0
// A layer kind is what networks are made of. Everything about one stands in gen/kinds/<name>/.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hw/graph.h"
#include "ir/network.h"
#include "kinds/channels.h"
#include "kinds/widths.h"

namespace finn {

/// The folding of one layer, decided.
struct Folding {
  std::int64_t pe = 1;
  std::int64_t simd = 1;
  std::string style = "auto";
  std::string ram_style = "auto";
  std::string window = "sequential";
};

/// Legal foldings of a layer. Empty lists: the kind has no such knob.
struct Knobs {
  std::vector<std::int64_t> pe;    ///< ascending
  std::vector<std::int64_t> simd;  ///< ascending
  std::string pe_rule;             ///< e.g. "pe divides 16 output channels"
  std::string simd_rule;
  /// True: the folding rule chooses freely (MAC layers). False: the layer takes the parallelism that never makes
  /// it slower than its neighbouring MAC layers.
  bool leads = false;
  /// Not 0: a simd above 1 is legal only together with this pe.
  std::int64_t pe_for_simd = 0;
  /// True: with "pad" pe and simd need not divide, and may be anything up to the largest legal ones.
  bool may_pad = false;
  std::string dsp_obstacle = "it multiplies nothing";  ///< why style dsp is illegal; empty: it is legal
};

/// What `lower` gets: a folded layer, the streams of its inputs, and the graph to add cells to.
struct LowerContext {
  HwGraph& graph;
  const Network& network;
  const Layer& layer;
  const Folding& folding;
  std::vector<StreamEnd> inputs;  ///< one per layer input

  /// Adds a cell named "<layer>_<suffix>" that belongs to the layer, its memories writable if that is a runtime one.
  NodeId add(const Cell& cell, std::string_view suffix, Params params, std::vector<Memory> memories = {});
  /// Feeds `from` into input `port` of a node that takes `lanes` elements a beat. Where the lanes differ, a later
  /// pass puts a width converter.
  void feed(const StreamEnd& from, NodeId node, std::int64_t lanes, int port = 0);
};

/// Runs one frame: input tensors to output tensors, in values. Prepared once (weights packed), called often;
/// safe to call from one thread at a time.
using GoldenRun = std::function<void(const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs)>;

/// A configuration for the contract tests: a network file's text (inline data only) and a name.
struct KindExample {
  std::string name;
  std::string net_json;
};

/// Inputs of a layer of a kind with any number of them.
constexpr std::size_t kMostInputs = 16;

struct LayerKind {
  std::string_view name;  ///< == its folder's name
  std::string_view doc;   ///< one line
  AttrSchema schema;
  std::size_t input_count;
  std::size_t max_input_count = 0;  ///< above input_count: any number from input_count to this, kMostInputs at most
  std::size_t output_count;
  /// True: takes streams with any encoding (threshold, lut); false: wants values as their type's plain codes.
  bool accepts_encoding;
  /// Shape and type inference with exact ranges. Reports everything that is wrong and returns false; fills shape,
  /// type and range of the outputs otherwise. Input tensors are already inferred.
  bool (*shape)(const Network&, const Layer&, Diagnostics&, std::vector<TensorInfo>& outputs);
  Knobs (*knobs)(const Network&, const Layer&);
  /// Cycles of one frame at a folding: the largest over the kind's cells of input beats, compute cycles and
  /// output beats.
  std::int64_t (*cycles)(const Network&, const Layer&, const Folding&);
  /// Arithmetic operations of one frame (a multiply-accumulate counts 2).
  std::int64_t (*operations)(const Network&, const Layer&);
  GoldenRun (*golden)(const Network&, const Layer&);
  /// Adds the cells and returns one stream end per output.
  std::vector<StreamEnd> (*lower)(LowerContext&);
  std::vector<KindExample> (*examples)();
  /// How the layer does without channels; null: it keeps all of them.
  const ChannelRules& (*channels)() = nullptr;
  /// Rewrites the attributes for operands of other widths; null: they stay. A kind whose attribute "type" is what it
  /// quantizes to, and one with "weights", must have it.
  void (*widths)(const WidthChange& change, Attrs& attrs) = nullptr;
};

/// All kinds, sorted by name (a table that CMake makes from the folders of gen/kinds).
const std::vector<const LayerKind*>& all_kinds();
const LayerKind* find_kind(std::string_view name);

}  // namespace finn
