// SPDX-License-Identifier: Apache-2.0
// A network while it is being read: what the file says, before names have become ids.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "import/json_value.h"
#include "ir/network.h"

namespace finn {

/// A tensor's name and where it stands.
struct NameAt {
  std::string name;
  std::string pointer;
};

struct InputDraft {
  NameAt name;
  std::optional<Shape> shape;
  std::optional<DataType> type;
  HostInput host;
};

struct OutputDraft {
  NameAt name;
  std::string pointer;  ///< of the whole output
  GraphOutput output;
};

struct LayerDraft {
  Layer layer;  ///< without its tensors
  std::vector<NameAt> inputs;
  std::vector<NameAt> outputs;
  bool inputs_known = false;  ///< the file's list could be read completely
  bool outputs_known = false;
  bool usable = false;  ///< kind, attributes and arity are right: its shape can be inferred
};

struct NetworkDraft {
  Network network;  ///< layers stand here too once `connect` has run
  std::vector<InputDraft> inputs;
  std::vector<LayerDraft> layers;
  std::vector<OutputDraft> outputs;
  bool producers_known = true;     ///< every input could be read: what no layer produces is really missing
  bool readers_known = true;       ///< every output could be read: what no layer reads is really unused
  std::vector<bool> tensor_known;  ///< per tensor: shape, type and range are there
  std::vector<bool> layer_inferred;
};

/// One entry of "layers". Always gives a draft, so that a layer's id stays its index in the file.
LayerDraft read_layer(const JsonValue& value, const std::filesystem::path& folder, JsonChecker& check);

/// One entry of "inputs" or "outputs"; nothing if it has no usable name.
std::optional<InputDraft> read_input(const JsonValue& value, JsonChecker& check);
std::optional<OutputDraft> read_output(const JsonValue& value, JsonChecker& check);
/// What can be checked of an output only once its tensor is known: scale, bias, permutation, top_k.
void check_output(const JsonSource& source, const OutputDraft& output, const TensorInfo& tensor,
                  Diagnostics& diagnostics);

/// Makes tensors and connects layers by name; reports everything that is wrong with the graph (3xxx, FR2009).
void connect(NetworkDraft& draft, const JsonSource& source, Diagnostics& diagnostics);
/// Infers shapes, types and ranges, producers first. Layers behind a broken one are left out silently.
void infer(NetworkDraft& draft, Diagnostics& diagnostics);

/// Reads {layer: fold, ...} into the layers that it names. Legality is checked for layers that have been inferred
/// (`inferred` empty: all). On an error the layer keeps its fold.
void read_folds(const JsonValue& value, Network& network, const std::vector<bool>& inferred, JsonChecker& check);

}  // namespace finn
