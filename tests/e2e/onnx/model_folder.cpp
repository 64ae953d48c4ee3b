// SPDX-License-Identifier: Apache-2.0
#include "e2e/onnx/model_folder.h"

#include <algorithm>
#include <stdexcept>

#include "import/npy.h"

namespace finn::test {

namespace fs = std::filesystem;

ProgramResult ModelFolder::finn_rtlgen(std::vector<std::string> arguments) const {
  if (fs::exists(path / "input_type")) {
    std::string type = read_text(path / "input_type");
    type.erase(type.find_last_not_of(" \n\r") + 1);
    arguments.insert(arguments.end(), {"--input-type", type});
  }
  return test::finn_rtlgen(arguments);
}

ProgramResult ModelFolder::run(const fs::path& output) const {
  return finn_rtlgen({"run", file(), "--input", file("input.npy"), "--output", output.string()});
}

fs::path ModelFolder::generate(const fs::path& out) const {
  const ProgramResult generated = finn_rtlgen({file(), "-o", out.string()});
  if (generated.exit_code != 0) throw std::runtime_error(generated.err);
  return fs::directory_iterator(out)->path();
}

std::vector<ModelFolder> model_folders(const fs::path& root) {
  std::vector<ModelFolder> folders;
  if (!fs::is_directory(root)) return folders;
  for (const auto& entry : fs::directory_iterator(root))
    if (fs::exists(entry.path() / "model.onnx")) folders.push_back({entry.path()});
  std::sort(folders.begin(), folders.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return folders;
}

std::vector<double> read_reals(const fs::path& file) {
  Diagnostics diagnostics;
  const auto array = read_npy(file, diagnostics);
  if (!array) throw std::runtime_error(diagnostics.text());
  if (array->is_real) return {array->reals.begin(), array->reals.end()};
  return {array->integers.begin(), array->integers.end()};
}

}  // namespace finn::test
