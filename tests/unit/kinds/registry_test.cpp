// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "kinds/kind.h"

namespace finn {
namespace {

TEST(registry, is_sorted_and_has_no_doubles) {
  const auto& kinds = all_kinds();
  for (std::size_t i = 1; i < kinds.size(); ++i) EXPECT_LT(kinds[i - 1]->name, kinds[i]->name);
  EXPECT_FALSE(kinds.empty());
}

TEST(registry, every_kind_is_complete) {
  for (const LayerKind* kind : all_kinds()) {
    SCOPED_TRACE(std::string(kind->name));
    EXPECT_EQ(find_kind(kind->name), kind);
    EXPECT_FALSE(kind->doc.empty());
    EXPECT_GE(kind->input_count, 1U);
    EXPECT_GE(kind->output_count, 1U);
    EXPECT_TRUE(kind->shape && kind->knobs && kind->cycles && kind->operations && kind->golden && kind->lower &&
                kind->examples);
    if (kind->channels != nullptr) {
      const ChannelRules& rules = kind->channels();
      EXPECT_TRUE(rules.facts && rules.need && rules.cut);
      EXPECT_EQ(kind->output_count, 1U);
    }
    std::set<std::string_view> names;
    for (const AttrSpec& spec : kind->schema) {
      EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
      EXPECT_FALSE(spec.doc.empty()) << spec.name;
      EXPECT_EQ(spec.doc.find('\n'), std::string_view::npos) << spec.name;
      const bool is_integer = spec.type == AttrType::kInt || spec.type == AttrType::kIntList;
      EXPECT_TRUE(!is_integer || spec.min < spec.max) << spec.name;
      EXPECT_TRUE((spec.name != "weights" && spec.name != "type") || kind->widths != nullptr) << spec.name;
    }
  }
}

TEST(registry, every_kind_has_examples_of_its_own) {
  std::set<std::string> names;
  for (const LayerKind* kind : all_kinds()) {
    const auto examples = kind->examples();
    EXPECT_GE(examples.size(), 6U) << kind->name;
    for (const KindExample& example : examples) {
      EXPECT_TRUE(names.insert(example.name).second) << example.name;
      EXPECT_NE(example.net_json.find("\"kind\": \"" + std::string(kind->name) + "\""), std::string::npos)
          << example.name;
    }
  }
}

TEST(registry, unknown_kinds_are_not_found) { EXPECT_EQ(find_kind("no_such_kind"), nullptr); }

}  // namespace
}  // namespace finn
