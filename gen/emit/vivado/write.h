// SPDX-License-Identifier: Apache-2.0
// What an accelerator's folder holds for Vivado.
#pragma once

#include <filesystem>

#include "emit/interface.h"
#include "emit/platform.h"
#include "passes/compile.h"

namespace finn {

/// Writes component.xml, xgui/ and vivado/ (scripts, constraints, sources of device primitives) into an accelerator's
/// folder, whose rtl/ must be complete: files.f says what the IP is made of. `data`: see data_dir(). Throws
/// std::filesystem::filesystem_error where the file system refuses.
void write_vivado(const std::filesystem::path& folder, const Design& design, const Shell& shell,
                  const Platform& platform, double clock_mhz, const std::filesystem::path& data);

}  // namespace finn
