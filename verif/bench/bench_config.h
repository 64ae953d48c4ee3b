// SPDX-License-Identifier: Apache-2.0
// The generated part of a bench: tables of the top's streams, and the probes of its internal ones.
#pragma once

#include <string>

#include "bench/bench_description.h"

namespace finn {

/// The C++ name that Verilator gives a port: it escapes double underscores.
std::string verilator_name(const std::string& port);

/// sim/bench_config.h: `kInputs`, `kOutputs`, `kProbes`, the prediction, and the functions that find the model's ports.
std::string bench_config_header(const BenchDescription& description);

/// sim/probe.sv: a module bound to each internal stream, only part of the build that looks for the first difference.
std::string probe_verilog(const BenchDescription& description);

}  // namespace finn
