// SPDX-License-Identifier: Apache-2.0
// Generate and verify one network, and check what the two commands promise.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace finn::test {

struct Accelerator {
  std::filesystem::path folder;  ///< DIR/<name>
  nlohmann::json report;         ///< report/report.json
  nlohmann::json verification;   ///< report/verify.json, after verify()
};

/// Runs `finn-rtlgen NET -o DIR ...`; fails the test unless it exits with 0 and wrote a report.
Accelerator generate(const std::filesystem::path& network, const std::filesystem::path& output,
                     const std::vector<std::string>& options = {});

/// Runs `finn-rtlgen verify`; fails the test unless it exits with 0, nothing mismatched, and the measured interval and
/// latency are the predicted ones.
void verify(Accelerator& accelerator, const std::vector<std::string>& options = {});

/// Fails the test unless the measured interval is the largest layer's cycles.
void expect_no_bubbles(const Accelerator& accelerator);

}  // namespace finn::test
