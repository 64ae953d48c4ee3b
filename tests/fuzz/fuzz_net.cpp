// SPDX-License-Identifier: Apache-2.0
// libFuzzer target.
#include <cstddef>
#include <cstdint>

#include "entries.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  finn::test::fuzz_net({reinterpret_cast<const char*>(data), size});
  return 0;
}
