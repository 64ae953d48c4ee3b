// SPDX-License-Identifier: Apache-2.0
#include "verify/first_difference.h"

#include "bench/vector_file.h"
#include "golden/model/model.h"

namespace finn {
namespace {

std::string coordinates(const Shape& shape, std::int64_t element) {
  Shape place(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    place[axis] = element % shape[axis];
    element /= shape[axis];
  }
  return shape_text(place);
}

TensorId tensor_named(const Network& network, const std::string& name) {
  for (std::size_t i = 0; i < network.tensors.size(); ++i)
    if (network.tensors[i].name == name) return static_cast<TensorId>(i);
  throw BenchBroken(fmt::format("sim/bench.json names a tensor \"{}\" that net.json does not have", name));
}

void write_probe_vectors(const Network& network, const BenchDescription& description,
                         const std::vector<std::vector<Tensor>>& inputs, const std::filesystem::path& folder) {
  std::vector<TensorId> ids;
  for (const BenchProbe& probe : description.probes) ids.push_back(tensor_named(network, probe.stream.tensor));
  GoldenModel model(network);
  std::vector<std::vector<Tensor>> frames(network.tensors.size());
  std::vector<Tensor> one(inputs.size());
  for (std::size_t frame = 0; frame < inputs.front().size(); ++frame) {
    for (std::size_t i = 0; i < one.size(); ++i) one[i] = inputs[i][frame];
    model.run(one);
    for (std::size_t id = 0; id < frames.size(); ++id) frames[id].push_back(model.tensor(static_cast<TensorId>(id)));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::vector<const Tensor*> tensors;
    for (const Tensor& tensor : frames[static_cast<std::size_t>(ids[i])]) tensors.push_back(&tensor);
    replace_file(folder / fmt::format("probe{}.bin", i), vector_file(description.probes[i].stream, tensors));
  }
}

/// "layer "conv0", tensor "c0" (stream c0, instance u_conv0_mvu)"
std::string place(const BenchProbe& probe) {
  const std::string owner = !probe.layer.empty() ? fmt::format("layer \"{}\", ", probe.layer)
                            : probe.node.empty() ? std::string("the top's input, ")
                                                 : std::string("plumbing, ");
  return fmt::format("{}tensor \"{}\" (stream {}{})", owner, probe.stream.tensor, probe.wire,
                     probe.node.empty() ? "" : " of u_" + probe.node);
}

std::string difference(const BenchProbe& probe, const BenchResult::Probe& result) {
  const BenchStream& stream = probe.stream;
  std::string text = fmt::format("{}: frame {}, beat {}", place(probe), result.frame, result.beat);
  if (result.lane >= 0) {
    const std::int64_t element = result.beat * stream.lanes + result.lane;
    text += fmt::format(", lane {}, element {} {}: expected {}, found {}", result.lane, element,
                        coordinates(stream.shape, element), decode_element(stream, element, result.expected),
                        decode_element(stream, element, result.found));
  }
  if (result.last_differs) text += result.lane >= 0 ? "; tlast is wrong, too" : ": tlast is wrong";
  return text;
}

}  // namespace

FirstDifference find_first_difference(const Network& network, const BenchDescription& description,
                                      const std::vector<std::vector<Tensor>>& inputs, BenchRun run) {
  write_probe_vectors(network, description, inputs, run.vectors);
  build_bench(run.folder, BenchBuild::kProbes);
  run.probes = true;
  const BenchResult result = run_bench(run);
  FirstDifference first;
  std::string waiting;
  for (const BenchResult::Probe& probe : result.probes) {
    const BenchProbe& about = description.probes.at(static_cast<std::size_t>(probe.id));
    if (probe.differs) {
      first = {true, about.wire, about.layer, about.stream.tensor, difference(about, probe)};
      return first;
    }
    if (probe.valid && !probe.ready && waiting.empty()) waiting = place(about);
  }
  if (result.ok)
    first.message = "the pass succeeded when it was repeated with probes";
  else
    first.message = "no internal stream differs from the golden model up to there";
  if (!result.ok && !waiting.empty()) first.message += "; the first that offers a beat nobody takes: " + waiting;
  return first;
}

}  // namespace finn
