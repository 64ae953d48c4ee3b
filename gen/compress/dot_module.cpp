// SPDX-License-Identifier: Apache-2.0
#include "compress/dot_module.h"

#include <map>
#include <mutex>

#include <fmt/format.h>

#include "hw/content_hash.h"

namespace finn {
namespace {

std::string operand_name(const Operand& operand) {
  return fmt::format("{}{}", "usb"[static_cast<int>(operand.kind)], operand.bits);
}

std::string operand_text(const Operand& operand) {
  constexpr const char* kKinds[] = {"unsigned", "signed", "bipolar"};
  return fmt::format("{}-bit {}", operand.bits, kKinds[static_cast<int>(operand.kind)]);
}

std::string constant_vector(const DotSpec& spec) {
  const int bits = spec.simd * spec.weight.bits;
  BitWord word(bits);
  for (int lane = 0; lane < spec.simd; ++lane)
    word.put(lane * spec.weight.bits, spec.weight.bits, spec.constants[static_cast<std::size_t>(lane)]);
  return fmt::format("{}'h{}", bits, word.hex(bits));
}

/// What tells one module from another.
std::string key_of(const DotSpec& spec, const CompressorOptions& options, const std::optional<Accumulator>& sum) {
  std::string key = fmt::format("{}_{}_x{}_m{}_l{}_s{}", operand_name(spec.activation), operand_name(spec.weight),
                                spec.simd, static_cast<int>(spec.mode), options.levels, options.least_stages);
  if (sum) key += fmt::format("_acc{}_{}", sum->width, sum->adds);
  if (!spec.constants.empty()) key += "_" + constant_vector(spec);
  return key;
}

class Writer {
 public:
  Writer(const DotSpec& spec, const std::optional<Accumulator>& sum, const Compressor& compressor, DotModule& module)
      : spec_(spec), sum_(sum), compressor_(compressor), module_(module) {}

  std::string write() const {
    return header() + "`default_nettype none\n\n" + ports() + "`ifdef FR_PRIMITIVES\n" +
           netlist_verilog(compressor_.netlist) + "`else\n" + twin() + "`endif\nendmodule\n\n`default_nettype wire\n";
  }

 private:
  bool feedback() const { return sum_ && sum_->adds > 1; }

  std::string header() const {
    constexpr const char* kModes[] = {"products", "agreeing bits", "products of bits",
                                      "activations, inverted bit by bit where the weight is -1,"};
    const NetlistCost& cost = module_.cost;
    std::string text = "// SPDX-License-Identifier: Apache-2.0\n";
    text += fmt::format("// {}: sum of {} {}; activations {}, weights {}{}.\n", module_.source.module, spec_.simd,
                        kModes[static_cast<int>(spec_.mode)], operand_text(spec_.activation),
                        operand_text(spec_.weight), spec_.constants.empty() ? "" : " and constant");
    if (sum_)
      text += fmt::format("// y is the sum of {} of them modulo 2^{}; `add` counts one{}.\n", sum_->adds, sum_->width,
                          feedback() ? ", `first` says that it begins a sum" : "");
    else if (module_.offset != 0)
      text += fmt::format("// y is the sum + {}, which is never negative.\n", module_.offset);
    text += "//\n";
    text += sum_ ? fmt::format("// Latency     : {} enabled cycles from a, w to the sum, which takes it with `add`.\n",
                               module_.stages)
                 : fmt::format("// Latency     : {} enabled cycles.\n", module_.stages + 1);
    text += "// Throughput  : 1 a cycle.\n// Backpressure: everything holds while en";
    text += sum_ ? " (the sum: add) is low.\n" : " is low.\n";
    text += "// Reset       : none; y is unknown for the latency.\n//\n";
    text += fmt::format("// Primitives: {} LUT6_2, {} CARRY4, {} flip-flops, {} LUT levels between registers.\n",
                        cost.lut, cost.carry4, cost.ff, cost.levels);
    return text + "// Made by finn-rtlgen.\n";
  }

