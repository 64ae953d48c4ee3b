// SPDX-License-Identifier: Apache-2.0
// The cycle model of a hardware graph: its cells' actors, stepped by events.
#pragma once

#include <cstdint>
#include <memory>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "hw/graph.h"

namespace finn {

/// A cycle is: offer() and accept() of what changes at the boundary, settle(), then what the streams do may be read,
/// then advance(). Only actors that a change reaches are stepped; one without a transfer sleeps until its handshakes
/// change by themselves (Actor::quiet) or one of its wires does, and then makes up for the cycles it slept.
class CycleModel {
 public:
  /// The state after reset, nothing offered and nothing accepted. Streams must have equal lanes on both sides.
  explicit CycleModel(const HwGraph& graph);

  /// The handshake's outer half of a graph input or output, from this cycle on.
  void offer(StreamId input, bool valid);
  void accept(StreamId output, bool ready);

  /// Brings all handshakes of this cycle to rest.
  void settle();
  /// After settle(): the streams that transfer a beat in this cycle, in no order.
  const std::vector<StreamId>& transfers() const { return transfers_; }
  const Wire& wire(StreamId stream) const { return wires_[wire_of(stream)]; }
  bool fires(StreamId stream) const { return wire(stream).fires(); }
  /// After settle() without a transfer: for how many cycles, this one included, nothing happens while the boundary
  /// stays as it is. Actor::kForever: a deadlock, if the boundary waits too.
  std::int64_t quiet() const;
  /// The clock edge; after quiet() that many cycles at most.
  void advance(std::int64_t cycles = 1);

  std::int64_t cycle() const { return now_; }
  /// After advance(): the state of all actors. Where it equals that of an earlier cycle, and the boundary does the same
  /// from both on, everything repeats for ever.
  std::vector<std::int64_t> state();
  /// Per stream: in how many cycles since clear_blocked() a beat waited for its receiver, settled cycle included.
  std::vector<std::int64_t> blocked() const;
  void clear_blocked();
  /// Which joins hold back what for want of what, and which streams offer a beat that nobody takes, in words.
  std::string waiting() const;

 private:
  using WireIndex = std::uint32_t;
  using SlotIndex = std::uint32_t;

  /// An actor and its wires: those of its outputs stand one behind the other, those of its inputs are listed.
  struct Slot {
    std::unique_ptr<Actor> actor;
    WireIndex first_out = 0, end_out = 0;
    std::uint32_t first_in = 0, end_in = 0;  ///< in ins_
    bool moves = false;                      ///< one of its wires transfers a beat in this cycle
    std::int64_t since = 0;                  ///< the actor's state is that at the start of this cycle
    std::int64_t wake = 0;                   ///< it is due in this cycle
  };

  /// What is known of a wire: who is at its ends (kNoSlot: the boundary), and how long beats waited.
  struct Ends {
    StreamId stream = kNone;
    SlotIndex source = kNoSlot;
    SlotIndex sink = kNoSlot;
    bool blocked = false;
    std::int64_t blocked_since = 0;
    std::int64_t blocked_cycles = 0;
  };

  static constexpr SlotIndex kNoSlot = static_cast<SlotIndex>(-1);

  bool is_active(SlotIndex slot) const { return (active_[slot / 64] >> (slot % 64) & 1) != 0; }
  /// Steps a sleeping actor to this cycle. Its wires must still be as they were while it slept.
  void awake(SlotIndex slot);
  void drive_valids();
  void drive_readys();
  void collect();
  void look_at(WireIndex wire);
  WireIndex wire_of(StreamId stream) const { return wire_of_[static_cast<std::size_t>(stream)]; }

  const HwGraph& graph_;
  std::vector<Wire> wires_;         ///< grouped by the slots that drive them, graph inputs last
  std::vector<Ends> ends_;          ///< by wire
  std::vector<WireIndex> wire_of_;  ///< by stream
  WireIndex first_input_ = 0;       ///< wires from here on come from graph inputs
  std::vector<Slot> slots_;         ///< in topological order
  std::vector<WireIndex> ins_;
  std::vector<std::uint64_t> active_;  ///< a bit a slot
  std::vector<StreamId> transfers_;
  using Event = std::pair<std::int64_t, SlotIndex>;  ///< cycle, slot
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::int64_t blocked_from_ = 0;
  std::int64_t now_ = 0;
};

}  // namespace finn
