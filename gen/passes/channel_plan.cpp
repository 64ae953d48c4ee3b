// SPDX-License-Identifier: Apache-2.0
#include "passes/channel_plan.h"

#include <algorithm>

#include "kinds/kind.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

class Planner {
 public:
  Planner(const Network& network, const std::vector<MaskedChannels>& mask)
      : network_(network), order_(network.topological_order()), waiting_(network.layers.size(), true) {
    plan_.facts.resize(network.tensors.size());
    for (const TensorInfo& tensor : network.tensors) {
      const auto channels = static_cast<std::size_t>(tensor.channels());
      plan_.needs.push_back({std::vector<bool>(channels), std::vector<bool>(channels)});
      plan_.because.emplace_back(channels, kNone);
    }
    find_facts(mask);
  }

  ChannelPlan run() {
    for (const GraphInput& input : network_.inputs) keep_port(input.tensor);
    for (const GraphOutput& output : network_.outputs) keep_port(output.tensor);
    settle();
    for (std::size_t id = 0; id < plan_.needs.size(); ++id) {
      std::vector<bool>& keep = plan_.needs[id].keep;
      if (std::find(keep.begin(), keep.end(), true) != keep.end()) continue;
      const ChannelFacts& facts = plan_.facts[id];
      const auto alive = std::find_if(facts.begin(), facts.end(), [](const ChannelFact& fact) { return !fact.gone; });
      const auto channel = alive == facts.end() ? 0 : alive - facts.begin();
      keep[static_cast<std::size_t>(channel)] = true;
      plan_.because[id][static_cast<std::size_t>(channel)] = ChannelPlan::kLast;
      wake_neighbours(static_cast<TensorId>(id));
      settle();
    }
    return std::move(plan_);
  }

 private:
  ChannelView view(const Layer& layer) const {
    ChannelView view{network_, layer, {}};
    for (const TensorId input : layer.inputs) view.facts.push_back(&plan_.facts[index(input)]);
    return view;
  }

  void set_facts(TensorId id, ChannelFacts facts, const std::vector<MaskedChannels>& mask) {
    for (const MaskedChannels& masked : mask)
      for (const std::int64_t channel : masked.channels)
        if (masked.tensor == id) facts[static_cast<std::size_t>(channel)].gone = true;
    plan_.facts[index(id)] = std::move(facts);
  }

  void find_facts(const std::vector<MaskedChannels>& mask) {
    const auto anything = [&](TensorId id) {
      const TensorInfo& tensor = network_.tensors[index(id)];
      return ChannelFacts(static_cast<std::size_t>(tensor.channels()), ChannelFact{tensor.range});
    };
    for (const GraphInput& input : network_.inputs) set_facts(input.tensor, anything(input.tensor), mask);
    for (const LayerId id : order_) {
      const Layer& layer = network_.layers[index(id)];
      const ChannelRules* rules = channel_rules(layer);
      for (const TensorId output : layer.outputs)
        set_facts(output, rules != nullptr ? rules->facts(view(layer)) : anything(output), mask);
    }
  }

  void wake_neighbours(TensorId id) {
    const TensorInfo& tensor = network_.tensors[index(id)];
    if (tensor.producer != kNone) waiting_[index(tensor.producer)] = true;
    for (const LayerId consumer : tensor.consumers) waiting_[index(consumer)] = true;
  }

  void keep_port(TensorId id) {
    ChannelNeed& need = plan_.needs[index(id)];
    need.keep.assign(need.keep.size(), true);
    need.exact = need.keep;
    plan_.because[index(id)].assign(need.keep.size(), ChannelPlan::kPort);
  }

  void ask(const Layer& layer) {
    std::vector<ChannelNeed*> inputs;
    for (const TensorId input : layer.inputs) inputs.push_back(&plan_.needs[index(input)]);
    if (const ChannelRules* rules = channel_rules(layer))
      return rules->need(view(layer), inputs, plan_.needs[index(layer.outputs.front())]);
    for (const TensorId output : layer.outputs) inputs.push_back(&plan_.needs[index(output)]);
    for (ChannelNeed* need : inputs) need->keep.assign(need->keep.size(), true);
    all_exact(inputs);
  }

  /// Asks the layers, consumers first, until nothing changes.
  void settle() {
    for (bool again = true; again;) {
      again = false;
      for (auto id = order_.rbegin(); id != order_.rend(); ++id) {
        if (!waiting_[index(*id)]) continue;
        again = true;
        const Layer& layer = network_.layers[index(*id)];
        std::vector<TensorId> tensors = layer.inputs;
        tensors.insert(tensors.end(), layer.outputs.begin(), layer.outputs.end());
        std::vector<ChannelNeed> before;
        for (const TensorId tensor : tensors) before.push_back(plan_.needs[index(tensor)]);
        waiting_[index(*id)] = false;
        ask(layer);
        for (std::size_t i = 0; i < tensors.size(); ++i) note_change(tensors[i], before[i], *id);
      }
    }
  }

  void note_change(TensorId id, const ChannelNeed& before, LayerId layer) {
    const ChannelNeed& now = plan_.needs[index(id)];
    if (now.keep == before.keep && now.exact == before.exact) return;
    for (std::size_t c = 0; c < now.keep.size(); ++c)
      if (now.keep[c] && plan_.because[index(id)][c] == kNone) plan_.because[index(id)][c] = layer;
    wake_neighbours(id);
  }

  const Network& network_;
  std::vector<LayerId> order_;
  std::vector<bool> waiting_;  ///< by layer: one of its tensors' needs has changed
  ChannelPlan plan_;
};

}  // namespace

bool ChannelPlan::removes_any() const {
  return std::any_of(needs.begin(), needs.end(), [](const ChannelNeed& need) {
    return std::find(need.keep.begin(), need.keep.end(), false) != need.keep.end();
  });
}

const ChannelRules* channel_rules(const Layer& layer) {
  const bool takes_part = layer.kind->channels != nullptr && !layer.runtime && layer.outputs.size() == 1;
  return takes_part ? &layer.kind->channels() : nullptr;
}

ChannelPlan plan_channels(const Network& network, const std::vector<MaskedChannels>& mask) {
  return Planner(network, mask).run();
}

}  // namespace finn
