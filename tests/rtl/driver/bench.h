// SPDX-License-Identifier: Apache-2.0
// The environment of one instance: sources, sinks, the actor that must keep in step, and the reference to compare with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "driver/rtl_model.h"
#include "hw/actor.h"

namespace finn::rtltest {

/// How sources and sinks behave.
struct Scenario {
  std::string name;
  int frames = 3;
  double idle = 0;          ///< probability that a source that waits for nothing stays idle in a cycle
  double stall = 0;         ///< probability that a sink is not ready in a cycle
  bool bursts = false;      ///< both probabilities change at random every few cycles
  bool freezes = false;     ///< while nothing moves, hold the environment for as long as the actor says it is quiet
  std::int64_t cycles = 0;  ///< not 0: stop after so many cycles, whatever is under way
};

class Bench {
 public:
  Bench(const Cell& cell, const CellExample& example, const CellReference& reference, int first_input,
        int first_output);

  const RtlInstance& instance() const { return instance_; }

  /// A fresh actor and fresh random frames.
  void start(const Scenario& scenario, std::uint64_t seed);
  /// Decides what sources and sinks do in this cycle.
  void drive(RtlModel& model);
  /// Puts the sinks' ready (or its opposite) and the sources' valid (or none) on the pins.
  void drive_probe(RtlModel& model, bool opposite_ready, bool with_valid) const;
  /// Junk on all pins, for the cycle of a reset.
  void drive_junk(RtlModel& model);
  /// With the sinks' ready turned round and no source valid: what a cell's ready is that depends on registers alone.
  void remember_ready(const RtlModel& model);
  /// With the sinks' ready turned round: valid must not change with it.
  void remember_valid(const RtlModel& model);
  /// Compares remembered, actor's and reference's values with the settled pins; counts the cycle's transfers.
  void check(const RtlModel& model);

  /// Everything is through, and some idle cycles more; or it failed.
  bool done() const;
  const std::string& failure() const { return failure_; }

  /// After a stall-free run: what the module header and the cell say.
  void check_timing();

 private:
  struct Source {
    Beats beats;
    std::size_t next = 0;
    bool valid = false;
    Beat junk{BitWord(1), false};
  };
  struct Sink {
    Beats expected;
    std::size_t next = 0;
    bool ready = false;
    bool was_stalled = false;
    bool seen_valid = false;  ///< in the probe
    std::vector<std::int64_t> last_cycles;
  };

  void fail(const std::string& what);
  bool chance(double probability);
  void new_environment();

  const Cell& cell_;
  const CellExample& example_;
  const CellReference& reference_;
  RtlInstance instance_;
  int first_input_;
  int first_output_;

  Scenario scenario_;
  Rng rng_;
  std::unique_ptr<Actor> actor_;
  std::vector<Wire> in_wires_;
  std::vector<Wire> out_wires_;
  std::vector<Source> sources_;
  std::vector<Sink> sinks_;
  std::vector<bool> probed_ready_;
  std::int64_t cycle_ = 0;
  std::int64_t limit_ = 0;
  std::int64_t frozen_ = 0;  ///< further cycles in which nothing may change
  std::int64_t idle_after_end_ = 0;
  std::int64_t first_in_ = -1;
  std::int64_t first_out_ = -1;
  std::string failure_;
};

}  // namespace finn::rtltest
