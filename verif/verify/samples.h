// SPDX-License-Identifier: Apache-2.0
// Frames from files, and expectations from files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/sim_folder.h"
#include "diag/diagnostics.h"
#include "import/npy.h"
#include "ir/network.h"

namespace finn {

/// Frames of all inputs, [input][sample], one file per input. Reports what is wrong and returns nothing then.
std::optional<std::vector<std::vector<Tensor>>> read_input_frames(const Network& network,
                                                                  const std::vector<std::string>& files,
                                                                  Diagnostics& diagnostics);

/// What the user expects of an output. An integer array holds raw outputs in the hardware's layout; a real one holds
/// raw * scale + bias in double, in the host's layout: exactly, or, if the array is float32, within 1e-6 of the
/// sample's largest output, since no float32 evaluation is exact. Each may have its samples flattened: [N, elements].
struct Expectation {
  std::size_t output = 0;  ///< index in Network::outputs
  std::string file;
  NpyArray array;
  Shape shape;  ///< of one sample, in the array's layout
};

/// Reads the files that are named ("" where an output has none). `samples` is the number of samples of the inputs.
/// FR5202: the shape does not fit.
std::optional<std::vector<Expectation>> read_expectations(const Network& network, const std::vector<std::string>& files,
                                                          std::size_t samples, Diagnostics& diagnostics);

/// How an expectation and the golden model differ.
struct Disagreement {
  std::int64_t elements = 0;  ///< that differ, over all outputs and frames
  std::string first;          ///< the first one, as a sentence; empty if all agree
  std::size_t output = 0;
  std::int64_t frame = -1;
};

Disagreement compare(const Network& network, const std::vector<Expectation>& expectations, const BenchFrames& frames);

/// Does an expectation of this output's element (counted in the hardware's layout) equal a raw value? Nothing if there
/// is no expectation of that output.
std::optional<bool> expects(const Network& network, const std::vector<Expectation>& expectations, std::size_t output,
                            std::int64_t frame, const Tensor& golden, std::int64_t element, std::int64_t raw);

}  // namespace finn
