// SPDX-License-Identifier: Apache-2.0
#include "diag/diagnostics.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "diag/nearest.h"

namespace finn {
namespace {

TEST(diagnostics, text_is_ordered_and_complete) {
  Diagnostics diagnostics;
  diagnostics.error(Code::FR2103, {"net.json", 9, 2, "/layers/1/pe"}, "second");
  diagnostics.error(Code::FR2104, {"net.json", 5, 12, "/layers/0/pe"}, "{} of {}", 1, "two").notes.push_back("a note");
  diagnostics.warning(Code::FR1001, {"a.json", 0, 0, {}}, "no line");
  EXPECT_EQ(diagnostics.text(),
            "a.json: warning FR1001: no line [file-open]\n"
            "net.json:5:12: error FR2104: 1 of two [attr-range]\n"
            "  at /layers/0/pe\n"
            "  note: a note\n"
            "net.json:9:2: error FR2103: second [attr-type]\n"
            "  at /layers/1/pe\n");
  EXPECT_EQ(diagnostics.error_count(), 2u);
}

TEST(diagnostics, warnings_are_no_errors) {
  Diagnostics diagnostics;
  diagnostics.warning(Code::FR1001, {}, "careful");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.text(), "warning FR1001: careful [file-open]\n");
}

TEST(diagnostics, braces_in_a_message_are_text) {
  Diagnostics diagnostics;
  diagnostics.error(Code::FR1001, {}, std::string("a {} b {0"));
  EXPECT_EQ(diagnostics.all().front().message, "a {} b {0");
}

TEST(diagnostics, control_characters_of_keys_are_escaped) {
  Diagnostics diagnostics;
  diagnostics.error(Code::FR2003, {"net.json", 1, 2, "/a\n\x1b[2J"}, "unknown");
  EXPECT_NE(diagnostics.text().find("  at /a\\x0a\\x1b[2J\n"), std::string::npos) << diagnostics.text();
}

TEST(diagnostics, every_code_has_its_line) {
  for (const CodeInfo& info : all_codes()) EXPECT_EQ(code_info(static_cast<Code>(info.number)).slug, info.slug);
  EXPECT_THROW(code_info(static_cast<Code>(1)), Defect);
}

TEST(diagnostics, document_is_up_to_date) {
  const std::string command = std::string("python3 \"") + FINN_SOURCE_DIR + "/scripts/make_diagnostics_doc\" --check";
  EXPECT_EQ(std::system(command.c_str()), 0) << "run scripts/make_diagnostics_doc";
}

TEST(nearest, finds_a_slip) {
  EXPECT_EQ(nearest_name("strides", {"stride", "pad", "kernel"}), "stride");
  EXPECT_EQ(nearest_name("treshold", {"conv", "threshold"}), "threshold");
  EXPECT_EQ(nearest_name("fc", {"fc0", "conv0"}), "fc0");
}

TEST(nearest, stays_silent_without_one) {
  EXPECT_EQ(nearest_name("relu", {"conv", "threshold", "maxpool"}), std::nullopt);
  EXPECT_EQ(nearest_name("abc", {}), std::nullopt);
}

}  // namespace
}  // namespace finn
