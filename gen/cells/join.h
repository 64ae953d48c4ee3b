// SPDX-License-Identifier: Apache-2.0
// What generated cells with several input streams share: ports, codes, the actor of a join.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "hw/actor.h"
#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// "s0_axis", "s1_axis", ...
std::vector<std::string> join_inputs(std::int64_t count);

/// The type's codes as a parameter: 0 unsigned, 1 two's complement, 2 BIPOLAR (0 is -1).
std::int64_t code_parameter(const DataType& type);
/// A type with these codes.
DataType code_type(std::int64_t code, std::int64_t width);

/// The port list of a module, from "  input  wire clk" to ");", with input streams of `input_bits` bits.
std::string join_ports(const std::vector<std::int64_t>& input_bits, std::int64_t output_bits);

/// Verilog of the value that the code `wire` of `type` stands for, as a number of `width` bits (modulo 2^width).
std::string code_value(const std::string& wire, const DataType& type, int width);

/// A generated module named by its text, in which `placeholder` stands for the name in the header comment ("<name>:")
/// and in the module's line ("<name> (").
RtlSource named_source(const std::string& placeholder, std::string text);

/// Takes a beat of every input at once where all have one; `latency` stages (1..32) advance together unless the output
/// waits.
class JoinActor : public Actor {
 public:
  explicit JoinActor(int latency) : last_(std::uint64_t{1} << (latency - 1)), latency_(latency) {}

  void drive_valid() override { out_[0]->valid = (stages_ & last_) != 0; }
  void drive_ready() override {
    const bool ready = enabled() && all_valid();
    for (Wire* in : in_) in->ready = ready;
  }
  void tick() override {
    if (enabled()) stages_ = ((stages_ << 1) | (all_valid() ? 1 : 0)) & (2 * last_ - 1);
  }
  std::int64_t quiet() const override {
    if (!enabled() || stages_ == 0) return kForever;
    return latency_ - static_cast<std::int64_t>(std::bit_width(stages_));  // until the foremost beat is offered
  }
  void skip(std::int64_t cycles) override {
    if (enabled() && stages_ != 0) stages_ <<= cycles;
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.push_back(static_cast<std::int64_t>(stages_));
  }

 private:
  bool enabled() const { return out_[0]->ready || (stages_ & last_) == 0; }
  bool all_valid() const {
    for (const Wire* in : in_)
      if (!in->valid) return false;
    return true;
  }

  std::uint64_t last_;
  std::uint64_t stages_ = 0;  ///< bit i: a beat is in stage i
  std::int64_t latency_;
};

}  // namespace finn
