// SPDX-License-Identifier: Apache-2.0
// docs/net_json.md follows the code: each kind's attribute table is made from its schema, limits are the reader's.
#include <gtest/gtest.h>

#include "import/json_value.h"
#include "import/net_reader.h"
#include "import/net_writer.h"
#include "kinds/kind.h"
#include "kinds/support.h"
#include "support/program.h"

namespace finn {
namespace {

std::string document() { return test::read_text(std::filesystem::path(FINN_SOURCE_DIR) / "docs" / "net_json.md"); }

std::string type_text(const AttrSpec& spec) {
  const std::string range = fmt::format("{}..{}", spec.min, spec.max);
  const auto many = [&](const char* what) {
    return spec.length == 0 ? fmt::format("list of {}", what) : fmt::format("list of {} {}", spec.length, what);
  };
  switch (spec.type) {
    case AttrType::kInt:
      return "integer in " + range;
    case AttrType::kBool:
      return "true or false";
    case AttrType::kIntList:
      return many("integers") + " in " + range;
    case AttrType::kBoolList:
      return many("booleans");
    case AttrType::kType:
      return "name of a type";
    case AttrType::kTensor:
      return (spec.rank == 0 ? "tensor" : fmt::format("tensor, {} dimensions", spec.rank)) +
             (spec.max_bits > DataType::kMaxFileBits ? fmt::format(", types to {} bits", spec.max_bits) : "");
  }
  return {};
}

std::string table(const LayerKind& kind) {
  std::string out =
      fmt::format("### {}\n\n{}; {}{} in, {} out.\n\n| attribute | value | | meaning |\n| --- | --- | --- | --- |\n",
                  kind.name, kind.doc, kind.input_count,
                  kind.max_input_count > 0 ? fmt::format(" to {}", kind.max_input_count) : "", kind.output_count);
  for (const AttrSpec& spec : kind.schema)
    out +=
        fmt::format("| `{}` | {} | {} | {} |\n", spec.name, type_text(spec), spec.required ? "required" : "", spec.doc);
  return out;
}

TEST(docs, every_kind_has_its_table) {
  const std::string text = document();
  for (const LayerKind* kind : all_kinds())
    EXPECT_NE(text.find(table(*kind)), std::string::npos) << "docs/net_json.md lacks this:\n" << table(*kind);
}

TEST(docs, limits_are_those_of_the_reader) {
  const std::string text = document();
  for (const std::string& row : {fmt::format("| one dimension | {} |", kMaxDimension),
                                 fmt::format("| elements of one tensor | {} |", kMaxTensorElements),
                                 fmt::format("| characters of a name | {} |", kMaxNameLength),
                                 fmt::format("| nesting of lists and objects | {} |", kMaxJsonDepth),
                                 fmt::format("| bytes of a JSON file | {} |", kMaxJsonBytes),
                                 fmt::format("at most {} values", kMostInlineValues)})
    EXPECT_NE(text.find(row), std::string::npos) << "docs/net_json.md lacks: " << row;
}

TEST(docs, examples_are_correct) {
  // Every block that is a whole network must be read without a diagnostic.
  const std::string text = document();
  const test::TemporaryFolder folder("docs_example");
  std::size_t networks = 0;
  for (std::size_t begin = text.find("```json\n"); begin != std::string::npos; begin = text.find("```json\n", begin)) {
    begin += 8;
    const std::size_t end = text.find("```", begin);
    const std::string block = text.substr(begin, end - begin);
    begin = end;
    if (block.find("\"format\"") == std::string::npos) continue;
    Diagnostics diagnostics;
    EXPECT_TRUE(parse_network(block, "net_json.md", folder.path(), diagnostics).has_value()) << diagnostics.text();
    ++networks;
  }
  EXPECT_EQ(networks, 2u);
}

}  // namespace
}  // namespace finn
