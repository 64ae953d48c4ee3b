// SPDX-License-Identifier: Apache-2.0
// Where the program's own data is: the Verilog library, the bench harness, the platforms, the driver, the scripts
// for Vivado, the shipped networks.
#pragma once

#include <filesystem>

#include "diag/diagnostics.h"

namespace finn {

/// The folder that holds rtl_templates/, verif/harness/, ip/platforms/, ip/driver/, ip/vivado/, ip/boards/ and
/// networks/. Looked for in this
/// order:
///  1. $FINN_RTLGEN_DATA, if it is set and not empty (then nothing else is tried);
///  2. share/finn-rtlgen beside the folder of the running executable (an installed program, wherever it was moved);
///  3. the source tree, if the executable lies in the build tree that CMake made for it.
/// Reports FR5001 with the places that were tried and throws InputRejected if there is none.
std::filesystem::path data_dir(Diagnostics& diagnostics);

/// The same without a Diagnostics object: throws std::runtime_error with the text of the diagnostic.
std::filesystem::path data_dir();

}  // namespace finn
