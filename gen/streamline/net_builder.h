// SPDX-License-Identifier: Apache-2.0
// Builds an integer network layer by layer, with shapes, types and ranges known at once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ir/network.h"

namespace finn::qonnx {

class NetBuilder {
 public:
  /// `file` is what the user named; diagnostics of the network point there.
  NetBuilder(std::string name, std::string file);

  const TensorInfo& tensor(TensorId id) const { return network_.tensors.at(static_cast<std::size_t>(id)); }
  TensorId add_input(const std::string& name, Shape shape, DataType type, HostInput host);
  /// The output tensor of a new layer of a kind, or kNone with the kind's own complaints in `problems`.
  TensorId add_layer(std::string_view kind, const std::string& name, const std::vector<TensorId>& inputs, Attrs attrs,
                     std::vector<std::string>& problems);
  void add_output(GraphOutput output) { network_.outputs.push_back(std::move(output)); }
  /// Name of the layer that produces a tensor; of the tensor itself if it is an input.
  std::string producer(TensorId id) const;
  Network take() { return std::move(network_); }

 private:
  std::string unused_name(const std::string& wanted, std::set<std::string>& used);
  Location here() const;
  Network network_;
  std::set<std::string> layer_names_;
  std::set<std::string> tensor_names_;
};

/// A name for net.json from one of ONNX: letters, digits and "_", not a digit first, no word of Verilog.
std::string identifier(const std::string& text, const std::string& otherwise);

}  // namespace finn::qonnx
