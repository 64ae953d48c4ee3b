// SPDX-License-Identifier: Apache-2.0
#include "netlist/netlist.h"

#include "diag/diagnostics.h"

namespace finn {
namespace {

std::vector<NetId> padded(std::vector<NetId> in, NetId sixth) {
  if (in.size() > 6) throw Defect("netlist: more than six inputs of a LUT");
  while (in.size() < 5) in.push_back(kZeroNet);
  if (in.size() < 6) in.push_back(sixth);
  return in;
}

/// The truth table of a function of five inputs that ignores those beyond `used`.
std::uint64_t half_table(std::size_t used, const std::function<bool(unsigned)>& function) {
  std::uint64_t table = 0;
  const unsigned mask = (1U << used) - 1;
  for (unsigned at = 0; at < 32; ++at)
    if (function(at & mask)) table |= std::uint64_t{1} << at;
  return table;
}

}  // namespace

std::vector<NetId> Netlist::add_input(std::string name, int width) {
  NetPort port{std::move(name), {}};
  for (int i = 0; i < width; ++i) port.bits.push_back(new_net());
  inputs.push_back(port);
  return port.bits;
}

void Netlist::add_output(std::string name, std::vector<NetId> bits) {
  outputs.push_back({std::move(name), std::move(bits)});
}

NetId Netlist::lut(const std::vector<NetId>& in, const std::function<bool(unsigned)>& o6) {
  LutNode node;
  if (in.size() == 6) {
    for (unsigned at = 0; at < 64; ++at)
      if (o6(at)) node.table |= std::uint64_t{1} << at;
  } else {
    node.table = half_table(in.size(), o6);
    node.table |= node.table << 32;
  }
  node.inputs = padded(in, kZeroNet);
  node.o6 = new_net();
  luts.push_back(node);
  return node.o6;
}

std::pair<NetId, NetId> Netlist::lut2(const std::vector<NetId>& in, const std::function<bool(unsigned)>& o6,
                                      const std::function<bool(unsigned)>& o5) {
  if (in.size() > 5) throw Defect("netlist: more than five inputs of a LUT with two outputs");
  return lut_select(in, kOneNet, o5, o6);
}

std::pair<NetId, NetId> Netlist::lut_select(const std::vector<NetId>& in, NetId select,
                                            const std::function<bool(unsigned)>& o5,
                                            const std::function<bool(unsigned)>& otherwise) {
  if (in.size() > 5) throw Defect("netlist: more than five inputs of a LUT with two outputs");
  LutNode node;
  node.table = half_table(in.size(), o5) | half_table(in.size(), otherwise) << 32;
  node.inputs = padded(in, select);
  node.inputs[5] = select;
  node.o6 = new_net();
  node.o5 = new_net();
  luts.push_back(node);
  return {node.o6, node.o5};
}

NetId Netlist::reg(NetId d) {
  if (d == kZeroNet || d == kOneNet) return d;
  registers.push_back({d, new_net()});
  return registers.back().q;
}

}  // namespace finn
