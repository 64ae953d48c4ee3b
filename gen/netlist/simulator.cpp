// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "diag/diagnostics.h"
#include "netlist/netlist.h"

namespace finn {
namespace {

/// Nets that a node reads and drives, for the order of evaluation.
void visit(const LutNode& lut, std::vector<NetId>& reads, std::vector<NetId>& drives) {
  reads = lut.inputs;
  drives = {lut.o6, lut.o5};
}

void visit(const CarryChain& chain, std::vector<NetId>& reads, std::vector<NetId>& drives) {
  reads = {chain.ci};
  drives.clear();
  for (const CarryPosition& position : chain.positions) {
    reads.push_back(position.s);
    reads.push_back(position.di);
    drives.push_back(position.o);
    drives.push_back(position.co);
  }
}

}  // namespace

NetlistSimulator::NetlistSimulator(const Netlist& netlist)
    : netlist_(netlist), value_(static_cast<std::size_t>(netlist.net_count), 0) {
  value_[kOneNet] = 1;
  std::vector<char> known(value_.size(), 0);
  known[kZeroNet] = known[kOneNet] = 1;
  for (const NetPort& port : netlist.inputs)
    for (const NetId net : port.bits) known[static_cast<std::size_t>(net)] = 1;
  for (const RegisterNode& node : netlist.registers) known[static_cast<std::size_t>(node.q)] = 1;

  std::vector<Step> waiting;
  for (std::size_t i = 0; i < netlist.luts.size(); ++i) waiting.push_back({false, i});
  for (std::size_t i = 0; i < netlist.chains.size(); ++i) waiting.push_back({true, i});
  while (!waiting.empty()) {
    std::vector<Step> later;
    for (const Step step : waiting) {
      std::vector<NetId> reads;
      std::vector<NetId> drives;
      if (step.is_chain)
        visit(netlist.chains[step.index], reads, drives);
      else
        visit(netlist.luts[step.index], reads, drives);
      const auto is_known = [&](NetId net) { return known[static_cast<std::size_t>(net)] != 0; };
      if (!std::all_of(reads.begin(), reads.end(), is_known)) {
        later.push_back(step);
        continue;
      }
      for (const NetId net : drives)
        if (net != kNoNet) known[static_cast<std::size_t>(net)] = 1;
      order_.push_back(step);
    }
    if (later.size() == waiting.size()) throw Defect("netlist: a combinational loop or an undriven net");
    waiting = std::move(later);
  }
}

void NetlistSimulator::set_input(std::size_t port, std::size_t bit, bool value) {
  value_[static_cast<std::size_t>(netlist_.inputs[port].bits[bit])] = value ? 1 : 0;
}

void NetlistSimulator::run_lut(const LutNode& lut) {
  unsigned at = 0;
  for (unsigned i = 0; i < 6; ++i) at |= static_cast<unsigned>(value_[static_cast<std::size_t>(lut.inputs[i])]) << i;
  value_[static_cast<std::size_t>(lut.o6)] = (lut.table >> at) & 1;
  if (lut.o5 != kNoNet) value_[static_cast<std::size_t>(lut.o5)] = (lut.table >> (at & 31)) & 1;
}

void NetlistSimulator::run_chain(const CarryChain& chain) {
  char carry = value_[static_cast<std::size_t>(chain.ci)];
  for (const CarryPosition& position : chain.positions) {
    const char s = value_[static_cast<std::size_t>(position.s)];
    if (position.o != kNoNet) value_[static_cast<std::size_t>(position.o)] = static_cast<char>(s ^ carry);
    if (s == 0) carry = value_[static_cast<std::size_t>(position.di)];
    if (position.co != kNoNet) value_[static_cast<std::size_t>(position.co)] = carry;
  }
}

void NetlistSimulator::settle() {
  for (const Step step : order_) {
    if (step.is_chain)
      run_chain(netlist_.chains[step.index]);
    else
      run_lut(netlist_.luts[step.index]);
  }
}

void NetlistSimulator::clock() {
  settle();
  std::vector<char> next;
  next.reserve(netlist_.registers.size());
  for (const RegisterNode& node : netlist_.registers) next.push_back(value_[static_cast<std::size_t>(node.d)]);
  for (std::size_t i = 0; i < next.size(); ++i) value_[static_cast<std::size_t>(netlist_.registers[i].q)] = next[i];
}

bool NetlistSimulator::output(std::size_t port, std::size_t bit) const {
  return value_[static_cast<std::size_t>(netlist_.outputs[port].bits[bit])] != 0;
}

}  // namespace finn
