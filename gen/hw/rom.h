// SPDX-License-Identifier: Apache-2.0
// The nodes' memories as they are built: a pass makes these from them, emission prints them.
#pragma once

#include <cstdint>
#include <vector>

#include "hw/stream.h"

namespace finn {

/// A part of a node's memory at one port of a ROM. The memory is cut into segments of `step` rows that stand side by
/// side and are read at the same row. Slot g * width + c is column c of segment g.
struct RomPort {
  int node = -1;          ///< NodeId
  int memory = 0;         ///< position in Node::memories
  std::int64_t step = 1;  ///< the same in all ports of one memory
  std::int64_t first = 0;
  std::int64_t slots = 1;  ///< slots first .. first + slots - 1 are columns 0 .. slots - 1 of the ROM
  std::int64_t rows = 1;   ///< what is read beyond them is not used
  std::int64_t base = 0;   ///< row 0 stands at this row of the ROM
};

/// One array. Two ports: the two ports of block RAM, each with its own address; the second one's base is not 0.
struct Rom {
  bool block = false;     ///< block RAM, otherwise logic, or LUTs if it is writable
  bool writable = false;  ///< has a write port for the host: a port of at most 32 slots, from a multiple of 32 on
  std::int64_t width = 1;
  std::vector<BitWord> words;
  std::vector<RomPort> ports;
};

}  // namespace finn
