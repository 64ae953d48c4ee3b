// SPDX-License-Identifier: Apache-2.0
// Actors: the cycle-exact token models of cells' handshakes. Handshake timing never depends on data.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace finn {

/// The handshake of one stream in one cycle.
struct Wire {
  bool valid = false;
  bool ready = false;
  bool fires() const { return valid && ready; }
};

/// One cycle is: drive_valid() of all actors (producers first), drive_ready() of all actors (consumers first),
/// then tick() of all actors. A fresh actor is in its state after reset.
class Actor {
 public:
  static constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

  virtual ~Actor() = default;
  void bind(std::vector<Wire*> in, std::vector<Wire*> out) {
    in_ = std::move(in);
    out_ = std::move(out);
  }

  /// Sets out[i]->valid from the state; it may look at in[i]->valid, never at a ready.
  virtual void drive_valid() = 0;
  /// Sets in[i]->ready; it may look at every valid and at out[i]->ready.
  virtual void drive_ready() = 0;
  /// The clock edge.
  virtual void tick() = 0;
  /// Called after drive_ready() in a cycle without any transfer in the whole graph: for how many cycles, this one
  /// included, will this actor drive the same valids and readys if no transfer happens? At least 1.
  virtual std::int64_t quiet() const = 0;
  /// As many ticks without a transfer; cycles <= quiet().
  virtual void skip(std::int64_t cycles) = 0;
  /// Appends all that tick() and skip() change, always as many numbers. Actors with equal numbers behave alike for
  /// ever; what counts up for ever is given relative to something.
  virtual void append_state(std::vector<std::int64_t>& state) const = 0;

 protected:
  std::vector<Wire*> in_;
  std::vector<Wire*> out_;
};

}  // namespace finn
