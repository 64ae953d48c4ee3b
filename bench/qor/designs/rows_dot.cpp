// SPDX-License-Identifier: Apache-2.0
// Rows dot_*: dot products alone, from the compressor generator, pipelined and with a registered output.
#include "compress/dot_module.h"
#include "random.h"
#include "row.h"

namespace finn::qor {
using namespace bench;
namespace {

std::string constant_text(const std::vector<std::uint64_t>& codes) {
  if (codes.empty()) return "1'b0";
  std::string bits;  // lane 0 lowest
  for (const std::uint64_t code : codes) bits.insert(bits.begin(), code != 0 ? '1' : '0');
  return fmt::format("{}'b{}", bits.size(), bits);
}

ModuleDesign dot_design(const DotSpec& spec) {
  const DotModule& dot = dot_module(spec, {}, std::nullopt);
  ModuleDesign design;
  design.instance = dot.source.module + " u";
  design.sources = {dot.source};
  design.files = dot.files;
  design.naive_files = {"naive_dot.v"};
  design.naive_instance = fmt::format(
      "naive_dot #(.SIMD({}), .A_WIDTH({}), .W_WIDTH({}), .BINARY({}), .FIXED({}), .WEIGHTS({}), .Y_WIDTH({})) u",
      spec.simd, spec.activation.bits, spec.weight.bits, spec.mode == DotMode::kXnor ? 1 : 0,
      spec.constants.empty() ? 0 : 1, constant_text(spec.constants), dot.width);
  design.ports = {{"en", true, 1}, {"a", true, std::int64_t{spec.simd} * spec.activation.bits}};
  if (spec.constants.empty()) design.ports.push_back({"w", true, std::int64_t{spec.simd} * spec.weight.bits});
  design.ports.push_back({"y", false, dot.width});
  return design;
}

}  // namespace

std::vector<Row> dot_rows() {
  std::vector<Row> rows;
  const auto add = [&](std::string name, const DotSpec& spec) {
    rows.push_back({std::move(name), {}, [=] { return dot_design(spec); }});
  };
  const Operand bipolar{1, OperandKind::kBipolar};
  constexpr int kSizes[] = {16, 32, 64, 128, 256};
  for (const int simd : kSizes) add(fmt::format("dot_xnor_simd{}", simd), {simd, bipolar, bipolar, DotMode::kXnor, {}});
  for (const int simd : kSizes) {
    Random random(static_cast<std::uint64_t>(simd));
    DotSpec spec{simd, bipolar, bipolar, DotMode::kXnor, {}};
    for (int lane = 0; lane < simd; ++lane) spec.constants.push_back(random.bits() & 1);
    add(fmt::format("dot_xnor_const_simd{}", simd), spec);
  }
  // Weights of one bit are -1 and +1; the constant that depends on their number goes into the thresholds (kFlip).
  add("dot_w1a2_simd16", {16, {2, OperandKind::kUnsigned}, bipolar, DotMode::kFlip, {}});
  for (const int bits : {2, 3, 4, 8})
    add(fmt::format("dot_w{0}a{0}_simd16", bits),
        {16, {bits, OperandKind::kUnsigned}, {bits, OperandKind::kSigned}, DotMode::kMac, {}});
  return rows;
}

}  // namespace finn::qor
