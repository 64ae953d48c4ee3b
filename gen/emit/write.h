// SPDX-License-Identifier: Apache-2.0
// Writes a generated accelerator's folder.
#pragma once

#include <filesystem>

#include "emit/interface.h"
#include "emit/platform.h"
#include "passes/compile.h"

namespace finn {

/// Writes DIR/<name>/ with rtl/, sim/, report/, driver/, vivado/, xgui/, component.xml and net.json, all or nothing:
/// the folder is made beside its place and moved there when it is complete. A folder of an earlier run is replaced;
/// anything else in its place is refused (FR5101). FR5102: the file system refuses. FR5103: more ports than the shell's
/// registers have room for. Gives the graph's nodes and streams their final names. Returns the folder. Throws
/// InputRejected after a diagnostic.
std::filesystem::path write_accelerator(Design& design, const Platform& platform, double clock_mhz, const Shell& shell,
                                        const std::filesystem::path& output, Diagnostics& diagnostics);

}  // namespace finn
