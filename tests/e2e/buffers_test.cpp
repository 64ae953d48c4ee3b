// SPDX-License-Identifier: Apache-2.0
// The buffer of a residual network, made smaller in the generated files: the hardware becomes slower, or stops for
// ever, exactly as the cycle model says.
#include <gtest/gtest.h>

#include <regex>

#include "bench/hardware_json.h"
#include "e2e/accelerator.h"
#include "hw/simulate.h"
#include "kinds/kind.h"
#include "support/program.h"

namespace finn::test {
namespace {

std::string residual_example() {
  for (const KindExample& example : find_kind("add")->examples())
    if (example.name == "add_residual") return example.net_json;
  throw std::runtime_error("no such example");
}

/// Replaces the only match.
void edit(const std::filesystem::path& file, const std::string& pattern, const std::string& by) {
  const std::string text = read_text(file);
  const std::regex regex(pattern);
  ASSERT_EQ(std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()), 1) << pattern;
  write_text(file, std::regex_replace(text, regex, by));
}

class SmallerBuffer : public testing::Test {
 protected:
  SmallerBuffer() : folder_("smaller_buffer") {
    write_text(folder_ / "net.json", residual_example());
    accelerator_ = generate(folder_ / "net.json", folder_ / "out");
  }

  std::int64_t depth() const { return accelerator_.report["fifos"].at(0).at("depth"); }

  /// Depth of the only buffer, in the Verilog and in the cycle model's file.
  void set_depth(std::int64_t depth) {
    const std::filesystem::path folder = accelerator_.folder;
    edit(folder / "rtl" / (folder.filename().string() + ".v"),
         R"((fr_fifo_bram\w* #\(\s*\.WIDTH \(\d+\),\s*\.DEPTH \()\d+)", "$01" + std::to_string(depth));
    edit(folder / "sim/hardware.json", R"(("cell": "fifo_bram",\s*"params": \{\s*"WIDTH": \d+,\s*"DEPTH": )\d+)",
         "$01" + std::to_string(depth));
  }

  SimulateResult model() const { return simulate(read_hardware_json(accelerator_.folder / "sim/hardware.json")); }

  /// What verify finds wrong.
  std::vector<std::string> problems() const {
    EXPECT_EQ(finn_rtlgen({"verify", accelerator_.folder.string(), "--frames", "3", "--quiet"}).exit_code, 1);
    const auto verification = nlohmann::json::parse(read_text(accelerator_.folder / "report/verify.json"));
    return verification.at("problems").get<std::vector<std::string>>();
  }

  TemporaryFolder folder_;
  Accelerator accelerator_;
};

TEST_F(SmallerBuffer, ByOneBeatIsAsMuchSlowerAsTheModelSays) {
  const std::int64_t ideal = accelerator_.report["ii_cycles"];
  ASSERT_EQ(accelerator_.report["fifos"].size(), 1u);
  set_depth(depth() - 1);
  const SimulateResult slower = model();
  ASSERT_FALSE(slower.deadlock);
  EXPECT_GT(slower.interval(), ideal);
  // Data and every beat's cycle are right; only the predictions of the whole graph are others.
  const auto problem = [](const char* what, std::int64_t measured, const nlohmann::json& predicted) {
    return "stall-free pass: " + std::string(what) + ": measured " + std::to_string(measured) + " cycles, predicted " +
           std::to_string(predicted.get<std::int64_t>());
  };
  EXPECT_EQ(problems(), (std::vector<std::string>{
                            problem("interval", slower.interval(), accelerator_.report["ii_cycles"]),
                            problem("latency", slower.latency, accelerator_.report["latency_cycles"]),
                        }));
}

TEST_F(SmallerBuffer, ByMuchStopsForEverInBoth) {
  set_depth(depth() / 2);
  const SimulateResult stopped = model();
  EXPECT_TRUE(stopped.deadlock);
  EXPECT_NE(stopped.waiting.find("holds back"), std::string::npos) << stopped.waiting;
  const std::vector<std::string> found = problems();
  ASSERT_FALSE(found.empty());
  EXPECT_NE(found[0].find("deadlock"), std::string::npos) << found[0];
}

}  // namespace
}  // namespace finn::test
