// SPDX-License-Identifier: Apache-2.0
#include "cli/import.h"

#include <cstdio>

#include "cli/explain.h"
#include "import/net_writer.h"
#include "import/npy.h"

namespace finn {
namespace {

/// net.json under the name that the user wants, its arrays beside it.
bool write_files(const Network& network, const std::filesystem::path& path, Diagnostics& diagnostics) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  bool written = true;
  for (const auto& [name, bytes] : network_files(network))
    written = write_file(name == "net.json" ? path : path.parent_path() / name, bytes, diagnostics) && written;
  return written;
}

}  // namespace

void add_load_options(CLI::App& app, qonnx::LoadOptions& options) {
  app.add_option("--input-type", options.input_types,
                 "What the real input of an ONNX graph is: TYPE, TYPE/N or TYPE*S (UINT8/255, INT16*2^-10, BIPOLAR); "
                 "NAME=... for one of several");
}

void add_import_options(CLI::App& app, ImportOptions& options) {
  app.add_option("MODEL", options.model, "Quantized ONNX graph")->required();
  auto* output = app.add_option("-o,--output", options.output, "net.json to write; larger arrays go beside it");
  auto* explain = app.add_flag("--explain", options.explain, "Print what became of each node");
  add_load_options(app, options.load);
  app.callback([=] {
    if (output->count() == 0 && explain->count() == 0) throw CLI::RequiredError("-o or --explain");
  });
}

int import_command(const ImportOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (const auto made = qonnx::load_network(options.model, options.load, diagnostics)) {
      if (options.explain) std::fputs(explanation(*made).c_str(), stdout);
      if (options.output.empty() || write_files(made->network, options.output, diagnostics)) code = 0;
    }
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
