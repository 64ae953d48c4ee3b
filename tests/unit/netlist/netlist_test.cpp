// SPDX-License-Identifier: Apache-2.0
#include "netlist/netlist.h"

#include <gtest/gtest.h>

#include "diag/diagnostics.h"

namespace finn {
namespace {

/// All values of up to 20 input bits, as one number.
template <typename Check>
void for_all_inputs(const Netlist& netlist, NetlistSimulator& simulator, Check check) {
  std::size_t bits = 0;
  for (const NetPort& port : netlist.inputs) bits += port.bits.size();
  for (unsigned value = 0; value < 1U << bits; ++value) {
    unsigned rest = value;
    for (std::size_t p = 0; p < netlist.inputs.size(); ++p)
      for (std::size_t b = 0; b < netlist.inputs[p].bits.size(); ++b, rest >>= 1)
        simulator.set_input(p, b, (rest & 1) != 0);
    simulator.settle();
    check(value);
  }
}

unsigned ones(unsigned value) { return static_cast<unsigned>(__builtin_popcount(value)); }

TEST(Netlist, LutsGiveTheirFunctions) {
  Netlist netlist;
  const std::vector<NetId> a = netlist.add_input("a", 6);
  const std::vector<NetId> five(a.begin(), a.begin() + 5);
  const NetId parity = netlist.lut(a, [](unsigned at) { return (ones(at) & 1) != 0; });
  const auto [sum, carry] = netlist.lut2(
      {a[0], a[1], a[2]}, [](unsigned at) { return (ones(at) & 1) != 0; }, [](unsigned at) { return ones(at) >= 2; });
  const auto [selected, low] = netlist.lut_select(
      five, a[5], [](unsigned at) { return at == 3; }, [](unsigned at) { return at != 3; });
  netlist.add_output("y", {parity, sum, carry, selected, low});
  NetlistSimulator simulator(netlist);
  for_all_inputs(netlist, simulator, [&](unsigned at) {
    EXPECT_EQ(simulator.output(0, 0), (ones(at) & 1) != 0);
    EXPECT_EQ(simulator.output(0, 1), (ones(at & 7) & 1) != 0);
    EXPECT_EQ(simulator.output(0, 2), ones(at & 7) >= 2);
    EXPECT_EQ(simulator.output(0, 3), ((at & 31) == 3) != (at >= 32));
    EXPECT_EQ(simulator.output(0, 4), (at & 31) == 3);
  });
  EXPECT_THROW(netlist.lut2(
                   a, [](unsigned) { return false; }, [](unsigned) { return false; }),
               Defect);
}

/// A ripple adder of n bits: the carry chain adds.
Netlist adder(int bits, bool carries_used, bool registered) {
  Netlist netlist;
  const std::vector<NetId> a = netlist.add_input("a", bits);
  const std::vector<NetId> b = netlist.add_input("b", bits);
  CarryChain chain;
  std::vector<NetId> y;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto [s, di] = netlist.lut2(
        {a[i], b[i]}, [](unsigned at) { return at == 1 || at == 2; }, [](unsigned at) { return (at & 1) != 0; });
    chain.positions.push_back({s, di, netlist.new_net(), kNoNet});
    if (carries_used || i + 1 == a.size()) chain.positions.back().co = netlist.new_net();
    const auto out = [&](NetId net) { y.push_back(registered ? netlist.reg(net) : net); };
    out(chain.positions.back().o);
    if (chain.positions.back().co != kNoNet) out(chain.positions.back().co);
  }
  netlist.chains.push_back(chain);
  netlist.add_output("y", y);
  return netlist;
}

TEST(Netlist, ChainsAdd) {
  const Netlist netlist = adder(5, false, false);
  NetlistSimulator simulator(netlist);
  for_all_inputs(netlist, simulator, [&](unsigned at) {
    unsigned y = 0;
    for (std::size_t i = 0; i < 6; ++i) y |= (simulator.output(0, i) ? 1U : 0U) << i;
    EXPECT_EQ(y, (at & 31) + (at >> 5));
  });
}

TEST(Netlist, PackingCountsWhatASliceCannotHold) {
  // Only the last position has both outputs, and neither is registered.
  NetlistCost cost = netlist_cost(adder(5, false, false));
  EXPECT_EQ(cost.lut, 5);
  EXPECT_EQ(cost.carry4, 2);
  EXPECT_EQ(cost.breaks, 1);
  EXPECT_EQ(cost.levels, 1);
  EXPECT_EQ(netlist_cost(adder(5, true, false)).breaks, 5);
  cost = netlist_cost(adder(5, true, true));
  EXPECT_EQ(cost.breaks, 0);
  EXPECT_EQ(cost.ff, 10);
}

TEST(Netlist, TheBypassPinServesOnce) {
  Netlist netlist;
  const std::vector<NetId> a = netlist.add_input("a", 3);
  const NetId s = netlist.lut({a[0], a[1]}, [](unsigned at) { return at == 1 || at == 2; });
  CarryChain chain;
  chain.ci = a[2];
  chain.positions = {{s, a[0], netlist.new_net(), kNoNet}};
  netlist.add_output("y", {chain.positions[0].o});
  netlist.chains.push_back(chain);
  EXPECT_EQ(netlist_cost(netlist).breaks, 1);  // ci and di both want it
  netlist.chains[0].ci = kZeroNet;
  EXPECT_EQ(netlist_cost(netlist).breaks, 0);
}

TEST(Netlist, RegistersHoldTheLastValue) {
  Netlist netlist;
  const std::vector<NetId> a = netlist.add_input("a", 1);
  netlist.add_output("y", {netlist.reg(netlist.reg(a[0]))});
  NetlistSimulator simulator(netlist);
  simulator.set_input(0, 0, true);
  simulator.clock();
  EXPECT_FALSE(simulator.output(0, 0));
  simulator.clock();
  EXPECT_TRUE(simulator.output(0, 0));
}

TEST(Netlist, LoopsAreDefects) {
  Netlist netlist;
  const NetId loop = netlist.new_net();
  netlist.luts.push_back({{loop, 0, 0, 0, 0, 0}, 1, loop, kNoNet});
  EXPECT_THROW(NetlistSimulator{netlist}, Defect);
}

TEST(Netlist, VerilogNamesPortsAndPrimitives) {
  const std::string text = netlist_verilog(adder(2, false, true));
  for (const char* part :
       {"LUT6_2 #(.INIT(64'h", ".I0(a[0]), .I1(b[0])", "fr_carry #(.WIDTH(2))", "if (en) q <=", "assign y = {"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

}  // namespace
}  // namespace finn
