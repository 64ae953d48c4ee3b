// SPDX-License-Identifier: Apache-2.0
// Parts dwc, fifo_bram, fifo_srl, fork, frame, skid, and read-only memories.
#include "cells/cost.h"
#include "cells/dwc/dwc.h"
#include "cells/fifo_bram/fifo_bram.h"
#include "cells/fifo_srl/fifo_srl.h"
#include "cells/fork/fork.h"
#include "cells/frame/frame.h"
#include "cells/skid/skid.h"
#include "grid.h"
#include "hw/rom_plan.h"

namespace finn::fit {
namespace {

bool straight(Configuration& made, const Cell& cell, Params params, std::int64_t width) {
  made.cell = &cell;
  made.params = std::move(params);
  made.inputs = {width};
  made.outputs = {width};
  return true;
}

bool draw_dwc(Random& random, Configuration& made) {
  DwcConfig c;
  c.width = pick<std::int64_t>(random, {1, 1, 2, 2, 4, 8, 8, 16});
  const std::int64_t low = spread(random, 1, 16);
  const std::int64_t high = between(random, 0, 3) == 0 ? spread(random, low, 16) : low * spread(random, 1, 32);
  const bool widens = between(random, 0, 1) != 0;
  c.in_lanes = widens ? low : high;
  c.out_lanes = widens ? high : low;
  if (c.width * (c.in_lanes + c.out_lanes) > 400 || c.in_lanes == c.out_lanes) return false;
  made.cell = &cell_dwc();
  made.params = dwc_params(c);
  made.inputs = {c.in_lanes * c.width};
  made.outputs = {c.out_lanes * c.width};
  return true;
}

bool draw_fifo_srl(Random& random, Configuration& made) {
  const std::int64_t width = spread(random, 1, 256);
  return straight(made, cell_fifo_srl(), fifo_srl_params({width, between(random, 2, 32)}), width);
}

bool draw_fifo_bram(Random& random, Configuration& made) {
  const std::int64_t width = spread(random, 1, 256);
  const std::int64_t depth =
      between(random, 0, 1) != 0 ? spread(random, 33, 4096) : (std::int64_t{1} << between(random, 5, 12)) + 2;
  return straight(made, cell_fifo_bram(), fifo_bram_params({width, depth}), width);
}

bool draw_frame(Random& random, Configuration& made) {
  const std::int64_t width = spread(random, 1, 64);
  return straight(made, cell_frame(), frame_params({width, spread(random, 2, 200000)}), width);
}

bool draw_skid(Random& random, Configuration& made) {
  const std::int64_t width = spread(random, 1, 512);
  return straight(made, cell_skid(), skid_params({width}), width);
}

bool draw_fork(Random& random, Configuration& made) {
  const std::int64_t width = spread(random, 1, 512);
  straight(made, cell_fork(), fork_params({width}), width);
  made.outputs.push_back(width);
  return true;
}

/// In block RAM the first of the arrays that plan_memory() cuts a memory into: others are not emitted.
bool draw_rom(Random& random, Configuration& made) {
  made.block = between(random, 0, 3) == 0;
  std::int64_t depth = made.block ? spread(random, 128, 16384) : spread(random, 2, 512);
  std::int64_t width = spread(random, 1, made.block ? 72 : 256);
  if (width * depth > (made.block ? 1 << 17 : 1 << 14)) return false;
  if (made.block) {
    const MemoryPlan plan = plan_memory({width, depth, "block"});
    width = plan.roms.front().slots;
    depth = plan.roms.front().rows;
  }
  made.rom = random_memory(random, "w", width, depth);
  return true;
}

/// The shapes that plan_memory() makes of memories too deep for one array.
bool draw_select(Random& random, Configuration& made) {
  const std::int64_t depth = spread(random, 100, 20000);
  const std::int64_t width = spread(random, 1, 64);
  const MemoryPlan plan = plan_memory({width, depth, "auto"});
  if (plan.step >= depth) return false;
  made.rom = random_memory(random, "w", width, depth);
  made.step = plan.step;
  return true;
}

}  // namespace

std::vector<Part> plumbing_parts() {
  return {{"dwc", {{51, draw_dwc}}},
          {"fifo_srl", {{18, draw_fifo_srl}}},
          {"fifo_bram", {{24, draw_fifo_bram}}},
          {"fork", {{4, draw_fork}}},
          {"frame", {{16, draw_frame}}},
          {"skid", {{10, draw_skid}}},
          {std::string(kRomPart), {{33, draw_rom}}},
          {std::string(kRomSelectPart), {{30, draw_select}}}};
}

}  // namespace finn::fit
