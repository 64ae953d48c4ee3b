// SPDX-License-Identifier: Apache-2.0
#include "import/finn_fold.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "import/fold_check.h"
#include "kinds/kind.h"

namespace finn {
namespace {

constexpr const char* kDefaults = "Defaults";
constexpr std::size_t kMostDigits = 6;  ///< of a node's number
constexpr std::string_view kPartition = "StreamingDataflowPartition_";

/// Attributes of nodes that are taken; numbers first.
constexpr std::array<const char*, 4> kAttributes = {"PE", "SIMD", "ram_style", "resType"};

enum class Match { kMatrix, kVector, kThreshold, kOther };

struct OperatorName {
  std::string_view name;
  Match match;
};

/// FINN's names through its versions, without _hls and _rtl.
constexpr std::array<OperatorName, 8> kOperators = {{{"MVAU", Match::kMatrix},
                                                     {"MatrixVectorActivation", Match::kMatrix},
                                                     {"StreamingFCLayer_Batch", Match::kMatrix},
                                                     {"VVAU", Match::kVector},
                                                     {"VectorVectorActivation", Match::kVector},
                                                     {"Vector_Vector_Activate_Batch", Match::kVector},
                                                     {"Thresholding", Match::kThreshold},
                                                     {"Thresholding_Batch", Match::kThreshold}}};

Match match_of(std::string_view op) {
  for (const std::string_view suffix : {"_hls", "_rtl"})
    if (op.ends_with(suffix)) op.remove_suffix(suffix.size());
  for (const OperatorName& known : kOperators)
    if (known.name == op) return known.match;
  return Match::kOther;
}

std::string_view match_title(Match match) {
  return match == Match::kMatrix ? "matrix-vector" : match == Match::kVector ? "vector-vector" : "thresholding";
}

/// A node of FINN's graph as the file names it.
struct FinnNode {
  std::string op;
  std::size_t number = 0;
  JsonValue value;
  Location where;  ///< of the key
};

/// "MVAU_hls_3" as "MVAU_hls" and 3; nothing if a key has another form.
std::optional<std::pair<std::string, std::size_t>> split_name(std::string_view key) {
  while (key.starts_with(kPartition)) {
    const std::size_t end = key.find_first_not_of("0123456789", kPartition.size());
    if (end == kPartition.size() || end == std::string_view::npos || key[end] != '_') break;
    key.remove_prefix(end + 1);
  }
  const std::size_t bar = key.rfind('_');
  if (bar == std::string_view::npos || bar == 0) return std::nullopt;
  const std::string_view digits = key.substr(bar + 1);
  if (digits.size() > kMostDigits) return std::nullopt;
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return std::pair(std::string(key.substr(0, bar)), number);
}

/// Counts what is ignored, so that it is said once each: with the place of the first, and how many there are.
class Ignored {
 public:
  void note(const std::string& what, const Location& where) {
    auto [entry, is_new] = found_.try_emplace(what, Entry{where, 0});
    ++entry->second.count;
    const Location& first = entry->second.where;
    if (std::pair(where.line, where.column) < std::pair(first.line, first.column)) entry->second.where = where;
  }

  void report(Diagnostics& diagnostics) const {
    for (const auto& [what, entry] : found_) {
      const std::string times = entry.count > 1 ? fmt::format(" ({} times)", entry.count) : "";
      diagnostics.warning(Code::FR2158, entry.where, what + times);
    }
  }

 private:
  struct Entry {
    Location where;
    int count;
  };
  std::map<std::string, Entry> found_;
};

class Reader {
 public:
  Reader(const JsonValue& root, Network& network, JsonChecker& check) : root_(root), network_(network), check_(check) {}

  void read() {
    if (!check_defaults()) return;
    find_nodes();
    find_layers();
    assign(Match::kMatrix, macs_);
    assign(Match::kVector, grouped_);
    assign_thresholds();
    ignored_.report(check_.diagnostics());
  }

 private:
  /// The attributes that are taken, each once: "Defaults" serves many nodes.
  bool check_defaults() {
    if (!root_.has(kDefaults)) return true;
    const JsonValue defaults = root_.member(kDefaults);
    if (!check_.object(defaults)) return false;
    const std::size_t before = check_.diagnostics().error_count();
    for (const char* attribute : kAttributes) {
      if (!defaults.has(attribute)) continue;
      const JsonValue entry = defaults.member(attribute);
      if (!entry.is_list() || entry.size() != 2 || !entry.element(1).is_list())
        check_.wrong_type(entry, "[value, [operators]], as FINN writes it");
      else if (attribute == kAttributes[0] || attribute == kAttributes[1])
        check_.integer(entry.element(0), 1, kMostLanes);
      else
        check_.choice(entry.element(0), words_of(attribute));
    }
    return check_.diagnostics().error_count() == before;
  }

