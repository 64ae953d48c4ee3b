// SPDX-License-Identifier: Apache-2.0
// Exit codes: 0 done, 1 input rejected or verification failed, 2 wrong usage, 3 a defect of the program.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>

#include "cli/explore.h"
#include "cli/generate.h"
#include "cli/import.h"
#include "cli/parameters.h"
#include "cli/platforms.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/verify.h"

namespace {

int run_program(int argc, char** argv) {
  CLI::App app{"finn-rtlgen: quantized neural networks to streaming FPGA accelerators in plain Verilog"};
  app.set_version_flag("--version", FINN_VERSION);
  app.require_subcommand(0, 1);
  bool verbose = false;
  app.add_flag("-v,--verbose", verbose, "Say on stderr what is done and how long it takes");
  app.footer("Exit codes: 0 done, 1 input rejected or verification failed, 2 wrong usage, 3 a defect of the program.");

  finn::GenerateOptions generate;
  auto* network = app.add_option("NET", generate.network, "Network: net.json or model.onnx");
  auto* output = app.add_option("-o,--output", generate.output, "Folder that gets <name>/");
  finn::add_design_options(app, generate);

  finn::GenerateOptions estimate;
  CLI::App* estimate_app = app.add_subcommand("estimate", "Cycles, resources and frames a second, without RTL");
  estimate_app->add_option("NET", estimate.network, "Network: net.json or model.onnx")->required();
  estimate_app->add_flag("--json", estimate.json, "Print report.json");
  finn::add_design_options(*estimate_app, estimate);

  finn::ExploreCliOptions explore;
  CLI::App* explore_app =
      app.add_subcommand("explore", "The best foldings over targets, platforms and widths of operands");
  finn::add_explore_options(*explore_app, explore);

  finn::ImportOptions import;
  CLI::App* import_app = app.add_subcommand("import", "A quantized ONNX graph to the integer network that computes it");
  finn::add_import_options(*import_app, import);

  finn::RunOptions run;
  CLI::App* run_app = app.add_subcommand("run", "Golden model: inputs to outputs");
  finn::add_run_options(*run_app, run);

  finn::VerifyCliOptions verify;
  CLI::App* verify_app =
      app.add_subcommand("verify", "Compare a generated accelerator with the golden model in Verilator");
  finn::add_verify_options(*verify_app, verify);

  finn::ParametersOptions parameters;
  CLI::App* parameters_app =
      app.add_subcommand("parameters", "Other weights and thresholds for an accelerator whose host can rewrite them");
  finn::add_parameters_options(*parameters_app, parameters);

  finn::PlatformsOptions platforms;
  CLI::App* platforms_app = app.add_subcommand("platforms", "The boards and parts that --platform knows");
  finn::add_platforms_options(*platforms_app, platforms);

  finn::ReportOptions report;
  CLI::App* report_app = app.add_subcommand("report", "Print the report of a generated accelerator");
  finn::add_report_options(*report_app, report);

  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty() && (network->count() == 0 || output->count() == 0))
      throw CLI::RequiredError("NET and -o DIR, or a subcommand");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  spdlog::set_default_logger(spdlog::stderr_color_mt("finn-rtlgen"));
  spdlog::set_pattern("%n: %v");
  spdlog::set_level(verbose ? spdlog::level::info : spdlog::level::warn);
  if (*estimate_app) return finn::estimate_command(estimate);
  if (*explore_app) return finn::explore_command(explore);
  if (*import_app) return finn::import_command(import);
  if (*run_app) return finn::run_command(run);
  if (*verify_app) return finn::verify_command(verify);
  if (*parameters_app) return finn::parameters_command(parameters);
  if (*platforms_app) return finn::platforms_command(platforms);
  if (*report_app) return finn::report_command(report);
  return finn::generate_command(generate);
}

/// What a user can help: a network that needs more memory than there is.
int report_exhausted_memory() {
  std::fputs("finn-rtlgen: error: out of memory: this network or its data needs more than this machine has\n", stderr);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const std::bad_alloc&) {
    return report_exhausted_memory();
  } catch (const std::length_error&) {
    // A container of more elements than an address space has.
    return report_exhausted_memory();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "finn-rtlgen: internal error: %s\nThis is a defect of the program, not of its input.\n",
                 error.what());
    return 3;
  }
}
