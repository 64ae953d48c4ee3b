// SPDX-License-Identifier: Apache-2.0
#include "hw/cycle_model.h"

#include <algorithm>
#include <bit>

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Streams at one side of each node, by port.
using Ports = std::vector<std::vector<StreamId>>;

void put(Ports& ports, PortRef at, StreamId stream) {
  std::vector<StreamId>& of_node = ports[index(at.node)];
  if (of_node.size() <= index(at.port)) of_node.resize(index(at.port) + 1, kNone);
  of_node[index(at.port)] = stream;
}

/// A stream's name; before it has one, where it comes from.
std::string stream_text(const HwGraph& graph, const Stream& stream) {
  if (!stream.name.empty()) return stream.name;
  if (stream.source.node == kNone) return fmt::format("input {}", stream.source.port);
  return fmt::format("output {} of {}", stream.source.port, graph.nodes[index(stream.source.node)].name);
}

}  // namespace

CycleModel::CycleModel(const HwGraph& graph)
    : graph_(graph), wires_(graph.streams.size()), wire_of_(graph.streams.size()) {
  Ports in(graph.nodes.size());
  Ports out(graph.nodes.size());
  for (const Stream& stream : graph.streams) {
    if (stream.sink.node != kNone) put(in, stream.sink, stream.id);
    if (stream.source.node != kNone) put(out, stream.source, stream.id);
  }
  const auto add_wire = [&](StreamId stream, SlotIndex source) {
    wire_of_[index(stream)] = static_cast<WireIndex>(ends_.size());
    ends_.push_back({.stream = stream, .source = source});
  };
  const std::vector<NodeId> order = graph.topological_order();
  for (const NodeId id : order) {
    Slot slot;
    slot.actor = graph.nodes[index(id)].cell->actor(graph.nodes[index(id)].params);
    slot.first_out = static_cast<WireIndex>(ends_.size());
    for (const StreamId stream : out[index(id)]) add_wire(stream, static_cast<SlotIndex>(slots_.size()));
    slot.end_out = static_cast<WireIndex>(ends_.size());
    slots_.push_back(std::move(slot));
  }
  first_input_ = static_cast<WireIndex>(ends_.size());
  for (const Stream& stream : graph.streams)
    if (stream.source.node == kNone) add_wire(stream.id, kNoSlot);
  for (SlotIndex number = 0; number < slots_.size(); ++number) {
    Slot& slot = slots_[number];
    std::vector<Wire*> in_wires;
    std::vector<Wire*> out_wires;
    slot.first_in = static_cast<std::uint32_t>(ins_.size());
    for (const StreamId stream : in[index(order[number])]) {
      ends_[wire_of(stream)].sink = number;
      ins_.push_back(wire_of(stream));
      in_wires.push_back(&wires_[wire_of(stream)]);
    }
    slot.end_in = static_cast<std::uint32_t>(ins_.size());
    for (WireIndex wire = slot.first_out; wire < slot.end_out; ++wire) out_wires.push_back(&wires_[wire]);
    slot.actor->bind(std::move(in_wires), std::move(out_wires));
  }
  active_.assign((slots_.size() + 63) / 64, 0);
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) active_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void CycleModel::awake(SlotIndex number) {
  if (number == kNoSlot || is_active(number)) return;
  Slot& slot = slots_[number];
  if (slot.since < now_) slot.actor->skip(now_ - slot.since);
  slot.since = now_;
  active_[number / 64] |= std::uint64_t{1} << (number % 64);
}

void CycleModel::offer(StreamId input, bool valid) {
  Wire& wire = wires_[wire_of(input)];
  if (wire.valid == valid) return;
  awake(ends_[wire_of(input)].sink);
  wire.valid = valid;
}

void CycleModel::accept(StreamId output, bool ready) {
  Wire& wire = wires_[wire_of(output)];
  if (wire.ready == ready) return;
  awake(ends_[wire_of(output)].source);
  wire.ready = ready;
}

/// Producers first; an actor that a changed valid wakes stands behind the one that changed it.
void CycleModel::drive_valids() {
  for (std::size_t word = 0; word < active_.size(); ++word) {
    std::uint64_t done = 0;
    while (const std::uint64_t bits = active_[word] & ~done) {
      const int bit = std::countr_zero(bits);
      done |= (std::uint64_t{2} << bit) - 1;
      const Slot& slot = slots_[word * 64 + static_cast<std::size_t>(bit)];
      std::uint64_t before = 0;
      for (WireIndex wire = slot.first_out; wire < slot.end_out; ++wire)
        before |= std::uint64_t{wires_[wire].valid} << (wire - slot.first_out);
      slot.actor->drive_valid();
      for (WireIndex wire = slot.first_out; wire < slot.end_out; ++wire, before >>= 1) {
        const bool was = (before & 1) != 0;
        if (wires_[wire].valid == was) continue;
        wires_[wire].valid = was;  // as it was while the consumer slept
        awake(ends_[wire].sink);
        wires_[wire].valid = !was;
      }
    }
  }
}

