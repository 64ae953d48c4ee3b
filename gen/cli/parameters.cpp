// SPDX-License-Identifier: Apache-2.0
#include "cli/parameters.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "emit/files.h"
#include "import/net_reader.h"
#include "passes/rewrite.h"

namespace finn {
namespace fs = std::filesystem;
namespace {

/// The build of an accelerator whose driver can rewrite parameters.
std::uint64_t build_of(const fs::path& folder, Diagnostics& diagnostics) {
  const fs::path file = folder / "driver" / "accelerator.json";
  std::uint64_t build = 0;
  try {
    const nlohmann::json json = nlohmann::json::parse(read_text(file));
    if (!json.contains("parameters")) {
      diagnostics
          .error(Code::FR5205, {folder.string(), 0, 0, {}},
                 "expected an accelerator with parameters that can be rewritten, found none")
          .notes.push_back("give layers \"runtime\": true in net.json, and generate with --axilite or --dma");
      throw InputRejected();
    }
    const auto text = json.at("build").get<std::string>();
    if (std::from_chars(text.data(), text.data() + text.size(), build, 16).ptr == text.data() + text.size())
      return build;
  } catch (const fs::filesystem_error&) {
  } catch (const nlohmann::json::exception&) {
  }
  diagnostics.error(Code::FR5201, {file.string(), 0, 0, {}},
                    "expected the driver's description of an accelerator that finn-rtlgen wrote, found no such file");
  throw InputRejected();
}

bool write_parameters(const ParametersOptions& options, Diagnostics& diagnostics) {
  const std::uint64_t build = build_of(options.folder, diagnostics);
  std::optional<Network> network = read_network(fs::path(options.folder) / "net.json", diagnostics);
  if (!network || diagnostics.has_errors()) return false;
  if (!options.network.empty()) {
    const auto other = qonnx::load_network(options.network, options.load, diagnostics);
    if (!other || diagnostics.has_errors()) return false;
    if (!replace_parameters(*network, other->network, diagnostics)) return false;
  }
  const std::vector<std::uint32_t> image = parameter_image(*network);
  write_text(options.output, parameter_file(image, build));
  fmt::print("{} words written to {}\n", image.size(), options.output);
  return true;
}

}  // namespace

void add_parameters_options(CLI::App& app, ParametersOptions& options) {
  app.add_option("FOLDER", options.folder, "The accelerator: DIR/<name>")->required();
  app.add_option("NET", options.network,
                 "The same network with other parameters in its layers with \"runtime\": true: net.json or model.onnx "
                 "(default: the accelerator's own parameters)");
  app.add_option("-o,--output", options.output, "File for the driver's load_parameters()")->required();
  add_load_options(app, options.load);
}

int parameters_command(const ParametersOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (write_parameters(options, diagnostics)) code = 0;
  } catch (const InputRejected&) {
    code = 1;
  } catch (const fs::filesystem_error& error) {
    diagnostics.error(Code::FR5102, {error.path1().string(), 0, 0, {}}, "{}", error.code().message());
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
