// SPDX-License-Identifier: Apache-2.0
#include "passes/rewrite.h"

#include <algorithm>
#include <memory>
#include <random>

#include "passes/compile.h"
#include "passes/fold.h"

namespace finn {
namespace {

using TensorPtr = std::shared_ptr<const Tensor>;

constexpr std::uint32_t kMagic = 0x4d505246;  // "FRPM"
constexpr std::uint32_t kVersion = 1;

bool same_tensor(const AttrValue& a, const AttrValue& b) {
  const auto* left = std::get_if<TensorPtr>(&a);
  const auto* right = std::get_if<TensorPtr>(&b);
  if (left == nullptr || right == nullptr) return a == b;
  return (*left)->type == (*right)->type && (*left)->shape == (*right)->shape && (*left)->data == (*right)->data;
}

/// What the host can rewrite of a layer: its tensors and its lists of flags.
bool is_parameter(const AttrValue& value) {
  return std::holds_alternative<TensorPtr>(value) || std::holds_alternative<std::vector<bool>>(value);
}

/// Compares two networks layer by layer, and collects the parameters of runtime layers.
class Replacement {
 public:
  Replacement(const Network& network, const Network& other, Diagnostics& diagnostics)
      : network_(network), other_(other), diagnostics_(diagnostics) {}

  bool collect() {
    if (network_.layers.size() != other_.layers.size()) {
      fail({other_.file, 0, 0, {}}, fmt::format("expected the {} layers of \"{}\", found {}", network_.layers.size(),
                                                network_.name, other_.layers.size()));
      return false;
    }
    bool good = ends(network_.inputs, other_.inputs, "input") && ends(network_.outputs, other_.outputs, "output");
    for (std::size_t i = 0; good && i < network_.layers.size(); ++i)
      good = wiring(network_.layers[i], other_.layers[i]) && attributes(network_.layers[i], other_.layers[i]);
    if (good) compare_scales();
    return good;
  }

  void apply(Network& network) {
    for (auto& [layer, name, value] : found_)
      network.layers[static_cast<std::size_t>(layer)].attrs.set(name, std::move(value));
  }

 private:
  struct Found {
    LayerId layer;
    std::string name;
    AttrValue value;
  };

  bool fail(const Location& where, const std::string& text) {
    diagnostics_.error(Code::FR4011, where, "{}", text);
    return false;
  }

  template <typename Ends>
  bool ends(const Ends& ours, const Ends& theirs, const char* what) {
    const auto name = [](const Network& network, const auto& end) {
      return network.tensors[static_cast<std::size_t>(end.tensor)].name;
    };
    for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
      const std::string mine = i < ours.size() ? name(network_, ours[i]) : "none";
      const std::string found = i < theirs.size() ? name(other_, theirs[i]) : "none";
      if (mine != found)
        return fail({other_.file, 0, 0, {}}, fmt::format("{} {}: expected \"{}\", found \"{}\"", what, i, mine, found));
    }
    return true;
  }

  void compare_scales() {
    bool differ = false;
    for (std::size_t i = 0; i < network_.inputs.size(); ++i) {
      const auto& ours = network_.inputs[i].host.quantizer;
      const auto& theirs = other_.inputs[i].host.quantizer;
      differ = differ || ours.has_value() != theirs.has_value() || (ours && ours->scale != theirs->scale);
    }
    for (std::size_t i = 0; i < network_.outputs.size(); ++i)
      differ = differ || network_.outputs[i].scale != other_.outputs[i].scale ||
               network_.outputs[i].bias != other_.outputs[i].bias;
    if (differ)
      diagnostics_.warning(Code::FR4011, {other_.file, 0, 0, {}},
                           "its inputs or outputs have other scales than the accelerator's, which its driver keeps");
  }

  bool wiring(const Layer& ours, const Layer& theirs) {
    if (ours.name != theirs.name || ours.kind != theirs.kind)
      return fail(theirs.where, fmt::format("expected layer \"{}\" ({}), found \"{}\" ({})", ours.name, ours.kind->name,
                                            theirs.name, theirs.kind->name));
    const auto same = [&](const std::vector<TensorId>& mine, const std::vector<TensorId>& found) {
      return std::equal(mine.begin(), mine.end(), found.begin(), found.end(), [&](TensorId a, TensorId b) {
        const TensorInfo& left = network_.tensors[static_cast<std::size_t>(a)];
        const TensorInfo& right = other_.tensors[static_cast<std::size_t>(b)];
        const bool is_input = left.producer == kNone;
        return left.name == right.name && left.shape == right.shape && (!is_input || left.type == right.type);
      });
    };
    if (!same(ours.inputs, theirs.inputs) || !same(ours.outputs, theirs.outputs))
      return fail(theirs.where, fmt::format("layer \"{}\": its tensors are not those of the accelerator", ours.name));
    return true;
  }