  static std::vector<std::string> words_of(std::string_view attribute) {
    if (attribute == "resType") return {"auto", "lut", "dsp"};
    return {"auto", "block", "distributed", "ultra"};
  }

  void find_nodes() {
    for (const auto& item : root_.json().items()) {
      if (item.key() == kDefaults) continue;
      const JsonValue value = root_.member(item.key());
      const auto name = split_name(item.key());
      if (!name) {
        check_.diagnostics()
            .error(Code::FR2151, value.key_where(),
                   fmt::format("{} is no node of FINN: these are named <operator>_<number>", in_quotes(item.key())))
            .notes.push_back("\"PE\", \"SIMD\" or \"Defaults\" make this a folding in FINN's form");
        continue;
      }
      if (!check_.object(value)) continue;
      const Match match = match_of(name->first);
      if (match == Match::kOther)
        ignored_.note(fmt::format("nodes {} have no folding of their own here and are ignored", name->first),
                      value.key_where());
      else
        nodes_[match].push_back({name->first, name->second, value, value.key_where()});
    }
    for (auto& [match, nodes] : nodes_) sort(nodes);
  }

  /// By number; by place where the numbers of several operators or partitions run side by side.
  static void sort(std::vector<FinnNode>& nodes) {
    std::set<std::string> operators;
    std::set<std::size_t> numbers;
    for (const FinnNode& node : nodes) {
      operators.insert(node.op);
      numbers.insert(node.number);
    }
    const bool by_number = operators.size() == 1 && numbers.size() == nodes.size();
    std::stable_sort(nodes.begin(), nodes.end(), [&](const FinnNode& x, const FinnNode& y) {
      return by_number ? x.number < y.number
                       : std::pair(x.where.line, x.where.column) < std::pair(y.where.line, y.where.column);
    });
    if (by_number) return;
    for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i].number = i;
  }

  void find_layers() {
    std::set<LayerId> multiplying;
    for (const LayerId id : network_.topological_order()) {
      const Layer& layer = network_.layers[static_cast<std::size_t>(id)];
      if (layer.attrs.has("weights")) {
        (layer.attrs.integer("group", 1) > 1 ? grouped_ : macs_).push_back(id);
        multiplying.insert(id);
      } else if (layer.attrs.has("thresholds")) {
        thresholds_.push_back(id);
        const LayerId producer = network_.tensors[static_cast<std::size_t>(layer.inputs.front())].producer;
        if (multiplying.count(producer) == 0) alone_.push_back(id);
      }
    }
  }

  /// One more than the highest number.
  static std::size_t count(const std::vector<FinnNode>& nodes) { return nodes.empty() ? 0 : nodes.back().number + 1; }

  /// Nodes stand for layers, the first `skip` numbers for none.
  void assign(Match match, const std::vector<LayerId>& layers, std::size_t skip = 0) {
    const std::vector<FinnNode>& nodes = nodes_[match];
    if (nodes.empty() || !fits(match, layers.size(), skip)) return;
    for (const FinnNode& node : nodes)
      if (node.number >= skip)
        read_node(node, match, network_.layers[static_cast<std::size_t>(layers[node.number - skip])]);
  }

  bool fits(Match match, std::size_t layers, std::size_t skip) {
    const std::vector<FinnNode>& nodes = nodes_[match];
    if (count(nodes) == layers + skip) return true;
    count_error(match, fmt::format("the network has {} such layer{}", layers, layers == 1 ? "" : "s"));
    return false;
  }

  void count_error(Match match, const std::string& found) {
    const std::vector<FinnNode>& nodes = nodes_[match];
    check_.diagnostics()
        .error(
            Code::FR2157, nodes.back().where,
            fmt::format("FINN's folding has {} {} nodes up to this one, {}", count(nodes), match_title(match), found))
        .notes.push_back("FINN's nodes are matched with layers by their order, which needs as many of both");
  }

