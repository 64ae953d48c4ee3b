// SPDX-License-Identifier: Apache-2.0
// The examples of all layer kinds, as networks whose layers can be rewritten.
#pragma once

#include <string>
#include <vector>

#include "ir/network.h"

namespace finn::test {

struct RuntimeExample {
  std::string kind;
  std::string name;
  Network network;  ///< every layer with tensors has "runtime": true
};

/// Those of the kinds with tensors.
std::vector<RuntimeExample> runtime_examples();

}  // namespace finn::test
