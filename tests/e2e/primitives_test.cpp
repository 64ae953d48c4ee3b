// SPDX-License-Identifier: Apache-2.0
// The form for devices: a whole accelerator with LUT6_2 and carry chains, on models of the primitives, delivers the
// same beats in the same cycles as the portable form.
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/accelerator.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

/// The last figures of a bench: interval and latency.
std::string timing_of(const std::string& output) {
  const std::size_t at = output.rfind("interval");
  return at == std::string::npos ? "" : output.substr(at, output.find('\n', at) - at);
}

TEST(DeviceForm, EqualsThePortableFormInEveryCycle) {
  const fs::path source = FINN_SOURCE_DIR;
  const TemporaryFolder temporary("device_form");
  const Accelerator accelerator =
      generate((source / "networks" / "digits_mlp_w1a1" / "net.json").string(), temporary / "out");
  const std::string models = (source / "verif" / "primitives" / "fr_primitives.v").string();
  const std::string sim = (accelerator.folder / "sim").string();
  std::string timing;
  for (const std::string& macros :
       {std::string(), "-DFR_PRIMITIVES " + models, "-DFR_PRIMITIVES -DFR_CARRY8 " + models}) {
    SCOPED_TRACE(macros);
    run_program({"make", "-C", sim, "clean"});
    const ProgramResult result = run_program({"make", "-C", sim, "VERILATOR=verilator " + macros});
    ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
    if (timing.empty()) timing = timing_of(result.out);
    EXPECT_FALSE(timing.empty());
    EXPECT_EQ(timing_of(result.out), timing);
  }
}

}  // namespace
}  // namespace finn::test
