// SPDX-License-Identifier: Apache-2.0
// Writes the examples of all layer kinds as networks that can be rewritten: FOLDER/<example>/first/net.json and, with
// other parameters, .../second/net.json. Usage: runtime_networks FOLDER
#include <filesystem>

#include "import/net_writer.h"
#include "passes/rewrite.h"
#include "support/runtime_examples.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  for (finn::test::RuntimeExample& example : finn::test::runtime_examples()) {
    const std::filesystem::path folder = std::filesystem::path(argv[1]) / example.name;
    const auto write = [&](const char* part) {
      std::filesystem::create_directories(folder / part);
      finn::write_network(example.network, folder / part);
    };
    write("first");
    finn::draw_parameters(example.network, 5);
    write("second");
  }
}
