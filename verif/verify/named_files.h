// SPDX-License-Identifier: Apache-2.0
// FILE and NAME=FILE arguments of the command line.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ir/network.h"

namespace finn {

/// Wrong use of the command line: exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Sorts FILE or NAME=FILE arguments by the names that they are for; an entry stays empty if none is for it. A bare
/// FILE is for the only name. Throws UsageError on a name that does not exist and on one that comes twice.
std::vector<std::string> files_by_name(const std::vector<std::string>& arguments, const std::vector<std::string>& names,
                                       std::string_view option);

/// Names of the tensors of a network's inputs or outputs.
template <typename Ports>
std::vector<std::string> port_tensor_names(const Network& network, const Ports& ports) {
  std::vector<std::string> names;
  for (const auto& port : ports) names.push_back(network.tensors.at(static_cast<std::size_t>(port.tensor)).name);
  return names;
}

}  // namespace finn
