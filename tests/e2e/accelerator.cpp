// SPDX-License-Identifier: Apache-2.0
#include "e2e/accelerator.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/program.h"

namespace finn::test {

Accelerator generate(const std::filesystem::path& network, const std::filesystem::path& output,
                     const std::vector<std::string>& options) {
  std::vector<std::string> arguments{network.string(), "-o", output.string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramResult result = finn_rtlgen(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  Accelerator accelerator;
  if (result.exit_code != 0) return accelerator;
  const nlohmann::json net = nlohmann::json::parse(read_text(network));
  accelerator.folder = output / net.at("name").get<std::string>();
  accelerator.report = nlohmann::json::parse(read_text(accelerator.folder / "report" / "report.json"));
  return accelerator;
}

void verify(Accelerator& accelerator, const std::vector<std::string>& options) {
  ASSERT_FALSE(accelerator.folder.empty()) << "nothing was generated";
  std::vector<std::string> arguments{"verify", accelerator.folder.string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramResult result = finn_rtlgen(arguments);
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  accelerator.verification = nlohmann::json::parse(read_text(accelerator.folder / "report" / "verify.json"));
  const nlohmann::json& measured = accelerator.verification;
  EXPECT_EQ(measured.at("mismatches"), 0);
  EXPECT_EQ(measured.at("ii_cycles"), measured.at("ii_cycles_predicted"));
  EXPECT_EQ(measured.at("latency_cycles"), measured.at("latency_cycles_predicted"));
  EXPECT_EQ(measured.at("ii_cycles"), accelerator.report.at("ii_cycles"));
  EXPECT_EQ(measured.at("latency_cycles"), accelerator.report.at("latency_cycles"));
}

void expect_no_bubbles(const Accelerator& accelerator) {
  ASSERT_FALSE(accelerator.verification.is_null()) << "nothing was verified";
  std::int64_t largest = 0;
  for (const nlohmann::json& layer : accelerator.report.at("layers"))
    largest = std::max(largest, layer.at("cycles").get<std::int64_t>());
  EXPECT_EQ(accelerator.verification.at("ii_cycles"), largest);
}

}  // namespace finn::test