/// Consumers first; an actor that a changed ready wakes stands before the one that changed it, and its valids hold.
void CycleModel::drive_readys() {
  for (std::size_t word = active_.size(); word-- > 0;) {
    std::uint64_t left = ~std::uint64_t{0};
    while (const std::uint64_t bits = active_[word] & left) {
      const int bit = 63 - std::countl_zero(bits);
      left = (std::uint64_t{1} << bit) - 1;
      const Slot& slot = slots_[word * 64 + static_cast<std::size_t>(bit)];
      std::uint64_t before = 0;
      for (std::uint32_t i = slot.first_in; i < slot.end_in; ++i)
        before |= std::uint64_t{wires_[ins_[i]].ready} << (i - slot.first_in);
      slot.actor->drive_ready();
      for (std::uint32_t i = slot.first_in; i < slot.end_in; ++i, before >>= 1) {
        Wire& wire = wires_[ins_[i]];
        const bool was = (before & 1) != 0;
        if (wire.ready == was) continue;
        wire.ready = was;
        awake(ends_[ins_[i]].source);
        wire.ready = !was;
      }
    }
  }
}

void CycleModel::look_at(WireIndex number) {
  const Wire wire = wires_[number];
  Ends& ends = ends_[number];
  if (wire.fires()) {
    transfers_.push_back(ends.stream);
    if (ends.source != kNoSlot) slots_[ends.source].moves = true;
    if (ends.sink != kNoSlot) slots_[ends.sink].moves = true;
  }
  const bool blocked = wire.valid && !wire.ready;
  if (blocked == ends.blocked) return;
  if (blocked)
    ends.blocked_since = now_;
  else
    ends.blocked_cycles += now_ - std::max(ends.blocked_since, blocked_from_);
  ends.blocked = blocked;
}

/// A wire whose handshake has changed woke the actor that drives it.
void CycleModel::collect() {
  transfers_.clear();
  for (std::size_t word = 0; word < active_.size(); ++word)
    for (std::uint64_t bits = active_[word]; bits != 0; bits &= bits - 1) {
      const Slot& slot = slots_[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
      for (WireIndex wire = slot.first_out; wire < slot.end_out; ++wire) look_at(wire);
    }
  for (WireIndex wire = first_input_; wire < wires_.size(); ++wire) look_at(wire);
}

void CycleModel::settle() {
  while (!events_.empty() && events_.top().first <= now_) {
    const auto [cycle, slot] = events_.top();
    events_.pop();
    if (slots_[slot].wake == cycle) awake(slot);
  }
  drive_valids();
  drive_readys();
  collect();
}

std::int64_t CycleModel::quiet() const {
  std::int64_t cycles = events_.empty() ? Actor::kForever : events_.top().first - now_;
  for (SlotIndex number = 0; number < slots_.size(); ++number)
    if (is_active(number)) cycles = std::min(cycles, slots_[number].actor->quiet());
  return cycles;
}

void CycleModel::advance(std::int64_t cycles) {
  for (std::size_t word = 0; word < active_.size(); ++word) {
    for (std::uint64_t bits = active_[word]; bits != 0; bits &= bits - 1) {
      const auto number = static_cast<SlotIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
      Slot& slot = slots_[number];
      const std::int64_t quiet = slot.moves ? 1 : slot.actor->quiet();
      slot.moves = false;
      if (quiet == 1) {
        slot.actor->tick();
        slot.since = now_ + 1;
        continue;
      }
      active_[word] &= ~(bits & (~bits + 1));
      slot.since = now_;
      slot.wake = quiet == Actor::kForever ? Actor::kForever : now_ + quiet;
      if (quiet != Actor::kForever) events_.emplace(slot.wake, number);
    }
  }
  now_ += cycles;
}

std::vector<std::int64_t> CycleModel::state() {
  std::vector<std::int64_t> state;
  for (Slot& slot : slots_) {
    if (slot.since < now_) slot.actor->skip(now_ - slot.since);  // asleep, and goes on sleeping
    slot.since = now_;
    slot.actor->append_state(state);
  }
  return state;
}

std::vector<std::int64_t> CycleModel::blocked() const {
  std::vector<std::int64_t> cycles;
  for (const WireIndex wire : wire_of_) {
    const Ends& ends = ends_[wire];
    const std::int64_t running = ends.blocked ? now_ + 1 - std::max(ends.blocked_since, blocked_from_) : 0;
    cycles.push_back(ends.blocked_cycles + running);
  }
  return cycles;
}

void CycleModel::clear_blocked() {
  for (Ends& ends : ends_) ends.blocked_cycles = 0;
  blocked_from_ = now_;
}

std::string CycleModel::waiting() const {
  std::vector<std::string> offered(graph_.nodes.size());
  std::vector<std::string> missing(graph_.nodes.size());
  std::string others;
  const auto append = [](std::string& list, const std::string& item) { list += list.empty() ? item : ", " + item; };
  for (const Stream& stream : graph_.streams) {
    const Wire& at = wire(stream.id);
    const NodeId sink = stream.sink.node;
    const std::string name = stream_text(graph_, stream);
    if (sink != kNone && !at.ready && at.valid) append(offered[index(sink)], name);
    if (sink != kNone && !at.valid) append(missing[index(sink)], name);
    if (!at.valid || at.ready) continue;
    append(others, fmt::format("{} waits for {}", name, sink == kNone ? "an output" : graph_.nodes[index(sink)].name));
  }
  std::string joins;
  for (const Node& node : graph_.nodes)
    if (!offered[index(node.id)].empty() && !missing[index(node.id)].empty())
      append(joins, fmt::format("{} holds back {} until {} comes", node.name, offered[index(node.id)],
                                missing[index(node.id)]));
  if (others.empty()) return "no stream offers a beat";
  return joins.empty() ? others : fmt::format("{}; {}", joins, others);
}

}  // namespace finn
