// SPDX-License-Identifier: Apache-2.0
// Writes small compressor modules for equivalence proofs: dot_modules FOLDER. Prints a JSON list of them.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "compress/dot_module.h"

using namespace finn;

namespace {

struct Case {
  std::string name;
  DotSpec spec;
  int levels = 3;
};

std::vector<Case> cases() {
  const Operand bit{1, OperandKind::kBipolar};
  const auto u = [](int bits) { return Operand{bits, OperandKind::kUnsigned}; };
  const auto s = [](int bits) { return Operand{bits, OperandKind::kSigned}; };
  return {
      {"xnor_3", {3, bit, bit, DotMode::kXnor, {}}},
      {"xnor_8", {8, bit, bit, DotMode::kXnor, {}}},
      {"xnor_9_two_levels", {9, bit, bit, DotMode::kXnor, {}}, 2},
      {"xnor_10_const", {10, bit, bit, DotMode::kXnor, {1, 0, 0, 1, 1, 1, 0, 1, 0, 0}}},
      {"and_7", {7, u(1), u(1), DotMode::kAnd, {}}},
      {"w1a2_4", {4, u(2), bit, DotMode::kMac, {}}},
      {"w2a2_3", {3, u(2), s(2), DotMode::kMac, {}}},
      {"w3a3_2", {2, s(3), s(3), DotMode::kMac, {}}},
      {"w4a4_1", {1, u(4), s(4), DotMode::kMac, {}}},
      {"w3a2_const_4", {4, u(2), s(3), DotMode::kMac, {3, 4, 7, 0}}},
      {"flip_5", {5, u(2), bit, DotMode::kFlip, {}}},
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  nlohmann::json list = nlohmann::json::array();
  for (const Case& one : cases()) {
    CompressorOptions options;
    options.levels = one.levels;
    const DotModule& module = dot_module(one.spec, options, std::nullopt);
    std::ofstream(folder / (one.name + ".v")) << module.source.text;
    list.push_back({{"name", one.name},
                    {"module", module.source.module},
                    {"files", module.files},
                    {"stages", module.stages},
                    {"constant", !one.spec.constants.empty()}});
  }
  std::cout << list.dump() << '\n';
}
