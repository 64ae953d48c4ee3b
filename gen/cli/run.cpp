// SPDX-License-Identifier: Apache-2.0
#include "cli/run.h"

#include <cstdio>
#include <optional>

#include "cli/import.h"
#include "golden/model/host.h"
#include "golden/model/model.h"
#include "import/npy.h"
#include "verify/named_files.h"
#include "verify/samples.h"

namespace finn {
namespace {

Shape with_samples(std::size_t samples, const Shape& shape) {
  Shape result{static_cast<std::int64_t>(samples)};
  result.insert(result.end(), shape.begin(), shape.end());
  return result;
}

/// Results of all samples, output by output.
struct Results {
  std::vector<std::vector<std::int64_t>> raw;
  std::vector<std::vector<double>> real;
};

Results run_samples(const Network& network, const std::vector<std::vector<Tensor>>& frames, bool raw) {
  GoldenModel model(network);
  Results results;
  results.raw.resize(network.outputs.size());
  results.real.resize(network.outputs.size());
  std::vector<Tensor> inputs(frames.size());
  for (std::size_t n = 0; n < frames.front().size(); ++n) {
    for (std::size_t i = 0; i < frames.size(); ++i) inputs[i] = frames[i][n];
    model.run(inputs);
    for (std::size_t o = 0; o < network.outputs.size(); ++o) {
      const Tensor& output = model.output(o);
      if (raw) {
        results.raw[o].insert(results.raw[o].end(), output.data.begin(), output.data.end());
      } else {
        const std::vector<double> real = final_result(network.outputs[o].host, real_output(network, o, output));
        results.real[o].insert(results.real[o].end(), real.begin(), real.end());
      }
    }
  }
  return results;
}

bool run(const RunOptions& options, Diagnostics& diagnostics) {
  auto loaded = qonnx::load_network(options.network, options.load, diagnostics);
  if (!loaded || diagnostics.has_errors()) return false;
  Network* network = &loaded->network;
  const auto pruned = prune_network(*network, options.prune, diagnostics);
  if (!pruned) return false;
  if (pruned->applied)
    fmt::print(stderr, "pruned {}{}\n", prune_text(*pruned), pruned->changes_results() ? "; results change" : "");
  const std::vector<std::string> input_names = port_tensor_names(*network, network->inputs);
  const std::vector<std::string> output_names = port_tensor_names(*network, network->outputs);
  const std::vector<std::string> inputs = files_by_name(options.inputs, input_names, "--input");
  const std::vector<std::string> outputs = files_by_name(options.outputs, output_names, "--output");
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].empty()) throw UsageError(fmt::format("--input: nothing is given for \"{}\"", input_names[i]));

  const auto frames = read_input_frames(*network, inputs, diagnostics);
  if (!frames) return false;
  const std::size_t samples = frames->front().size();
  const Results results = run_samples(*network, *frames, options.raw);
  bool written = true;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    if (outputs[o].empty()) continue;
    const GraphOutput& output = network->outputs[o];
    const Shape& shape = network->tensors.at(static_cast<std::size_t>(output.tensor)).shape;
    const Shape real = final_shape(output.host, host_shape(shape, output.host.permutation, output.host.shape));
    written = (options.raw ? write_npy(outputs[o], with_samples(samples, shape), results.raw[o], diagnostics, "<i8")
                           : write_npy(outputs[o], with_samples(samples, real), results.real[o], diagnostics)) &&
              written;
  }
  return written;
}

}  // namespace

void add_run_options(CLI::App& app, RunOptions& options) {
  app.add_option("NET", options.network, "Network: net.json or model.onnx")->required();
  app.add_option("--input", options.inputs, "Samples [N, ...] as .npy: FILE, or NAME=FILE for each of several inputs")
      ->required();
  app.add_option("--output", options.outputs, "Results as .npy: FILE, or NAME=FILE for several outputs")->required();
  add_load_options(app, options.load);
  add_prune_options(app, options.prune);
  app.add_flag("--raw", options.raw, "Write the integers that the hardware delivers, not the real results");
}

int run_command(const RunOptions& options) {
  Diagnostics diagnostics;
  int code = 1;
  try {
    if (run(options, diagnostics)) code = 0;
  } catch (const UsageError& error) {
    fmt::print(stderr, "finn-rtlgen run: {}\n", error.what());
    code = 2;
  } catch (const InputRejected&) {
    code = 1;
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return code;
}

}  // namespace finn
