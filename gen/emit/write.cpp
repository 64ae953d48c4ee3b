// SPDX-License-Identifier: Apache-2.0
#include "emit/write.h"

#include <unistd.h>

#include <fstream>
#include <system_error>

#include "bench/hardware_json.h"
#include "bench/sim_folder.h"
#include "emit/data_dir.h"
#include "emit/driver.h"
#include "emit/html/page.h"
#include "emit/library.h"
#include "emit/names.h"
#include "emit/prepare.h"
#include "emit/report.h"
#include "emit/top.h"
#include "emit/vivado/write.h"
#include "import/net_writer.h"

namespace finn {
namespace fs = std::filesystem;
namespace {

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw fs::filesystem_error("cannot write", file, std::make_error_code(std::errc::io_error));
}

bool is_generated(const fs::path& folder) {
  return fs::is_regular_file(folder / "report" / "report.json") && fs::is_regular_file(folder / "rtl" / "files.f");
}

void write_rtl(const fs::path& folder, const Design& design, const Prepared& prepared, const fs::path& data) {
  fs::create_directories(folder);
  std::string files;
  for (const LibraryFile& file :
       library_for_ip(data / "rtl_templates", prepared.library_files, prepared.sources, design.graph.name)) {
    write_text(folder / file.name, file.contents);
    files += file.name + "\n";
  }
  write_text(folder / (design.graph.name + ".v"), top_verilog(design.graph, design.network, prepared));
  files += design.graph.name + ".v\n";
  write_text(folder / "files.f", files);
  for (const MemoryFile& memory : prepared.memory_files) write_text(folder / memory.name, memory.contents);
}

void write_driver(const fs::path& folder, const Design& design, const Platform& platform, double clock_mhz,
                  const fs::path& data) {
  for (const LibraryFile& file : driver_library(data / "ip" / "driver")) {
    fs::create_directories((folder / file.name).parent_path());
    write_text(folder / file.name, file.contents);
  }
  write_text(folder / "accelerator.json", driver_json(design, platform, clock_mhz));
  write_text(folder / "c" / (design.graph.name + "_ports.h"), driver_header(design));
}

void write_all(const fs::path& folder, Design& design, const Platform& platform, double clock_mhz,
               const fs::path& data) {
  const Prepared prepared = prepare(design.graph, design.network);
  write_rtl(folder / "rtl", design, prepared, data);
  const BenchDescription bench =
      describe_bench(design.network, design.graph, design.graph.name, input_port_names(design.network),
                     output_port_names(design.network), design.predicted.interval(), design.predicted.latency,
                     static_cast<std::int64_t>(design.predicted.intervals.size()));
  write_sim_folder(folder / "sim", bench, design.network, data / "verif" / "harness");
  write_text(folder / "sim" / "hardware.json", hardware_json(design.graph));
  fs::create_directories(folder / "report");
  const nlohmann::ordered_json report = report_json(design, platform, clock_mhz);
  write_text(folder / "report" / "report.json", report.dump(2) + "\n");
  write_text(folder / "report" / "report.html", report_html(report));
  write_driver(folder / "driver", design, platform, clock_mhz, data);
  write_vivado(folder, design, Shell(), platform, clock_mhz, data);
  write_network(design.network, folder);
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

fs::path write_accelerator(Design& design, const Platform& platform, double clock_mhz, const fs::path& output,
                           Diagnostics& diagnostics) {
  const fs::path place = output / design.network.name;
  try {
    if (fs::exists(place) && !is_generated(place) && !(fs::is_directory(place) && fs::is_empty(place))) {
      diagnostics
          .error(Code::FR5101, {place.string(), 0, 0, {}},
                 "expected nothing or a folder that finn-rtlgen wrote, found something else")
          .notes.push_back("name another folder with -o, or another \"name\" in the network");
      throw InputRejected();
    }
    fs::create_directories(output);
    const PartialFolder partial(output / fmt::format(".{}.partial-{}", design.network.name, ::getpid()));
    write_all(partial.path(), design, platform, clock_mhz, data_dir(diagnostics));
    partial.replace(place);
  } catch (const fs::filesystem_error& error) {
    diagnostics.error(Code::FR5102, {error.path1().string(), 0, 0, {}}, "{}", error.code().message());
    throw InputRejected();
  }
  return place;
}

}  // namespace finn
