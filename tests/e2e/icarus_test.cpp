// SPDX-License-Identifier: Apache-2.0
// A second opinion: Icarus Verilog simulates a whole generated network, from the top's AXI4-Streams.
#include <gtest/gtest.h>

#include "e2e/accelerator.h"
#include "hw/stream.h"
#include "import/npy.h"
#include "support/program.h"

namespace finn::test {
namespace {

/// Packs the first `frames` frames of an array into beats, one hexadecimal line each.
std::string packed_beats(const NpyArray& array, const nlohmann::json& port, std::int64_t frames) {
  const DataType type = *DataType::parse(port.at("type").get<std::string>());
  const auto lanes = port.at("elements_per_beat").get<std::int64_t>();
  const auto beats = port.at("beats_per_frame").get<std::int64_t>() * frames;
  const auto bits = port.at("tdata_bits").get<std::int64_t>();
  std::string text;
  for (std::int64_t beat = 0; beat < beats; ++beat) {
    BitWord word(bits);
    for (std::int64_t lane = 0; lane < lanes; ++lane)
      word.put(lane * type.bits(), type.bits(),
               type.encode(array.integers[static_cast<std::size_t>(beat * lanes + lane)]));
    for (std::int64_t digit = bits / 4 - 1; digit >= 0; --digit) text += fmt::format("{:x}", word.get(digit * 4, 4));
    text += "\n";
  }
  return text;
}

TEST(Icarus, AgreesOnAWholeNetwork) {
  const std::filesystem::path network = std::filesystem::path(FINN_SOURCE_DIR) / "networks" / "digits_cnn_w2a2";
  const TemporaryFolder folder("icarus");
  const Accelerator accelerator = generate(network / "net.json", folder / "out");
  ASSERT_FALSE(accelerator.folder.empty());
  constexpr std::int64_t kFrames = 4;
  const nlohmann::json input = accelerator.report.at("inputs").at(0);
  const nlohmann::json output = accelerator.report.at("outputs").at(0);
  Diagnostics diagnostics;
  const auto in = read_npy(network / "input.npy", diagnostics);
  const auto out = read_npy(network / "output.npy", diagnostics);
  ASSERT_TRUE(in && out) << diagnostics.text();
  const std::filesystem::path rtl = accelerator.folder / "rtl";  // $readmemh names are relative
  write_text(rtl / "in.hex", packed_beats(*in, input, kFrames));
  write_text(rtl / "out.hex", packed_beats(*out, output, kFrames));
  const auto number = [](const nlohmann::json& json, const char* key) { return json.at(key).get<std::int64_t>(); };
  const ProgramResult compiled =
      run_program({"iverilog", "-g2005", "-o", (folder / "sim").string(), "-s", "tb",
                   "-DTOP=" + accelerator.report.at("network").get<std::string>(),
                   fmt::format("-DIN_BITS={}", number(input, "tdata_bits")),
                   fmt::format("-DOUT_BITS={}", number(output, "tdata_bits")),
                   fmt::format("-DIN_BEATS={}", number(input, "beats_per_frame") * kFrames),
                   fmt::format("-DOUT_BEATS={}", number(output, "beats_per_frame") * kFrames),
                   fmt::format("-DFRAME_BEATS={}", number(output, "beats_per_frame")), "-c", "files.f",
                   std::string(FINN_SOURCE_DIR) + "/tests/e2e/icarus_tb.v"},
                  rtl);
  ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  const ProgramResult simulated = run_program({"vvp", (folder / "sim").string()}, rtl);
  EXPECT_NE(simulated.out.find(fmt::format("DONE {} beats, 0 errors", number(output, "beats_per_frame") * kFrames)),
            std::string::npos)
      << simulated.out << simulated.err;
}

}  // namespace
}  // namespace finn::test
