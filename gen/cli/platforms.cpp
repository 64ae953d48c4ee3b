// SPDX-License-Identifier: Apache-2.0
#include "cli/platforms.h"

#include <algorithm>
#include <cstdio>

#include "emit/data_dir.h"
#include "emit/platform.h"

namespace finn {
namespace {

std::string table(const std::vector<Platform>& platforms) {
  std::string text = fmt::format("{:<12} {:<22} {:<6} {:>8} {:>8} {:>7} {:>5} {:>6} {:>6} {:>7}\n", "platform", "part",
                                 "family", "LUT", "FF", "BRAM36", "URAM", "DSP", "MHz", "GB/s");
  for (const Platform& platform : platforms)
    text += fmt::format("{:<12} {:<22} {:<6} {:>8} {:>8} {:>7} {:>5} {:>6} {:>6g} {:>7.4g}\n", platform.name,
                        platform.part, family_name(platform.family), platform.lut, platform.ff, platform.bram36,
                        platform.uram, platform.dsp, platform.clock_mhz, platform.bandwidth);
  return text;
}

}  // namespace

void add_platforms_options(CLI::App& app, PlatformsOptions& options) {
  app.add_option("PLATFORM", options.names, "Names or files of platforms (default: all that are shipped)");
}

int platforms_command(const PlatformsOptions& options) {
  Diagnostics diagnostics;
  int code = 0;
  try {
    const std::filesystem::path data = data_dir(diagnostics);
    std::vector<Platform> platforms;
    for (const std::string& name : options.names.empty() ? platform_names(data) : options.names) try {
        platforms.push_back(read_platform(name, data, diagnostics));
      } catch (const InputRejected&) {
        code = 1;  // and the others are shown
      }
    if (!platforms.empty()) std::fputs(table(platforms).c_str(), stdout);
    if (!options.names.empty())
      for (const Platform& platform : platforms) fmt::print("\n{}: {}\n", platform.name, platform.source);
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
