// SPDX-License-Identifier: Apache-2.0
// The folder driver/ of an accelerator: what the host needs to feed it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emit/interface.h"
#include "emit/library.h"
#include "emit/platform.h"
#include "passes/compile.h"

namespace finn {

/// driver/accelerator.json: network, top, platform, clock and the ports, each with its tensor, type, shape, elements of
/// a beat, bytes of a beat (tdata), beats of a frame, and what the host does before or after (as in net.json); with a
/// shell its "build" hash, "registers", and of each port the index of its register blocks and its bus.
std::string driver_json(const Design& design, const Platform& platform, double clock_mhz, const Shell& shell,
                        std::uint64_t build);

/// driver/c/<name>_ports.h: the same ports as constants of fr_pack.h, for C programs, and with a shell what fr_accel.h
/// expects of the accelerator.
std::string driver_header(const Design& design, const Shell& shell, std::uint64_t build);

/// driver/c/fr_registers.h: the register map as constants for C programs. The same for every accelerator.
std::string driver_registers();

/// The hand-written sources below `folder` (ip/driver of the program's data): c/ and python/, with names relative to
/// it, sorted. Throws std::runtime_error if a file cannot be read, std::filesystem::filesystem_error if the folder
/// cannot.
std::vector<LibraryFile> driver_library(const std::filesystem::path& folder);

}  // namespace finn
