// SPDX-License-Identifier: Apache-2.0
// Bench of a generated top with registers, and DMA channels if it has them: frames of vector files from memory image to
// memory image, and everything that the registers promise. Exit code 0: all well; 1: the hardware is wrong; 2: wrong
// usage or unusable vectors.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "shell_passes.h"

namespace {

using namespace bench;

ShellOptions parse(int argc, char** argv) {
  ShellOptions options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--silent") {
      options.silent = true;
      continue;
    }
    if (i + 1 == argc)
      usage_error("usage: shell bench [--vectors DIR] [--stall P] [--seed S] [--pass NAME] [--json FILE] [--silent]");
    const char* value = argv[++i];
    if (name == "--vectors")
      options.vectors = value;
    else if (name == "--json")
      options.json = value;
    else if (name == "--seed")
      options.seed = std::strtoull(value, nullptr, 10);
    else if (name == "--stall")
      options.stall = std::strtod(value, nullptr);
    else if (name == "--pass")
      options.only = value;
    else
      usage_error(name + " is unknown");
  }
  if (!(options.stall >= 0.0 && options.stall < 1.0)) usage_error("--stall wants a probability, 0 <= P < 1");
  return options;
}

std::vector<std::uint32_t> load_words(const std::string& path) {
  std::vector<std::uint32_t> words(kParameterWords);
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) usage_error("cannot open " + path);
  for (std::uint32_t& word : words) {
    std::uint8_t bytes[4];
    if (std::fread(bytes, 1, 4, file) != 4) usage_error(path + " is too short");
    word = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
  }
  if (std::fgetc(file) != EOF) usage_error(path + " is too long");
  std::fclose(file);
  return words;
}

void load(std::vector<Vectors>& all, const StreamInfo* infos, int count, const std::string& prefix,
          std::int64_t& frames) {
  all.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const std::size_t bytes = static_cast<std::size_t>(infos[i].bytes());
    const std::size_t storage = bytes <= 1 ? 1 : bytes <= 2 ? 2 : bytes <= 4 ? 4 : bytes <= 8 ? 8 : (bytes + 3) / 4 * 4;
    Vectors& vectors = all[static_cast<std::size_t>(i)];
    vectors.load(prefix + std::to_string(i) + ".bin", infos[i], storage);
    if (frames && vectors.frames() != frames) usage_error("the vector files have different numbers of frames");
    frames = vectors.frames();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const ShellOptions options = parse(argc, argv);
  Stimulus stimulus;
  load(stimulus.inputs, kInputs, kInputCount, options.vectors + "/in", stimulus.frames);
  load(stimulus.outputs, kOutputs, kOutputCount, options.vectors + "/out", stimulus.frames);
  if (kParameterWords > 0) {
    load(stimulus.rewritten, kOutputs, kOutputCount, options.vectors + "/rewritten", stimulus.frames);
    for (int set = 0; set < 2; ++set)
      stimulus.parameters[set] = load_words(options.vectors + "/parameters" + std::to_string(set) + ".bin");
  }
  Report report;
  report.top = kShellTop;
  report.seed = options.seed;
  report.stall = options.stall;
  const auto wanted = [&](const char* name) {
    return report.failures.empty() && (options.only.empty() || options.only == name);
  };
  if (wanted("registers")) ShellPass("registers", options, stimulus, report).identity();
  if (wanted("jobs")) ShellPass("jobs", options, stimulus, report).jobs(0);
  if (wanted("stalled") && options.stall > 0) ShellPass("stalled", options, stimulus, report).jobs(options.stall);
  if (wanted("hold")) ShellPass("hold", options, stimulus, report).hold();
  if (wanted("reset")) ShellPass("reset", options, stimulus, report).resets();
  if (kParameterWords > 0 && wanted("rewrite")) ShellPass("rewrite", options, stimulus, report).rewrite();
  if (wanted("errors")) ShellPass("errors", options, stimulus, report).errors();
  if (!options.json.empty() && !write_json(report, options.json)) usage_error("cannot write " + options.json);
  if (!options.silent) {
    for (const PassResult& pass : report.passes)
      std::printf("%-10s %-6s %6lld frames %12lld cycles %8.2f s\n", pass.name.c_str(), pass.ok ? "ok" : "FAILED",
                  static_cast<long long>(pass.frames), static_cast<long long>(pass.cycles), pass.seconds);
    for (const Failure& f : report.failures) std::fprintf(stderr, "%s: %s\n", f.pass.c_str(), f.message.c_str());
  }
  return report.ok() ? 0 : 1;
}