  void assign_thresholds() {
    const std::vector<FinnNode>& nodes = nodes_[Match::kThreshold];
    const std::size_t found = count(nodes);
    if (nodes.empty()) return;
    const std::vector<LayerId>* layers = nullptr;
    std::size_t skip = 0;
    for (const std::vector<LayerId>* choice : {&alone_, &thresholds_})
      for (const std::size_t inputs : {std::size_t{0}, std::size_t{1}})
        if (layers == nullptr && found == choice->size() + inputs) {
          layers = choice;
          skip = inputs;
        }
    if (layers == nullptr) {
      count_error(Match::kThreshold, fmt::format("the network has {} threshold layers, {} of them not directly "
                                                 "behind a layer with weights",
                                                 thresholds_.size(), alone_.size()));
      return;
    }
    if (skip == 1 && nodes.front().number == 0)
      ignored_.note(fmt::format("{} quantizes the network's input, which the host does here: it is ignored",
                                in_quotes(fmt::format("{}_0", nodes.front().op))),
                    nodes.front().where);
    assign(Match::kThreshold, *layers, skip);
  }

  /// What a node says of an attribute, or else "Defaults": [value, [operators or "all"]].
  std::optional<JsonValue> find(const FinnNode& node, const char* attribute) {
    if (node.value.has(attribute)) return node.value.member(attribute);
    if (!root_.has(kDefaults) || !root_.member(kDefaults).has(attribute)) return std::nullopt;
    const JsonValue entry = root_.member(kDefaults).member(attribute);
    for (const auto& op : entry.element(1).json())
      if (op.is_string() && (op == "all" || op == node.op)) return entry.element(0);
    return std::nullopt;
  }

  void read_node(const FinnNode& node, Match match, Layer& layer) {
    const std::size_t before = check_.diagnostics().error_count();
    for (const auto& item : node.value.json().items())
      if (std::find(kAttributes.begin(), kAttributes.end(), item.key()) == kAttributes.end())
        ignored_.note(fmt::format("{} has no counterpart here and is ignored", in_quotes(item.key())),
                      node.value.member(item.key()).key_where());
    LayerFold fold;
    FoldValues values{find(node, "PE"), match == Match::kThreshold ? std::nullopt : find(node, "SIMD"), std::nullopt};
    if (values.pe) fold.pe = check_.integer(*values.pe, 1, kMostLanes);
    if (values.simd) fold.simd = check_.integer(*values.simd, 1, kMostLanes);
    if (const auto style = find(node, "ram_style")) fold.ram_style = read_ram_style(*style);
    if (const auto style = find(node, "resType")) fold.style = read_style(*style, layer);
    check_fold(fold, values, network_, layer, check_.diagnostics());
    if (!values.simd && match == Match::kVector) fold.simd = 1;  // FINN's own default, legal everywhere
    if (check_.diagnostics().error_count() == before) layer.fold = fold;
  }

  std::string read_ram_style(const JsonValue& value) {
    const std::string style = check_.choice(value, words_of("ram_style")).value_or("auto");
    if (style != "ultra") return style;
    ignored_.note(
        "\"ram_style\" \"ultra\" cannot hold constants, which UltraRAM does not start with: \"auto\" is taken",
        value.where());
    return "auto";
  }

  std::string read_style(const JsonValue& value, const Layer& layer) {
    const std::string style = check_.choice(value, words_of("resType")).value_or("auto");
    if (style != "dsp") return style;
    const std::string obstacle = layer.kind->knobs(network_, layer).dsp_obstacle;
    if (obstacle.empty()) return style;
    ignored_.note(fmt::format("\"resType\" \"dsp\" is not possible, since {}: \"auto\" is taken", obstacle),
                  value.where());
    return "auto";
  }

  const JsonValue& root_;
  Network& network_;
  JsonChecker& check_;
  Ignored ignored_;
  std::map<Match, std::vector<FinnNode>> nodes_;
  std::vector<LayerId> macs_;
  std::vector<LayerId> grouped_;
  std::vector<LayerId> thresholds_;
  std::vector<LayerId> alone_;  ///< thresholds that do not follow a layer with weights
};

}  // namespace

bool is_finn_folding(const JsonValue& root) {
  if (root.has(kDefaults)) return true;
  return std::any_of(root.json().begin(), root.json().end(), [](const nlohmann::json& member) {
    return member.is_object() && (member.contains("PE") || member.contains("SIMD"));
  });
}

void read_finn_folding(const JsonValue& root, Network& network, JsonChecker& check) {
  Reader(root, network, check).read();
}

}  // namespace finn
