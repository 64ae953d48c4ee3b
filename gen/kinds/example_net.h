// SPDX-License-Identifier: Apache-2.0
// Small networks as text, for the examples of layer kinds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kinds/kind.h"

namespace finn {

/// A chain of layers l0, l1, ... from input "x" over tensors t1, t2, ... to output "y".
class ExampleNet {
 public:
  ExampleNet(std::string_view name, const Shape& shape, DataType type);

  /// Appends a layer. `attributes` and `fold` are the members of JSON objects, without braces; both may be empty.
  ExampleNet& layer(std::string_view kind, std::string_view attributes, std::string_view fold = {});
  /// Appends a layer that reads these tensors, instead of the one before it.
  ExampleNet& join(std::string_view kind, const std::vector<std::string>& inputs, std::string_view attributes,
                   std::string_view fold = {});
  /// A further input of the network.
  ExampleNet& input(std::string_view name, const Shape& shape, DataType type);
  KindExample done() const;

 private:
  struct Item {
    std::string kind;
    std::vector<std::string> inputs;  ///< empty: the tensor before it
    std::string attributes;
    std::string fold;
  };

  std::string name_;
  std::string inputs_;  ///< entries of the list
  std::vector<Item> layers_;
};

/// {"type", "shape", "data"} with pseudo-random values of the type; the same seed gives the same values.
std::string example_tensor(DataType type, const Shape& shape, std::uint64_t seed);
/// The same with values of `values` and each row ascending, for thresholds.
std::string example_rows(DataType type, const Shape& shape, Range values, std::uint64_t seed);

}  // namespace finn
