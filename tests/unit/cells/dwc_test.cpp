// SPDX-License-Identifier: Apache-2.0
#include "cells/dwc/dwc.h"

#include <gtest/gtest.h>

#include <random>

namespace finn {
namespace {

/// The converter's actor between a source and a sink.
class Converter {
 public:
  Converter(std::int64_t in, std::int64_t out)
      : actor_(cell_dwc().actor(dwc_params({.width = 1, .in_lanes = in, .out_lanes = out}))) {
    actor_->bind({&in_}, {&out_});
  }

  void cycle(bool valid, bool ready) {
    in_.valid = valid;
    actor_->drive_valid();
    out_.ready = ready;
    actor_->drive_ready();
    took = in_.fires();
    gave = out_.fires();
    actor_->tick();
  }

  bool took = false;
  bool gave = false;

 private:
  std::unique_ptr<Actor> actor_;
  Wire in_;
  Wire out_;
};

TEST(Dwc, SlowerSideMovesInEveryCycle) {
  std::mt19937 rng(1);
  for (std::int64_t in = 1; in <= 8; ++in)
    for (std::int64_t out = 1; out <= 8; ++out)
      for (int start = 0; start < 20; ++start) {
        Converter converter(in, out);
        // From any level that stalls can leave behind.
        for (int i = 0; i < 5 * start; ++i) converter.cycle(rng() % 2 != 0, rng() % 2 != 0);
        for (int i = 0; i < 20; ++i) converter.cycle(true, true);
        for (int i = 0; i < 200; ++i) {
          converter.cycle(true, true);
          ASSERT_TRUE(in >= out ? converter.gave : converter.took) << in << " to " << out << ", start " << start;
        }
      }
}

TEST(Dwc, UnitIsTheGreatestCommonDivisor) {
  const Params params = dwc_params({.width = 3, .in_lanes = 28, .out_lanes = 16});
  EXPECT_EQ(params.at("WIDTH"), 12);
  EXPECT_EQ(params.at("IN"), 7);
  EXPECT_EQ(params.at("OUT"), 4);
}

}  // namespace
}  // namespace finn
