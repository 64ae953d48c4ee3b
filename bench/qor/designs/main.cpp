// SPDX-License-Identifier: Apache-2.0
// qor_designs OUT_DIR [ROW...]: writes the hardware of the rows (all, if none is named) below OUT_DIR.
// qor_designs --list:           prints the rows' names.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "emit/data_dir.h"
#include "units.h"

namespace finn::qor {

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  for (auto* group : {dot_rows, mvu_rows, threshold_rows, swu_rows, network_rows})
    for (Row& row : group()) rows.push_back(std::move(row));
  return rows;
}

namespace {

int run(const std::vector<std::string>& arguments) {
  const std::vector<Row> rows = all_rows();
  if (arguments.size() == 1 && arguments[0] == "--list") {
    for (const Row& row : rows) fmt::print("{}\n", row.name);
    return 0;
  }
  if (arguments.empty()) {
    fmt::print(stderr, "usage: qor_designs OUT_DIR [ROW...] | --list\n");
    return 2;
  }
  const std::vector<std::string> wanted(arguments.begin() + 1, arguments.end());
  for (const std::string& name : wanted)
    if (std::none_of(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; })) {
      fmt::print(stderr, "qor_designs: there is no row {}\n", name);
      return 2;
    }
  for (const Row& row : rows)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), row.name) != wanted.end())
      write_row(row, arguments[0], data_dir());
  return 0;
}

}  // namespace
}  // namespace finn::qor

int main(int argc, char** argv) {
  try {
    return finn::qor::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "qor_designs: {}\n", error.what());
    return 3;
  }
}
