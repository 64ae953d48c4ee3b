// SPDX-License-Identifier: Apache-2.0
// Malformed inputs that cannot be kept as files: symbolic links, missing files, huge files.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "import/json_source.h"
#include "import/net_reader.h"
#include "import/npy.h"
#include "onnx/reader.h"
#include "reports.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

std::string network_text(const std::string& table) {
  return R"({"format": "finn-rtlgen-net", "version": 1, "name": "bad",
"inputs": [{"name": "x", "shape": [4], "type": "INT2"}],
"outputs": [{"name": "y"}],
"layers": [{"name": "lut0", "kind": "lut", "inputs": ["x"], "outputs": ["y"], "type": "UINT1",
"table": )" +
         table + "}]}\n";
}

void missing_network(const fs::path& folder, Diagnostics& diagnostics) {
  read_network(folder / "absent.json", diagnostics);
}

void folder_as_network(const fs::path& folder, Diagnostics& diagnostics) { read_network(folder, diagnostics); }

void huge_network(const fs::path& folder, Diagnostics& diagnostics) {
  write_text(folder / "huge.json", "");
  fs::resize_file(folder / "huge.json", kMaxJsonBytes + 1);  // a sparse file
  read_network(folder / "huge.json", diagnostics);
}

void link_that_leaves(const fs::path& folder, Diagnostics& diagnostics) {
  const std::vector<std::int64_t> table = {0, 1, 1, 0};
  fs::create_directories(folder / "net");
  write_npy(folder / "outside.npy", {1, 4}, table, diagnostics);
  fs::create_symlink(folder / "outside.npy", folder / "net" / "link.npy");
  write_text(folder / "net" / "net.json", network_text(R"({"type": "INT2", "shape": [1, 4], "file": "link.npy"})"));
  read_network(folder / "net" / "net.json", diagnostics);
}

void linked_folder_that_leaves(const fs::path& folder, Diagnostics& diagnostics) {
  fs::create_directories(folder / "net2");
  fs::create_directories(folder / "other");
  fs::create_directory_symlink(folder / "other", folder / "net2" / "sub");
  write_text(folder / "net2" / "net.json", network_text(R"({"type": "INT2", "shape": [1, 4], "file": "sub/t.npy"})"));
  read_network(folder / "net2" / "net.json", diagnostics);
}

void table_too_large(const fs::path& folder, Diagnostics& diagnostics) {
  write_npy(folder / "table.npy", {1, 65537}, std::vector<std::int64_t>(65537, 0), diagnostics);
  write_text(folder / "net.json", network_text(R"({"type": "UINT1", "shape": [1, 65537], "file": "table.npy"})"));
  read_network(folder / "net.json", diagnostics);
}

void huge_array(const fs::path& folder, Diagnostics& diagnostics) {
  const std::vector<std::int64_t> values = {1, 2};
  write_npy(folder / "huge.npy", {2}, values, diagnostics);
  fs::resize_file(folder / "huge.npy", std::uintmax_t{1} << 40);
  read_npy(folder / "huge.npy", diagnostics);
}

void array_on_a_folder(const fs::path& folder, Diagnostics& diagnostics) {
  const std::vector<std::int64_t> values = {1, 2};
  write_npy(folder, {2}, values, diagnostics);
}

void text_as_model(const fs::path& folder, Diagnostics& diagnostics) {
  write_text(folder / "model.onnx", "this is not a model");
  onnx::read_model(folder / "model.onnx", diagnostics);
}

void model_cut_off(const fs::path& folder, Diagnostics& diagnostics) {
  write_text(folder / "model.onnx", std::string("\x3a\x05\x12", 3));  // a graph of 5 bytes, of which 1 is there
  onnx::read_model(folder / "model.onnx", diagnostics);
}

void huge_model(const fs::path& folder, Diagnostics& diagnostics) {
  write_text(folder / "model.onnx", "");
  fs::resize_file(folder / "model.onnx", std::uintmax_t{2} << 30);  // a sparse file
  onnx::read_model(folder / "model.onnx", diagnostics);
}

struct Special {
  const char* name;
  void (*run)(const fs::path&, Diagnostics&);
  std::string expected;
};

const std::vector<Special>& specials() {
  static const std::vector<Special> table = {
      {"missing_network", missing_network, "absent.json:0:0 FR1001 -"},
      {"folder_as_network", folder_as_network, "special:0:0 FR1001 -"},
      {"huge_network", huge_network, "huge.json:0:0 FR1002 -"},
      {"link_that_leaves", link_that_leaves, "net.json:5:52 FR1201 /layers/0/table/file"},
      {"linked_folder_that_leaves", linked_folder_that_leaves, "net.json:5:52 FR1201 /layers/0/table/file"},
      {"table_too_large", table_too_large, "net.json:5:37 FR2220 /layers/0/table/shape"},
      {"huge_array", huge_array, "huge.npy:0:0 FR1106 -"},
      {"text_as_model", text_as_model, "model.onnx:0:0 FR1301 -"},
      {"model_cut_off", model_cut_off, "model.onnx:0:0 FR1301 -"},
      {"huge_model", huge_model, "model.onnx:0:0 FR1002 -"},
      {"array_on_a_folder", array_on_a_folder, "special:0:0 FR1202 -"},
  };
  return table;
}

TEST(malformed, special_inputs) {
  for (const Special& special : specials()) {
    SCOPED_TRACE(special.name);
    const TemporaryFolder parent("malformed_special");
    const fs::path folder = parent / "special";
    fs::create_directories(folder);
    Diagnostics diagnostics;
    special.run(folder, diagnostics);
    EXPECT_EQ(report_lines(diagnostics), std::vector<std::string>{special.expected}) << diagnostics.text();
  }
}

}  // namespace

std::set<int> special_codes() {
  std::set<int> codes;
  for (const Special& special : specials()) {
    const TemporaryFolder parent("malformed_codes");
    Diagnostics diagnostics;
    special.run(parent.path(), diagnostics);
    codes.merge(report_codes(diagnostics));
  }
  return codes;
}

}  // namespace finn::test
