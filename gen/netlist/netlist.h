// SPDX-License-Identifier: Apache-2.0
// A structural netlist of look-up tables, carry chains and registers: what a generated module instantiates.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace finn {

/// A net of a Netlist. The two constants are nets too.
using NetId = int;
constexpr NetId kNoNet = -1;
constexpr NetId kZeroNet = 0;
constexpr NetId kOneNet = 1;

/// A LUT6_2: o6 is any function of up to six inputs; o5, if used, one of the first five.
/// As in the primitive, table bits 31..0 give o5 and, while input 5 is 0, also o6; bits 63..32 give o6 while it is 1.
struct LutNode {
  std::vector<NetId> inputs;  ///< six, unused ones tied to a constant
  std::uint64_t table = 0;
  NetId o6 = kNoNet;
  NetId o5 = kNoNet;
};

/// One position of a carry chain: o = s ^ ci, co = s ? ci : di; co is the ci of the next position.
struct CarryPosition {
  NetId s = kZeroNet;
  NetId di = kZeroNet;
  NetId o = kNoNet;   ///< kNoNet: not used
  NetId co = kNoNet;  ///< kNoNet: not used outside the chain
};

struct CarryChain {
  NetId ci = kZeroNet;
  std::vector<CarryPosition> positions;
};

/// q follows d at each clock edge with its clock enable high: port `en`, or `add` for registers of a sum.
struct RegisterNode {
  NetId d = kNoNet;
  NetId q = kNoNet;
  bool is_sum = false;
};

/// A vector port.
struct NetPort {
  std::string name;
  std::vector<NetId> bits;  ///< bit 0 first
};

/// Nodes may be added in any order; combinational loops are the caller's fault.
struct Netlist {
  int net_count = 2;
  std::vector<LutNode> luts;
  std::vector<CarryChain> chains;
  std::vector<RegisterNode> registers;
  std::vector<NetPort> inputs;
  std::vector<NetPort> outputs;

  NetId new_net() { return net_count++; }
  std::vector<NetId> add_input(std::string name, int width);
  void add_output(std::string name, std::vector<NetId> bits);

  /// Functions get the inputs' values, first input in bit 0. At most six inputs, without o5.
  NetId lut(const std::vector<NetId>& in, const std::function<bool(unsigned)>& o6);
  /// At most five inputs; returns {o6, o5}.
  std::pair<NetId, NetId> lut2(const std::vector<NetId>& in, const std::function<bool(unsigned)>& o6,
                               const std::function<bool(unsigned)>& o5);
  /// o5 is a function of `in` (five at most), o6 is o5 while `select` is 0 and `otherwise` while it is 1.
  std::pair<NetId, NetId> lut_select(const std::vector<NetId>& in, NetId select,
                                     const std::function<bool(unsigned)>& o5,
                                     const std::function<bool(unsigned)>& otherwise);
  NetId reg(NetId d);
};

/// Resources by count, as a slice of the 7 series holds them.
struct NetlistCost {
  std::int64_t lut = 0;  ///< a LUT6_2 is one
  std::int64_t ff = 0;
  std::int64_t carry4 = 0;
  /// Carry positions that need one LUT more when packed: both o and co leave unregistered (only one can, through the
  /// slice's multiplexer; the other must end in the position's own flip-flop), or the first position needs its bypass
  /// pin both for the chain's ci and for di.
  std::int64_t breaks = 0;
  std::int64_t levels = 0;  ///< LUT levels between registers and ports at most
};

NetlistCost netlist_cost(const Netlist& netlist);

/// Values of all nets: one clock cycle at a time. Registers start at 0.
class NetlistSimulator {
 public:
  explicit NetlistSimulator(const Netlist& netlist);
  void set_input(std::size_t port, std::size_t bit, bool value);
  /// Settles the combinational nets.
  void settle();
  /// Settles, then clocks every register (clock enable high).
  void clock();
  bool output(std::size_t port, std::size_t bit) const;

 private:
  struct Step {
    bool is_chain;
    std::size_t index;
  };
  void run_lut(const LutNode& lut);
  void run_chain(const CarryChain& chain);

  const Netlist& netlist_;
  std::vector<Step> order_;
  std::vector<char> value_;
};

/// The body of a module: wires, LUT6_2, fr_carry and registers. Ports are used by their names, with clk, en and add.
std::string netlist_verilog(const Netlist& netlist);

}  // namespace finn