  bool attributes(const Layer& ours, const Layer& theirs) {
    for (const auto& [name, value] : ours.attrs.all()) {
      const auto found = theirs.attrs.all().find(name);
      if (found == theirs.attrs.all().end()) {
        if (ours.runtime && std::holds_alternative<std::vector<bool>>(value)) {  // absent: none is set
          found_.push_back({ours.id, name, std::vector<bool>(std::get<std::vector<bool>>(value).size(), false)});
          continue;
        }
        return fail(theirs.where, fmt::format("layer \"{}\": expected \"{}\", found none", ours.name, name));
      }
      if (ours.runtime && is_parameter(value)) {
        if (!parameter(ours, theirs, name, value, found->second)) return false;
      } else if (!same_tensor(value, found->second)) {
        return fail(other_.at(theirs, "/" + name),
                    fmt::format("layer \"{}\": \"{}\" differs from the accelerator's, and {}", ours.name, name,
                                ours.runtime ? "is no tensor" : "the layer is not \"runtime\": true"));
      }
    }
    for (const auto& [name, value] : theirs.attrs.all()) {
      if (ours.attrs.has(name)) continue;
      const auto* flags = std::get_if<std::vector<bool>>(&value);
      if (ours.runtime && flags != nullptr && flags->size() == 1) {
        found_.push_back({ours.id, name, value});
        continue;
      }
      return fail(other_.at(theirs, "/" + name),
                  fmt::format("layer \"{}\": the accelerator has no \"{}\" there", ours.name, name));
    }
    return true;
  }

  bool parameter(const Layer& ours, const Layer& theirs, const std::string& name, const AttrValue& value,
                 const AttrValue& found) {
    if (const auto* flags = std::get_if<std::vector<bool>>(&value)) {
      const auto& new_flags = std::get<std::vector<bool>>(found);
      if (flags->size() != new_flags.size())
        return fail(other_.at(theirs, "/" + name), fmt::format("layer \"{}\": expected {} flags, found {}", ours.name,
                                                               flags->size(), new_flags.size()));
      found_.push_back({ours.id, name, found});
      return true;
    }
    const Tensor& old = *std::get<TensorPtr>(value);
    const Tensor& tensor = *std::get<TensorPtr>(found);
    if (old.shape != tensor.shape)
      return fail(other_.at(theirs, "/" + name + "/shape"),
                  fmt::format("layer \"{}\": expected {} of shape {}, found {}", ours.name, name, shape_text(old.shape),
                              shape_text(tensor.shape)));
    const auto bad = std::find_if(tensor.data.begin(), tensor.data.end(),
                                  [&](std::int64_t element) { return !old.type.contains(element); });
    if (bad != tensor.data.end())
      return fail(other_.at(theirs, "/" + name),
                  fmt::format("layer \"{}\": expected {} of type {}, found {} at element {}", ours.name, name,
                              old.type.name(), *bad, bad - tensor.data.begin()));
    found_.push_back({ours.id, name, std::make_shared<const Tensor>(Tensor{old.type, old.shape, tensor.data})});
    return true;
  }

  const Network& network_;
  const Network& other_;
  Diagnostics& diagnostics_;
  std::vector<Found> found_;
};

bool has_ascending_rows(const Tensor& tensor) {
  const std::int64_t row = tensor.shape.back();
  for (auto at = tensor.data.begin(); at != tensor.data.end(); at += row)
    if (!std::is_sorted(at, at + row)) return false;
  return tensor.shape.size() == 2 && row > 1;
}

Tensor drawn(const Tensor& old, std::mt19937_64& random) {
  Tensor tensor = old;
  if (old.data.empty()) return tensor;
  for (std::int64_t& element : tensor.data) element = old.data[random() % old.data.size()];
  const std::int64_t row = tensor.shape.back();
  if (has_ascending_rows(old))
    for (auto at = tensor.data.begin(); at != tensor.data.end(); at += row) std::sort(at, at + row);
  return tensor;
}

}  // namespace

bool replace_parameters(Network& network, const Network& other, Diagnostics& diagnostics) {
  Replacement replacement(network, other, diagnostics);
  if (!replacement.collect()) return false;
  replacement.apply(network);
  return true;
}

void draw_parameters(Network& network, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (Layer& layer : network.layers) {
    if (!layer.runtime) continue;
    const auto old = layer.attrs.all();
    for (const auto& [name, value] : old) {
      if (const auto* tensor = std::get_if<TensorPtr>(&value))
        layer.attrs.set(name, std::make_shared<const Tensor>(drawn(**tensor, random)));
      if (const auto* flags = std::get_if<std::vector<bool>>(&value)) {
        std::vector<bool> other = *flags;
        for (std::size_t i = 0; i < other.size(); ++i) other[i] = (random() >> 32) % 2 != 0;
        layer.attrs.set(name, std::move(other));
      }
    }
  }
}

std::vector<std::uint32_t> parameter_image(const Network& network) {
  Diagnostics diagnostics;
  const HwGraph graph = build_graph(network, fold_network(network, {}, diagnostics));
  const ParameterMap map = parameter_map(graph);
  std::vector<std::uint32_t> image(static_cast<std::size_t>(map.words));
  for (const ParameterRegion& region : map.regions) {
    const std::vector<std::uint32_t> words = parameter_words(graph, region);
    std::copy(words.begin(), words.end(), image.begin() + region.base);
  }
  return image;
}

std::string word_bytes(const std::vector<std::uint32_t>& words) {
  std::string text;
  text.reserve(4 * words.size());
  for (const std::uint32_t word : words)
    for (int byte = 0; byte < 4; ++byte) text += static_cast<char>(word >> (8 * byte));
  return text;
}

std::string parameter_file(const std::vector<std::uint32_t>& image, std::uint64_t build) {
  return word_bytes({kMagic, kVersion, static_cast<std::uint32_t>(build), static_cast<std::uint32_t>(build >> 32),
                     static_cast<std::uint32_t>(image.size())}) +
         word_bytes(image);
}

}  // namespace finn
