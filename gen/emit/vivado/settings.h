// SPDX-License-Identifier: Apache-2.0
// Generated text beside the hand-written scripts of ip/vivado and ip/boards.
#pragma once

#include <string>

#include "emit/vivado/package.h"

namespace finn {

/// vivado/accelerator.tcl: what the scripts know of the accelerator, as elements of the array `fr`, and `fr_files
/// KEY...`, the whole names of files. Files are relative to the accelerator's folder, widths in bytes for streams and
/// in bits for memory; registers are those of placed_registers(), in Vivado's terms.
std::string settings_tcl(const VivadoPackage& package);

/// vivado/<name>_ooc.xdc: the clock, for synthesis out of context.
std::string constraints_xdc(const VivadoPackage& package);

}  // namespace finn
