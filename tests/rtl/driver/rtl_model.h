// SPDX-License-Identifier: Apache-2.0
// Several instances of cells in one Verilated top, loaded as a shared library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "reference/reference.h"

namespace finn::rtltest {

/// One module of the top: a cell at given parameters, with its memories attached.
struct RtlInstance {
  RtlBinding binding;
  std::vector<Memory> memories;
  std::vector<StreamShape> inputs;
  std::vector<StreamShape> outputs;
};

/// Writes the top and its .mem files into `folder`.
/// Returns the Verilog files to compile with it (absolute).
std::vector<std::filesystem::path> write_top(const std::filesystem::path& folder,
                                             const std::vector<RtlInstance>& instances);

/// A running model. Streams have numbers: all inputs of all instances in order, and all outputs likewise.
class RtlModel {
 public:
  /// Builds (unless an earlier build of the same sources is there) and loads. Throws std::runtime_error with the
  /// tool's messages. `macro`, if not empty, is defined for the Verilog.
  RtlModel(const std::filesystem::path& folder, const std::vector<RtlInstance>& instances, int seed,
           const std::string& macro);
  ~RtlModel();
  RtlModel(const RtlModel&) = delete;
  RtlModel& operator=(const RtlModel&) = delete;

  void set_input(int stream, bool valid, const Beat& beat);
  void set_ready(int stream, bool ready);
  bool input_ready(int stream) const { return get(kSReady, stream); }
  bool output_valid(int stream) const { return get(kMValid, stream); }
  Beat output(int stream, std::int64_t bits) const;

  /// Settles the combinational logic of a cycle.
  void settle(bool reset) { eval_(model_, 0, reset ? 1 : 0); }
  /// The rising edge that ends it.
  void clock(bool reset) { eval_(model_, 1, reset ? 1 : 0); }

 private:
  enum Port { kSValid, kSLast, kSData, kSReady, kMValid, kMLast, kMData, kMReady, kPorts };

  bool get(Port port, int bit) const { return (ports_[port][bit / 32] >> (bit % 32) & 1) != 0; }
  void set(Port port, int bit, bool value);

  void* library_ = nullptr;
  void* model_ = nullptr;
  void (*delete_)(void*) = nullptr;
  void (*eval_)(void*, int, int) = nullptr;
  std::uint32_t* ports_[kPorts] = {};
  int slot_words_ = 1;
};

}  // namespace finn::rtltest
