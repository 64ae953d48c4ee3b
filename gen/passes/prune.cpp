// SPDX-License-Identifier: Apache-2.0
#include "passes/prune.h"

#include <algorithm>
#include <numeric>

#include "kinds/kind.h"
#include "passes/channel_plan.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Removes from `after`, at first equal to `before`, what the plan does not keep.
class Cutter {
 public:
  Cutter(const Network& before, const ChannelPlan& plan, Network& after, Diagnostics& diagnostics)
      : before_(before), plan_(plan), after_(after), diagnostics_(diagnostics) {
    for (const TensorInfo& tensor : before.tensors) offsets_.emplace_back(static_cast<std::size_t>(tensor.channels()));
  }

  /// False if a kind reported that it cannot.
  bool run() {
    for (const LayerId id : before_.topological_order()) {
      if (const ChannelRules* rules = channel_rules(before_.layers[index(id)])) cut(id, *rules);
      if (!infer(after_.layers[index(id)])) return false;
    }
    return true;
  }

 private:
  void cut(LayerId id, const ChannelRules& rules) {
    const Layer& layer = before_.layers[index(id)];
    const TensorId output = layer.outputs.front();
    ChannelView view{before_, layer, {}};
    for (const TensorId input : layer.inputs) view.facts.push_back(&plan_.facts[index(input)]);
    ChannelCut cut{view,
                   {},
                   plan_.needs[index(output)],
                   {},
                   after_.tensors[index(layer.inputs.front())].range,
                   after_.layers[index(id)].attrs,
                   std::vector<Wide>(offsets_[index(output)].size())};
    for (const TensorId input : layer.inputs) {
      cut.inputs.push_back(&plan_.needs[index(input)]);
      cut.offsets.push_back(&offsets_[index(input)]);
    }
    rules.cut(cut);
    offsets_[index(output)] = std::move(cut.output_offsets);
  }

  bool infer(const Layer& layer) {
    std::vector<TensorInfo> outputs;
    for (const TensorId output : layer.outputs) outputs.push_back(after_.tensors[index(output)]);
    if (!layer.kind->shape(after_, layer, diagnostics_, outputs)) return false;
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const std::size_t tensor = index(layer.outputs[i]);
      const std::vector<bool>& keep = plan_.needs[tensor].keep;
      if (outputs[i].channels() != std::count(keep.begin(), keep.end(), true))
        throw Defect(fmt::format("pruning: layer {} has {} channels", layer.name, outputs[i].channels()));
      after_.tensors[tensor].shape = outputs[i].shape;
      after_.tensors[tensor].type = outputs[i].type;
      after_.tensors[tensor].range = outputs[i].range;
    }
    return true;
  }

  const Network& before_;
  const ChannelPlan& plan_;
  Network& after_;
  Diagnostics& diagnostics_;
  std::vector<std::vector<Wide>> offsets_;  ///< by tensor id, per channel before: old value = new value + offset
};

struct Constants {
  std::int64_t values = 0;
  std::int64_t bits = 0;
};

Constants constants_of(const Layer& layer) {
  Constants sum;
  for (const auto& [name, value] : layer.attrs.all()) {
    const auto* tensor = std::get_if<std::shared_ptr<const Tensor>>(&value);
    if (tensor == nullptr) continue;
    sum.values += (*tensor)->size();
    sum.bits += (*tensor)->size() * (*tensor)->type.bits();
  }
  return sum;
}

/// The channels of a tensor that are left, and those that went, by their numbers in the whole network.
struct Channels {
  std::vector<std::int64_t> left;
  std::vector<std::int64_t> constant;
  std::vector<std::int64_t> unused;
  std::vector<std::int64_t> masked;

  void remove(const ChannelFacts& facts, const ChannelNeed& need) {
    std::vector<std::int64_t> kept;
    for (std::size_t c = 0; c < left.size(); ++c) {
      std::vector<std::int64_t>& gone = facts[c].gone ? masked : facts[c].is_constant() ? constant : unused;
      (need.keep[c] ? kept : gone).push_back(left[c]);
    }
    left = std::move(kept);
  }
};

std::vector<Channels> all_channels(const Network& network) {
  std::vector<Channels> all(network.tensors.size());
  for (std::size_t id = 0; id < all.size(); ++id) {
    all[id].left.resize(static_cast<std::size_t>(network.tensors[id].channels()));
    std::iota(all[id].left.begin(), all[id].left.end(), 0);
  }
  return all;
}

PrunedLayer difference(const Network& before, const Network& after, const std::vector<Channels>& channels, LayerId id) {
  const Layer& layer = before.layers[index(id)];
  const Layer& left = after.layers[index(id)];
  const TensorId tensor = layer.outputs.front();
  PrunedLayer row;
  row.layer = layer.name;
  row.tensor = before.tensors[index(tensor)].name;
  row.channels_before = before.tensors[index(tensor)].channels();
  row.channels_after = after.tensors[index(tensor)].channels();
  row.constant = channels[index(tensor)].constant;
  row.unused = channels[index(tensor)].unused;
  row.masked = channels[index(tensor)].masked;
  for (std::vector<std::int64_t>* list : {&row.constant, &row.unused, &row.masked})
    std::sort(list->begin(), list->end());
  row.weights_saved = constants_of(layer).values - constants_of(left).values;
  row.weight_bits_saved = constants_of(layer).bits - constants_of(left).bits;
  row.operations_saved = layer.kind->operations(before, layer) - layer.kind->operations(after, left);
  return row;
}

