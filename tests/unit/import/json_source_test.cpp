// SPDX-License-Identifier: Apache-2.0
#include "import/json_source.h"

#include <gtest/gtest.h>

#include "import/json_text.h"
#include "import/json_value.h"

namespace finn {
namespace {

std::string place(const Location& where) { return fmt::format("{}:{} {}", where.line, where.column, where.pointer); }

std::shared_ptr<const JsonSource> parse(std::string text) {
  Diagnostics diagnostics;
  auto source = JsonSource::parse(std::move(text), "t.json", diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return source;
}

TEST(json_source, places_of_members_and_elements) {
  const auto source =
      parse("{\"a\": 1,\n \"list\": [10, -2.5e3, \"x, ]\", [7, [8]], {\"b\\\"/~\": null}],\n\t\"c\":true}\n");
  EXPECT_EQ(place(source->at("")), "1:1 ");
  EXPECT_EQ(place(source->at("/a")), "1:7 /a");
  EXPECT_EQ(place(source->at_key("/a")), "1:2 /a");
  EXPECT_EQ(place(source->at("/list")), "2:10 /list");
  EXPECT_EQ(place(source->at("/list/0")), "2:11 /list/0");
  EXPECT_EQ(place(source->at("/list/1")), "2:15 /list/1");
  EXPECT_EQ(place(source->at("/list/2")), "2:23 /list/2");
  EXPECT_EQ(place(source->at("/list/3")), "2:31 /list/3");
  EXPECT_EQ(place(source->at("/list/3/1/0")), "2:36 /list/3/1/0");
  EXPECT_EQ(place(source->at("/list/4/b\"~1~0")), "2:51 /list/4/b\"~1~0");
  EXPECT_EQ(place(source->at("/c")), "3:6 /c");
}

TEST(json_source, absent_pointer_gives_what_is_around_it) {
  const auto source = parse("{\"a\": {\"b\": [1, 2]}, \"s\": \"[1]\"}");
  EXPECT_EQ(place(source->at("/a/c/d")), "1:7 /a");
  EXPECT_EQ(place(source->at("/a/b/2")), "1:13 /a/b");
  EXPECT_EQ(place(source->at("/a/b/x")), "1:13 /a/b");
  EXPECT_EQ(place(source->at("/a/b/99999999999999999999")), "1:13 /a/b");
  EXPECT_EQ(place(source->at("/s/0")), "1:27 /s");
  EXPECT_EQ(place(source->at("nonsense")), "1:1 ");
}

TEST(json_source, columns_count_characters) {
  const auto source = parse("{\"\u00e4\u20ac\U0001F600\": 1}");
  EXPECT_EQ(place(source->at("/\u00e4\u20ac\U0001F600")), "1:9 /\u00e4\u20ac\U0001F600");
}

TEST(json_source, columns_of_long_lines) {
  // A list of one-digit numbers behind a key with two-byte characters, across many counting blocks.
  std::string text = "{\n \"\u00e4\u00f6\": [0";
  for (int i = 1; i < 5000; ++i) text += ",1";
  const auto source = parse(text + "]}");
  for (const int i : {0, 1, 500, 506, 507, 508, 511, 512, 513, 4999})
    EXPECT_EQ(source->at(fmt::format("/\u00e4\u00f6/{}", i)).column, 9 + 2 * i);
}

TEST(json_source, byte_order_mark_is_skipped) {
  const auto source = parse("\xEF\xBB\xBF{\"a\": 1}");
  EXPECT_EQ(place(source->at("/a")), "1:7 /a");
}

TEST(json_source, carriage_returns_are_white_space) {
  const auto source = parse("{\r\n\"a\":\r\n1}");
  EXPECT_EQ(place(source->at("/a")), "3:1 /a");
}

TEST(json_source, depth_counts_brackets_outside_of_strings) {
  EXPECT_EQ(first_too_deep("[[\"[[[\\\"[\", {}]]", 3), std::nullopt);
  EXPECT_EQ(first_too_deep("[[{", 2), 2u);
  Diagnostics diagnostics;
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(JsonSource::parse(deep, "t.json", diagnostics), nullptr);
  EXPECT_EQ(diagnostics.all().at(0).code, Code::FR1006);
}

TEST(json_source, utf8_is_checked) {
  EXPECT_EQ(first_invalid_utf8("a\u00e4\u20ac\U0001F600\U0010FFFF"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("a\xC0\x80"), 1u);         // overlong
  EXPECT_EQ(first_invalid_utf8("ab\xED\xA0\x80"), 2u);    // surrogate
  EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0u);  // above U+10FFFF
  EXPECT_EQ(first_invalid_utf8("\xE2\x82"), 0u);          // cut off
  EXPECT_EQ(first_invalid_utf8("\x80"), 0u);
}

TEST(json_source, quotes_long_and_wild_text) {
  EXPECT_EQ(in_quotes("a\"b\n\x1b"), "\"a\\\"b\\n\\u001b\"");
  EXPECT_LT(in_quotes(std::string(1000, 'x')).size(), 100u);
}

TEST(json_value, labels) {
  const auto source = parse("{\"layers\": [{\"pad\": [[1, 2]]}], \"a b\": {}}");
  const JsonValue root(*source);
  EXPECT_EQ(root.label(), "the top level");
  EXPECT_EQ(root.member("layers").element(0).label(), "\"layers\"[0]");
  EXPECT_EQ(root.member("layers").element(0).member("pad").element(0).element(1).label(), "\"pad\"[0][1]");
  EXPECT_EQ(root.member("a b").label(), "\"a b\"");
  EXPECT_EQ(JsonValue(*parse("[1]")).element(0).label(), "the top level[0]");
}

TEST(json_value, reserved_words) {
  EXPECT_TRUE(is_reserved_word("module"));
  EXPECT_TRUE(is_reserved_word("logic"));
  EXPECT_TRUE(is_reserved_word("accept_on"));
  EXPECT_TRUE(is_reserved_word("xor"));
  EXPECT_FALSE(is_reserved_word("tfc_w1a1"));
  EXPECT_FALSE(is_reserved_word(""));
}

}  // namespace
}  // namespace finn
