// SPDX-License-Identifier: Apache-2.0
// A network that needs more memory than there is: an error, not a crash.
#include <gtest/gtest.h>

#include "support/onnx_builder.h"
#include "support/program.h"

namespace finn::test {
namespace {

TEST(Memory, ThatIsExhaustedIsAnError) {
  const TemporaryFolder folder("memory");
  OnnxBuilder b;
  // A quarter of a gigabyte for where each element lies, in an address space of less.
  b.input("x", {1, std::int64_t{1} << 26}).floats("one", {}, {1}).floats("zero", {}, {0}).floats("bits", {}, {4});
  b.node("Quant", {"x", "one", "zero", "bits"}, {"q"}).domain("qonnx.custom_op.general");
  b.node("Relu", {"q"}, {"y"});
  b.output("y");
  write_text(folder / "model.onnx", b.bytes());
  const ProgramResult result = run_program({"bash", "-c", "ulimit -v 250000; exec \"$0\" \"$@\"", FINN_RTLGEN, "import",
                                            (folder / "model.onnx").string(), "--explain"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("error: out of memory"), std::string::npos) << result.err;
  EXPECT_EQ(result.out, "");
}

}  // namespace
}  // namespace finn::test
