// SPDX-License-Identifier: Apache-2.0
// The handshakes at the top's boundary, cycle by cycle.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "stream.h"
#include "vectors.h"

namespace bench {

/// A file with a byte for each port and cycle: bit 0 tvalid, bit 1 tready.
class Trace {
 public:
  explicit Trace(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
    if (!file_) usage_error("cannot write " + path);
  }
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  ~Trace() {
    const bool failed = std::ferror(file_) != 0;
    if (std::fclose(file_) != 0 || failed) usage_error("cannot write " + path_);
  }

  void put(const Port& port) { std::putc(*port.valid | *port.ready << 1, file_); }

 private:
  std::string path_;
  std::FILE* file_;
};

}  // namespace bench
