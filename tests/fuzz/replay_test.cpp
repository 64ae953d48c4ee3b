// SPDX-License-Identifier: Apache-2.0
// The corpus of the fuzzers through their entry points, in the normal build.
#include <gtest/gtest.h>

#include <filesystem>

#include "entries.h"
#include "support/program.h"

namespace finn::test {
namespace {

void replay(const std::string& name, void (*entry)(std::string_view)) {
  std::size_t inputs = 0;
  const auto corpus = std::filesystem::path(FINN_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / name;
  for (const auto& [path, bytes] : folder_contents(corpus)) {
    SCOPED_TRACE(path);
    EXPECT_LT(bytes.size(), 4096u);
    entry(bytes);  // aborts on a broken promise
    entry(bytes.substr(0, bytes.size() / 2));
    ++inputs;
  }
  EXPECT_GE(inputs, 4u);
}

TEST(corpus, onnx) { replay("onnx", fuzz_onnx); }
TEST(corpus, net) { replay("net", fuzz_net); }

}  // namespace
}  // namespace finn::test
