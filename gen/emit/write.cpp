// SPDX-License-Identifier: Apache-2.0
#include "emit/write.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include "bench/hardware_json.h"
#include "bench/sim_folder.h"
#include "emit/data_dir.h"
#include "emit/driver.h"
#include "emit/files.h"
#include "emit/html/page.h"
#include "emit/library.h"
#include "emit/names.h"
#include "emit/prepare.h"
#include "emit/registers.h"
#include "emit/report.h"
#include "emit/rewrite_vectors.h"
#include "emit/shell.h"
#include "emit/top.h"
#include "emit/vivado/write.h"
#include "hw/content_hash.h"
#include "hw/parameters.h"
#include "import/net_writer.h"

namespace finn {
namespace fs = std::filesystem;
namespace {

bool is_generated(const fs::path& folder) {
  return fs::is_regular_file(folder / "report" / "report.json") && fs::is_regular_file(folder / "rtl" / "files.f");
}

/// Those of the cells and of the shell, each once.
std::vector<std::string> library_files(const Prepared& prepared, const HwGraph& graph, const Shell& shell) {
  const std::vector<std::string> more = shell_library(graph, shell);
  std::set<std::string> files(prepared.library_files.begin(), prepared.library_files.end());
  files.insert(more.begin(), more.end());
  return {files.begin(), files.end()};
}

/// Returns the hash of all sources but the shell's own, going on from `hash`.
std::uint64_t write_rtl(const fs::path& folder, const Design& design, const Shell& shell, const Prepared& prepared,
                        std::uint64_t hash, const fs::path& data) {
  fs::create_directories(folder);
  std::string files;
  const auto write = [&](const std::string& name, const std::string& contents) {
    write_text(folder / name, contents);
    hash = content_hash(contents, content_hash(name, hash));
  };
  const auto write_source = [&](const std::string& name, const std::string& contents) {
    write(name, contents);
    files += name + "\n";
  };
  for (const LibraryFile& file : library_for_ip(data / "rtl_templates", library_files(prepared, design.graph, shell),
                                                prepared.sources, design.graph.name))
    write_source(file.name, file.contents);
  const std::string core = core_name(design.graph, shell);
  write_source(core + ".v", top_verilog(design.graph, design.network, prepared, core, shell.any()));
  for (const MemoryFile& memory : prepared.memory_files) write(memory.name, memory.contents);
  if (shell.any()) {
    files += design.graph.name + ".v\n";
    write_text(folder / (design.graph.name + ".v"), shell_verilog(design.graph, design.network, shell, hash));
  }
  write_text(folder / "files.f", files);
  return hash;
}

/// The network's files, so that what differs in them alone has another build hash.
std::uint64_t network_hash(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::uint64_t hash = content_hash("");
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    hash = content_hash(text, content_hash(file.filename().string(), hash));
  }
  return hash;
}

void write_driver(const fs::path& folder, const Design& design, const Platform& platform, double clock_mhz,
                  const Shell& shell, std::uint64_t build, const fs::path& data) {
  for (const LibraryFile& file : driver_library(data / "ip" / "driver")) {
    fs::create_directories((folder / file.name).parent_path());
    write_text(folder / file.name, file.contents);
  }
  write_text(folder / "accelerator.json", driver_json(design, platform, clock_mhz, shell, build));
  write_text(folder / "c" / (design.graph.name + "_ports.h"), driver_header(design, shell, build));
  write_text(folder / "c" / "fr_registers.h", driver_registers());
}

void write_all(const fs::path& folder, Design& design, const Platform& platform, double clock_mhz, const Shell& shell,
               const fs::path& data) {
  const Prepared prepared = prepare(design.graph, design.network);
  fs::create_directories(folder);
  write_network(design.network, folder);
  const std::uint64_t build = write_rtl(folder / "rtl", design, shell, prepared, network_hash(folder), data);
  BenchDescription bench =
      describe_bench(design.network, design.graph, core_name(design.graph, shell), input_port_names(design.network),
                     output_port_names(design.network), design.predicted.interval(), design.predicted.latency,
                     static_cast<std::int64_t>(design.predicted.intervals.size()));
  if (shell.any() && parameter_map(design.graph).words > 0)
    bench.tied = {"parameter_write", "parameter_addr", "parameter_data"};
  write_sim_folder(folder / "sim", bench, design.network, data / "verif" / "harness");
  write_text(folder / "sim" / "hardware.json", hardware_json(design.graph));
  if (shell.any()) {
    write_shell_sources(folder / "sim", data / "verif" / "harness");
    write_rewrite_vectors(folder / "sim" / "vectors", bench, design.network,
                          random_inputs(design.network, kSimFrames, kSimSeed), kSimSeed);
    write_text(folder / "sim" / "shell_config.h", shell_config(design.graph, design.network, shell, build));
    write_text(folder / "sim" / "shell_registers.h", registers_header());
  }
  fs::create_directories(folder / "report");
  const nlohmann::ordered_json report = report_json(design, platform, clock_mhz, shell);
  write_text(folder / "report" / "report.json", report.dump(2) + "\n");
  write_text(folder / "report" / "report.html", report_html(report));
  write_driver(folder / "driver", design, platform, clock_mhz, shell, build, data);
  write_vivado(folder, design, shell, platform, clock_mhz, data);
}

/// Removes a folder of its own when it goes out of scope, unless it was moved to its place.
class PartialFolder {
 public:
  explicit PartialFolder(fs::path path) : path_(std::move(path)) { fs::remove_all(path_); }
  ~PartialFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;

  const fs::path& path() const { return path_; }

  /// Moves the folder to its place; what stood there goes only after that worked.
  void replace(const fs::path& place) const {
    const fs::path old = path_.string() + ".old";
    if (fs::exists(place)) fs::rename(place, old);
    fs::rename(path_, place);
    fs::remove_all(old);
  }

 private:
  fs::path path_;
};

}  // namespace

fs::path write_accelerator(Design& design, const Platform& platform, double clock_mhz, const Shell& shell,
                           const fs::path& output, Diagnostics& diagnostics) {
  const fs::path place = output / design.network.name;
  try {
    if (fs::exists(place) && !is_generated(place) && !(fs::is_directory(place) && fs::is_empty(place))) {
      diagnostics
          .error(Code::FR5101, {place.string(), 0, 0, {}},
                 "expected nothing or a folder that finn-rtlgen wrote, found something else")
          .notes.push_back("name another folder with -o, or another \"name\" in the network");
      throw InputRejected();
    }
    const std::int64_t ports = design.graph.input_count + design.graph.output_count;
    if (shell.any() && ports > kMostPorts) {
      diagnostics.error(Code::FR5103, {design.network.name, 0, 0, {}},
                        "expected at most {} inputs and outputs for a register block, found {}", kMostPorts, ports);
      throw InputRejected();
    }
    if (!shell.any() && parameter_map(design.graph).words > 0)
      diagnostics.warning(Code::FR5104, {design.network.name, 0, 0, {}},
                          "layers have \"runtime\": true, but nothing can rewrite their parameters without --axilite");
    fs::create_directories(output);
    const PartialFolder partial(output / fmt::format(".{}.partial-{}", design.network.name, ::getpid()));
    write_all(partial.path(), design, platform, clock_mhz, shell, data_dir(diagnostics));
    partial.replace(place);
  } catch (const fs::filesystem_error& error) {
    diagnostics.error(Code::FR5102, {error.path1().string(), 0, 0, {}}, "{}", error.code().message());
    throw InputRejected();
  }
  return place;
}

}  // namespace finn