std::string reason(const Network& network, LayerId because) {
  if (because == ChannelPlan::kPort) return "it is an input or output of the network";
  if (because == ChannelPlan::kLast) return "a tensor needs at least one channel";
  return fmt::format("layer \"{}\" of kind \"{}\" needs it", network.layers[index(because)].name,
                     network.layers[index(because)].kind->name);
}

/// Every channel that the mask names must go.
void check_mask(const Network& network, const PruneOptions& options, const ChannelPlan& plan,
                Diagnostics& diagnostics) {
  for (const MaskedChannels& mask : options.mask) {
    for (const std::int64_t channel : mask.channels) {
      const auto c = static_cast<std::size_t>(channel);
      if (!plan.needs[index(mask.tensor)].keep[c]) continue;
      diagnostics.error(Code::FR4004, mask.where, "channel {} of tensor \"{}\" cannot be removed: {}", channel,
                        network.tensors[index(mask.tensor)].name, reason(network, plan.because[index(mask.tensor)][c]));
    }
  }
}

std::size_t count(const PruneReport& report, std::vector<std::int64_t> PrunedLayer::*list) {
  return std::accumulate(report.layers.begin(), report.layers.end(), std::size_t{0},
                         [&](std::size_t sum, const PrunedLayer& row) { return sum + (row.*list).size(); });
}

std::int64_t sum(const PruneReport& report, std::int64_t PrunedLayer::*value) {
  return std::accumulate(report.layers.begin(), report.layers.end(), std::int64_t{0},
                         [&](std::int64_t sum, const PrunedLayer& row) { return sum + row.*value; });
}

}  // namespace

bool PruneReport::changes_results() const { return applied && count(*this, &PrunedLayer::masked) > 0; }

PruneReport prune(Network& network, const PruneOptions& options, Diagnostics& diagnostics) {
  PruneReport report;
  report.applied = options.remove || !options.mask.empty();
  for (const Layer& layer : network.layers) {
    report.weights_before += constants_of(layer).values;
    report.operations_before += layer.kind->operations(network, layer);
  }
  const std::size_t errors = diagnostics.error_count();
  Diagnostics not_wanted;
  Network after = network;
  std::vector<Channels> channels = all_channels(network);
  ChannelPlan plan = plan_channels(network, options.mask);
  check_mask(network, options, plan, diagnostics);
  if (diagnostics.error_count() > errors) return report;
  // What is left may allow more: the last group of a convolution in groups is an ordinary convolution.
  for (; plan.removes_any(); plan = plan_channels(after, {})) {
    const Network before = after;
    if (!Cutter(before, plan, after, report.applied ? diagnostics : not_wanted).run()) return report;
    for (std::size_t id = 0; id < channels.size(); ++id) channels[id].remove(plan.facts[id], plan.needs[id]);
  }
  for (const Layer& layer : network.layers) {
    PrunedLayer row = difference(network, after, channels, layer.id);
    if (row.channels_before != row.channels_after || row.weights_saved != 0) report.layers.push_back(std::move(row));
  }
  if (report.applied) network = std::move(after);
  return report;
}

void check_pruned_folds(const Network& network, Diagnostics& diagnostics) {
  for (const Layer& layer : network.layers) {
    const LayerFold& fold = layer.fold;
    if (!fold.pe && !fold.simd) continue;
    const Knobs knobs = layer.kind->knobs(network, layer);
    const auto check = [&](const char* name, std::int64_t value, const std::vector<std::int64_t>& legal,
                           const std::string& rule) {
      if (legal.empty() || std::binary_search(legal.begin(), legal.end(), value)) return;
      const Location where =
          network.locate ? network.locate(fmt::format("/fold/{}/{}", layer.name, name)) : network.at(layer);
      const TensorInfo& output = network.tensors[index(layer.outputs.front())];
      diagnostics
          .error(Code::FR4005, where, "layer \"{}\" has {} channels after pruning, which {} = {} does not fit",
                 layer.name, output.channels(), name, value)
          .notes = {fmt::format("kind \"{}\": {}; {}", layer.kind->name, rule, legal_values(legal, value)),
                    "leave it out of the network's fold, or give another folding with --fold"};
    };
    if (fold.pe) check("pe", *fold.pe, knobs.pe, knobs.pe_rule);
    if (fold.simd) check("simd", *fold.simd, knobs.simd, knobs.simd_rule);
  }
}

std::string prune_text(const PruneReport& report) {
  const std::size_t constant = count(report, &PrunedLayer::constant);
  const std::size_t unused = count(report, &PrunedLayer::unused);
  const std::size_t masked = count(report, &PrunedLayer::masked);
  if (constant + unused + masked == 0) return "no channels";
  const auto tensors = std::count_if(report.layers.begin(), report.layers.end(),
                                     [](const PrunedLayer& row) { return row.channels_before != row.channels_after; });
  std::string why;
  const auto add = [&](std::size_t channels, const char* what) {
    if (channels > 0) why += fmt::format("{}{} {}", why.empty() ? "" : ", ", channels, what);
  };
  add(constant, "constant");
  add(unused, "unused");
  add(masked, "by the mask");
  const double operations = static_cast<double>(sum(report, &PrunedLayer::operations_saved)) /
                            static_cast<double>(std::max<std::int64_t>(1, report.operations_before));
  return fmt::format("{} channels of {} tensors ({}): {} of {} weights, {:.3g} % of the operations",
                     constant + unused + masked, tensors, why, sum(report, &PrunedLayer::weights_saved),
                     report.weights_before, 100 * operations);
}

}  // namespace finn
