// SPDX-License-Identifier: Apache-2.0
#include "entries.h"

#include <cstdio>
#include <cstdlib>
#include <set>

#include "import/net_reader.h"
#include "onnx/reader.h"

namespace finn::test {
namespace {

/// Side files do not exist there.
constexpr const char* kFolder = "no_such_folder";

void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

std::int64_t elements(const onnx::Dims& dims) {
  std::int64_t count = 1;
  for (const std::int64_t dim : dims) count *= dim;
  return count;
}

void check(const onnx::Model& model) {
  std::set<std::string> known(model.inputs.begin(), model.inputs.end());
  for (const auto& [name, tensor] : model.constants) {
    promise(tensor.size() == elements(tensor.shape), "constants have the elements of their shape");
    promise(tensor.is_integer ? tensor.reals.empty() : tensor.integers.empty(), "constants are of one kind");
    known.insert(name);
  }
  for (const auto& [name, value] : model.values) {
    promise(elements(value.shape) > 0, "values have elements");
    promise(model.constants.count(name) == 0, "no value is a constant");
  }
  for (const std::string& input : model.inputs) promise(model.values.count(input) == 1, "inputs have shapes");
  std::set<std::string> names;
  for (const onnx::Node& node : model.nodes) {
    promise(names.insert(node.name).second, "names of nodes differ");
    for (const std::string& input : node.inputs) promise(input.empty() || known.count(input) == 1, "nodes are sorted");
    known.insert(node.outputs.begin(), node.outputs.end());
  }
  for (const std::string& output : model.outputs) promise(known.count(output) == 1, "outputs are produced");
}

}  // namespace

void fuzz_onnx(std::string_view bytes) {
  onnx::ReadLimits limits;
  limits.messages = 1 << 16;
  limits.constant_elements = 1 << 22;
  limits.folded_elements = 1 << 20;
  Diagnostics diagnostics;
  const auto model = onnx::parse_model(bytes, "model.onnx", kFolder, diagnostics, limits);
  promise(model.has_value() != diagnostics.has_errors(), "a model or errors");
  promise(model.has_value() || !diagnostics.text().empty(), "errors have a text");
  if (model) check(*model);
}

void fuzz_net(std::string_view text) {
  Diagnostics diagnostics;
  const auto network = parse_network(std::string(text), "net.json", kFolder, diagnostics);
  promise(network.has_value() != diagnostics.has_errors(), "a network or errors");
  promise(network.has_value() || !diagnostics.text().empty(), "errors have a text");
}

}  // namespace finn::test
