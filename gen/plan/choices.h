// SPDX-License-Identifier: Apache-2.0
// What every legal folding of every layer takes, as the choice among them sees it.
#pragma once

#include <vector>

#include "hw/cost.h"
#include "plan/lone_layer.h"
#include "plan/selection.h"

namespace finn {

/// Foldings of a layer and what they take, one for one.
struct LayerChoices {
  std::vector<Folding> foldings;
  std::vector<Choice> choices;
};

/// All legal foldings that agree with what the network fixes, less those whose multipliers alone would not fit into
/// `capacity`. Where `style` is free, with LUTs and with DSPs; where `ram_style` is, with each. A choice's cost is that
/// of the layer's cells and memories, each memory built by itself, and of width converters inside the layer. The
/// weights' contents are not looked at.
std::vector<LayerChoices> enumerate_choices(const LoneLayers& layers, Family family, const Cost& capacity);

/// Adds a layer's padded foldings of at most `most` cycles (padded_foldings).
void add_padded_choices(const LoneLayers& layers, const Layer& layer, std::int64_t most, Family family,
                        const Cost& capacity, LayerChoices& to);

/// The problem of choosing among them: an edge for each tensor between two layers, with its width converter and the
/// buffer that it needs where paths join: what passes through the shorter path until the longer one's first output,
/// Pacing::head of each layer on it added up, in frames.
SelectionProblem selection_problem(const LoneLayers& layers, const std::vector<LayerChoices>& choices, Family family,
                                   const Cost& capacity);

}  // namespace finn
