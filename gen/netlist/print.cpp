// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "netlist/netlist.h"

namespace finn {
namespace {

class Printer {
 public:
  explicit Printer(const Netlist& netlist) : netlist_(netlist), names_(static_cast<std::size_t>(netlist.net_count)) {
    names_[kZeroNet] = "1'b0";
    names_[kOneNet] = "1'b1";
    for (const NetPort& port : netlist.inputs)
      for (std::size_t i = 0; i < port.bits.size(); ++i)
        name(port.bits[i]) = port.bits.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, i);
  }

  std::string print() {
    name_nets();
    for (std::size_t i = 0; i < netlist_.luts.size(); ++i) lut(i);
    for (std::size_t i = 0; i < netlist_.chains.size(); ++i) chain(i);
    registers(false, "q", "en");
    registers(true, "sum", "add");
    for (const NetPort& port : netlist_.outputs) out_ += fmt::format("  assign {} = {};\n", port.name, list(port.bits));
    return std::move(out_);
  }

 private:
  std::string& name(NetId net) { return names_[static_cast<std::size_t>(net)]; }

  void name_nets() {
    const auto& luts = netlist_.luts;
    std::string unused;  // some inputs and outputs lead nowhere
    for (const NetPort& port : netlist_.inputs) unused += ", " + port.name;
    for (std::size_t i = 0; i < luts.size(); ++i) {
      name(luts[i].o6) = fmt::format("x[{}]", i);
      if (luts[i].o5 != kNoNet) name(luts[i].o5) = fmt::format("z[{}]", i);
    }
    if (!luts.empty()) {
      out_ += fmt::format("  wire [{0}:0] x;  // o6 of the LUTs\n  wire [{0}:0] z;  // o5\n", luts.size() - 1);
      unused += ", z";
    }
    for (std::size_t i = 0; i < netlist_.chains.size(); ++i) {
      const auto& positions = netlist_.chains[i].positions;
      for (std::size_t k = 0; k < positions.size(); ++k) {
        if (positions[k].o != kNoNet) name(positions[k].o) = fmt::format("o{}[{}]", i, k);
        if (positions[k].co != kNoNet) name(positions[k].co) = fmt::format("c{}[{}]", i, k);
      }
      out_ += fmt::format("  wire [{1}:0] o{0};\n  wire [{1}:0] c{0};\n", i, positions.size() - 1);
      unused += fmt::format(", o{0}, c{0}", i);
    }
    if (!unused.empty()) out_ += fmt::format("  wire unused_nets = &{{1'b0{}}};\n", unused);
    std::size_t q = 0;
    std::size_t sum = 0;
    for (const RegisterNode& node : netlist_.registers)
      name(node.q) = node.is_sum ? fmt::format("sum[{}]", sum++) : fmt::format("q[{}]", q++);
    if (q > 0)
      out_ += fmt::format(
          "  // A shift register would be a LUT, a register is none.\n  (* keep, shreg_extract = \"no\" *)\n  reg "
          "[{}:0] q;\n",
          q - 1);
    if (sum > 0) out_ += fmt::format("  reg [{}:0] sum;\n", sum - 1);
  }

  void lut(std::size_t i) {
    const LutNode& node = netlist_.luts[i];
    out_ += fmt::format("  LUT6_2 #(.INIT(64'h{:016x})) u_lut{} (", node.table, i);
    for (std::size_t k = 0; k < 6; ++k) out_ += fmt::format(".I{}({}), ", k, name(node.inputs[k]));
    out_ += fmt::format(".O6({}), .O5({}));\n", name(node.o6), fmt::format("z[{}]", i));
  }

  void chain(std::size_t i) {
    std::vector<NetId> s;
    std::vector<NetId> di;
    for (const CarryPosition& position : netlist_.chains[i].positions) {
      s.push_back(position.s);
      di.push_back(position.di);
    }
    out_ += fmt::format("  fr_carry #(.WIDTH({1})) u_carry{0} (.ci({2}), .s({3}), .di({4}), .o(o{0}), .co(c{0}));\n", i,
                        s.size(), name(netlist_.chains[i].ci), list(s), list(di));
  }

  void registers(bool sums, const char* vector, const char* enable) {
    std::vector<NetId> d;
    for (const RegisterNode& node : netlist_.registers)
      if (node.is_sum == sums) d.push_back(node.d);
    if (!d.empty()) out_ += fmt::format("  always @(posedge clk)\n    if ({}) {} <= {};\n", enable, vector, list(d));
  }

  /// A concatenation, last bit first, in lines.
  std::string list(const std::vector<NetId>& bits) {
    std::string text = "{";
    std::size_t line = 0;
    for (std::size_t i = bits.size(); i-- > 0;) {
      const std::string& item = name(bits[i]);
      if (line + item.size() > 100) {
        text += "\n          ";
        line = 0;
      }
      text += item + (i > 0 ? ", " : "");
      line += item.size() + 2;
    }
    return text + "}";
  }

  const Netlist& netlist_;
  std::vector<std::string> names_;
  std::string out_;
};

}  // namespace

std::string netlist_verilog(const Netlist& netlist) { return Printer(netlist).print(); }

}  // namespace finn
