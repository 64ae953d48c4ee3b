// SPDX-License-Identifier: Apache-2.0
// After a mismatch: where does the hardware leave the golden model first?
#pragma once

#include <string>

#include "bench/sim_folder.h"
#include "ir/network.h"
#include "verify/bench_run.h"

namespace finn {

/// The first internal stream, in topological order, that differs from the golden model.
struct FirstDifference {
  bool found = false;
  std::string stream;  ///< wires of the top: <stream>_tdata, ...
  std::string layer;   ///< "" where no layer drives it (plumbing)
  std::string tensor;
  std::string message;  ///< a sentence; also where nothing was found
};

/// Builds the bench with probes, repeats the pass of `run` that failed, and compares every internal stream that carries
/// a whole tensor. `inputs` are the frames of the run: [input][frame].
FirstDifference find_first_difference(const Network& network, const BenchDescription& description,
                                      const std::vector<std::vector<Tensor>>& inputs, BenchRun run);

}  // namespace finn
