// SPDX-License-Identifier: Apache-2.0
#include "emit/verilog.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "emit/names.h"

namespace finn {
namespace {

/// ".name (value)" lines in columns.
std::string named_list(const std::vector<Connection>& items, std::string_view indent) {
  std::size_t widest = 0;
  for (const auto& [name, value] : items) widest = std::max(widest, name.size());
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i)
    text += fmt::format("{}.{:<{}} ({}){}\n", indent, items[i].first, widest, items[i].second,
                        i + 1 < items.size() ? "," : "");
  return text;
}

}  // namespace

std::string vector_range(std::int64_t bits) { return fmt::format("[{}:0]", bits - 1); }

std::int64_t address_bits(std::int64_t depth) {
  return std::max<std::int64_t>(1, std::bit_width(static_cast<std::uint64_t>(depth - 1)));
}

std::string instance_text(const std::string& module, const std::string& name, const std::vector<Connection>& params,
                          const std::vector<Connection>& ports) {
  std::string text = "  " + module;
  if (!params.empty()) text += " #(\n" + named_list(params, "    ") + "  )";
  return text + " u_" + name + " (\n" + named_list(ports, "    ") + "  );\n";
}

}  // namespace finn