  std::string ports() const {
    std::string text = fmt::format("module {} (\n  input  wire clk,\n  input  wire en,\n", module_.source.module);
    if (sum_) text += "  input  wire add,\n";
    if (feedback()) text += "  input  wire first,\n";
    text += fmt::format("  input  wire [{}:0] a,\n", spec_.simd * spec_.activation.bits - 1);
    if (spec_.constants.empty()) text += fmt::format("  input  wire [{}:0] w,\n", spec_.simd * spec_.weight.bits - 1);
    text += fmt::format("  output wire [{}:0] y\n);\n", module_.width - 1);
    return text;
  }

  std::string twin() const {
    std::string text;
    const std::string weights = spec_.constants.empty() ? "w" : constant_vector(spec_);
    text += fmt::format(
        "  wire [{0}:0] dot;\n"
        "  fr_dot #(\n"
        "    .SIMD({1}), .A_WIDTH({2}), .A_KIND({3}), .W_WIDTH({4}), .W_KIND({5}), .MODE({6}), .OUT_WIDTH({7}),\n"
        "    .DOT_LATENCY({8})\n"
        "  ) u_dot (.clk(clk), .en(en), .a(a), .w({9}), .y(dot));\n",
        module_.width - 1, spec_.simd, spec_.activation.bits, static_cast<int>(spec_.activation.kind),
        spec_.weight.bits, static_cast<int>(spec_.weight.kind), static_cast<int>(spec_.mode), module_.width,
        module_.stages + (sum_ ? 0 : 1), weights);
    if (!sum_) {
      const std::uint64_t mask = (std::uint64_t{1} << module_.width) - 1;
      return text + fmt::format("  assign y = dot + {}'d{};\n", module_.width,
                                static_cast<std::uint64_t>(module_.offset) & mask);
    }
    text += fmt::format("  reg [{}:0] sum;\n  assign y = sum;\n", module_.width - 1);
    return text + fmt::format("  always @(posedge clk)\n    if (add) sum <= dot{};\n",
                              feedback() ? fmt::format(" + (first ? {}'d0 : sum)", module_.width) : "");
  }

  const DotSpec& spec_;
  const std::optional<Accumulator>& sum_;
  const Compressor& compressor_;
  DotModule& module_;
};

DotModule make(const std::string& key, const DotSpec& spec, const CompressorOptions& options,
               const std::optional<Accumulator>& sum) {
  const Compressor compressor = build_compressor(spec, options, sum);
  DotModule module;
  module.source.module = fmt::format("fr_{}_{}_{}_x{}_{:08x}", sum ? "pe" : "dot", operand_name(spec.activation),
                                     operand_name(spec.weight), spec.simd, content_hash(key) >> 32);
  module.files = {"mvu/fr_dot.v", "mvu/fr_sum.v", "carry/fr_carry.v"};
  module.stages = compressor.stages;
  module.width = static_cast<int>(compressor.netlist.outputs.front().bits.size());
  module.offset = compressor.offset;
  module.cost = netlist_cost(compressor.netlist);
  module.source.text = Writer(spec, sum, compressor, module).write();
  return module;
}

}  // namespace

const DotModule& dot_module(const DotSpec& spec, const CompressorOptions& options,
                            const std::optional<Accumulator>& accumulator) {
  struct Entry {
    std::once_flag made;
    DotModule module;
  };
  static std::mutex mutex;  // of the map alone: different modules are made at the same time
  static std::map<std::string, Entry> entries;
  const std::string key = key_of(spec, options, accumulator);
  Entry& entry = [&]() -> Entry& {
    const std::lock_guard lock(mutex);
    return entries[key];
  }();
  std::call_once(entry.made, [&] { entry.module = make(key, spec, options, accumulator); });
  return entry.module;
}

}  // namespace finn
