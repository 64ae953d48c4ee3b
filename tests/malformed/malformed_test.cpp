// SPDX-License-Identifier: Apache-2.0
// Every folder of cases/ through the reader: exactly the diagnostics of its expect.txt, one line each:
//   <file>:<line>:<column> FR<code> <JSON pointer or ->
#include <gtest/gtest.h>

#include <fstream>

#include "import/mask_reader.h"
#include "import/net_reader.h"
#include "reports.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(FINN_SOURCE_DIR) / "tests" / "malformed" / "cases";

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCases)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// Reads the case's network, and its mask.json or fold.json if there is one. False: rejected.
bool run_case(const fs::path& folder, Diagnostics& diagnostics) {
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  const fs::path mask = folder / "mask.json";
  if (network && fs::exists(mask)) return read_prune_mask(mask, *network, diagnostics).has_value();
  const fs::path fold = folder / "fold.json";
  if (!network || !fs::exists(fold)) return network.has_value();
  return read_fold_file(fold, *network, diagnostics);
}

std::vector<std::string> expected_lines(const fs::path& folder) {
  std::ifstream file(folder / "expect.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

class Malformed : public testing::TestWithParam<std::string> {};

TEST_P(Malformed, reports_exactly) {
  const fs::path folder = kCases / GetParam();
  Diagnostics diagnostics;
  EXPECT_FALSE(run_case(folder, diagnostics));
  EXPECT_EQ(report_lines(diagnostics), expected_lines(folder)) << diagnostics.text();
  for (const Diagnostic& diagnostic : diagnostics.all()) EXPECT_FALSE(diagnostic.message.empty());
}

INSTANTIATE_TEST_SUITE_P(inputs, Malformed, testing::ValuesIn(case_names()), [](const auto& one) { return one.param; });

TEST(malformed, every_code_is_provoked) {
  std::set<int> provoked = special_codes();
  provoked.merge(onnx_codes());
  for (const std::string& name : case_names()) {
    Diagnostics diagnostics;
    run_case(kCases / name, diagnostics);
    provoked.merge(report_codes(diagnostics));
  }
  for (const CodeInfo& info : all_codes()) {
    // 29xx are about samples, not networks; 4xxx and 5xxx are of passes and emission: their own tests provoke them.
    if (info.number >= 4000 || info.number / 100 == 29) continue;
    EXPECT_EQ(provoked.count(info.number), 1u) << "no input provokes FR" << info.number << " [" << info.slug << "]";
  }
}

TEST(malformed, codes_are_sorted_and_unique) {
  int last = 0;
  std::set<std::string_view> slugs;
  for (const CodeInfo& info : all_codes()) {
    EXPECT_GT(info.number, last);
    EXPECT_TRUE(slugs.insert(info.slug).second) << info.slug;
    EXPECT_FALSE(info.summary.empty());
    last = info.number;
  }
}

}  // namespace
}  // namespace finn::test
