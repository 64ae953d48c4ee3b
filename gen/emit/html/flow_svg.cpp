// SPDX-License-Identifier: Apache-2.0
#include "emit/html/flow_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "emit/html/flow_layout.h"

namespace finn::html {
namespace {

// Pixels.
constexpr int kRowRanks = 6;
constexpr int kBoxWidth = 152;
constexpr int kBoxHeight = 82;
constexpr int kGapX = 36;
constexpr int kGapY = 20;     ///< between lanes
constexpr int kPassing = 24;  ///< height of a lane that edges alone use
constexpr int kRowGap = 44;   ///< between rows
constexpr int kMargin = 18;
constexpr int kTurn = 9;  ///< from a row's last box to the vertical part of the way to the next row
constexpr std::size_t kNameCharacters = 17;
constexpr std::size_t kTypeCharacters = 24;

std::string text(int x, int y, std::string_view classes, const std::string& contents) {
  return fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", x, y, classes, contents);
}

class Picture {
 public:
  explicit Picture(const Json& report) : report_(report) { read_nodes(); }

  std::string draw() {
    layout_ = layout_flow(graph_, kRowRanks);
    place_rows();
    std::string body;
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) body += draw_edge(e);
    for (std::size_t n = 0; n < nodes_.size(); ++n) body += draw_node(n);
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) body += draw_buffers(e);
    return fmt::format(
        "<svg class=\"flow\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
        "aria-label=\"Data flow of the network\"><defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
        "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0.8L7 4L0 "
        "7.2z\"/></marker></defs>{2}</svg>\n",
        width_, height_, body);
  }

 private:
  struct NodeInfo {
    const Json* json = nullptr;
    std::string pointer;
    std::string port;  ///< "input", "output", or empty for a layer
  };

  struct Lane {
    int top = 0;
    int height = 0;
  };

  void add_node(const Json& json, std::string pointer, std::string port) {
    nodes_.push_back({&json, std::move(pointer), std::move(port)});
  }

  /// Inputs, layers and outputs are nodes, in this order.
  void read_nodes() {
    std::map<std::string, int> inputs;
    std::map<std::string, int> layers;
    const auto next = [&] { return static_cast<int>(nodes_.size()); };
    const auto each = [&](const char* list, const std::string& port, const auto& note) {
      for (std::size_t i = 0; i < report_.at(list).size(); ++i) {
        const Json& json = report_.at(list)[i];
        note(json);
        add_node(json, fmt::format("/{}/{}", list, i), port);
      }
    };
    each("inputs", "input", [&](const Json& json) { inputs.emplace(json.at("tensor").get<std::string>(), next()); });
    each("layers", "", [&](const Json& json) { layers.emplace(json.at("name").get<std::string>(), next()); });
    const auto first_output = nodes_.size();
    each("outputs", "output", [](const Json&) {});
    graph_.nodes = next();
    const auto connect = [&](const Json& source, std::size_t to) {
      const int from = source.at("from").is_null() ? inputs.at(source.at("tensor").get<std::string>())
                                                   : layers.at(source.at("from").get<std::string>());
      graph_.edges.push_back({from, static_cast<int>(to)});
    };
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      if (n >= first_output)
        connect(*nodes_[n].json, n);
      else if (nodes_[n].port.empty())
        for (const Json& input : nodes_[n].json->at("inputs")) connect(input, n);
    }
  }

  /// Tops of a row's lanes: those without a box are low.
  void place_rows() {
    int y = kMargin;
    int ranks = 0;
    for (std::size_t r = 0; r < layout_.rows.size(); ++r) {
      const FlowRow& row = layout_.rows[r];
      std::vector<bool> has_box(static_cast<std::size_t>(row.lanes), false);
      for (const FlowPlace& place : layout_.nodes)
        if (layout_.row_of(place.rank) == static_cast<int>(r)) has_box[static_cast<std::size_t>(place.lane)] = true;
      lanes_.emplace_back();
      for (const bool box : has_box) {
        lanes_.back().push_back({y, box ? kBoxHeight : kPassing});
        y += lanes_.back().back().height + kGapY;
      }
      y += kRowGap - kGapY;
      ranks = std::max(ranks, row.ranks);
    }
    height_ = y - kRowGap + kMargin;
    width_ = 2 * kMargin + ranks * (kBoxWidth + kGapX) - kGapX;
  }

  int left(const FlowPlace& place) const {
    const FlowRow& row = layout_.rows[static_cast<std::size_t>(layout_.row_of(place.rank))];
    return kMargin + (place.rank - row.first) * (kBoxWidth + kGapX);
  }
  const Lane& lane(const FlowPlace& place) const {
    return lanes_[static_cast<std::size_t>(layout_.row_of(place.rank))][static_cast<std::size_t>(place.lane)];
  }
  int middle(const FlowPlace& place) const { return lane(place).top + lane(place).height / 2; }

  std::string draw_edge(std::size_t e) const {
    const std::vector<FlowPlace>& way = layout_.edges[e];
    std::string path = fmt::format("M{} {}", left(way.front()) + kBoxWidth, middle(way.front()));
    for (std::size_t i = 1; i < way.size(); ++i) {
      const int x = left(way[i]);
      const int y = middle(way[i]);
      const int from_x = left(way[i - 1]) + kBoxWidth;
      const int from_y = middle(way[i - 1]);
      const int from_row = layout_.row_of(way[i - 1].rank);
      const int to_row = layout_.row_of(way[i].rank);
      if (to_row != from_row) {
        const int between = lanes_[static_cast<std::size_t>(to_row)].front().top - kRowGap / 2;
        path += fmt::format("h{0}Q{1} {2} {1} {3}V{4}Q{1} {5} {6} {5}H{7}Q{8} {5} {8} {9}V{10}Q{8} {11} {7} {11}H{12}",
                            kTurn - 6, from_x + kTurn, from_y, from_y + 6, between - 6, between, from_x + kTurn - 6,
                            x - kTurn + 2, x - kTurn - 4, between + 6, y - 6, y, x);
      } else if (y == from_y) {
        path += fmt::format("H{}", x);
      } else {
        const int bend = (from_x + x) / 2;
        path += fmt::format("C{0} {1} {0} {2} {3} {2}", bend, from_y, y, x);
      }
      if (i + 1 < way.size()) path += fmt::format("h{}", kBoxWidth);
    }
    return fmt::format("<path class=\"edge\" d=\"{}\" marker-end=\"url(#arrow)\"/>\n", path);
  }

  /// The buffers of an edge: a pill in the gap before the target, or on the passing part of a longer edge.
  std::string draw_buffers(std::size_t e) const {
    const auto name = [&](int node) {
      const NodeInfo& info = nodes_[static_cast<std::size_t>(node)];
      return info.port.empty() ? info.json->at("name") : Json();
    };
    const FlowEdge& edge = graph_.edges[e];
    for (std::size_t before = 0; before < e; ++before)
      if (graph_.edges[before].from == edge.from && graph_.edges[before].to == edge.to) return {};
    std::string depths;
    std::string title;
    int characters = 0;
    for (std::size_t f = 0; f < report_.at("fifos").size(); ++f) {
      const Json& fifo = report_.at("fifos")[f];
      if (fifo.at("from") != name(edge.from) || fifo.at("to") != name(edge.to)) continue;
      if (!depths.empty()) depths += "+";
      const std::string pointer = fmt::format("/fifos/{}/depth", f);
      depths += keyed(report_, pointer, "tspan");
      characters += static_cast<int>(value_text(fifo.at("depth")).size()) + 1;
      title += fmt::format("{}: {} beats of {} bits\n", fifo.at("name").get<std::string>(),
                           fifo.at("depth").get<std::int64_t>(), fifo.at("width").get<std::int64_t>());
    }
    if (depths.empty()) return {};
    const std::vector<FlowPlace>& way = layout_.edges[e];
    const bool passes = way.size() > 2;
    const FlowPlace& at = passes ? way[way.size() / 2] : way.back();
    const int x = passes ? left(at) + kBoxWidth / 2 : left(at) - kGapX / 2;
    const int y = middle(at);
    const int half = std::max(11, characters * 7 / 2 + 2);
    return fmt::format(
               "<g class=\"fifo\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"18\" rx=\"9\"/>",
               escape(title), x - half, y - 9, 2 * half) +
           text(x, y + 4, "mid", depths) + "</g>\n";
  }

  /// Type and shape, each with its pointer.
  std::string type_line(const std::string& pointer) const {
    return keyed(report_, pointer + "/shape", "tspan") + " " + keyed(report_, pointer + "/type", "tspan");
  }

  std::string draw_node(std::size_t n) const {
    const NodeInfo& node = nodes_[n];
    const FlowPlace& place = layout_.nodes[n];
    const int x = left(place);
    const int y = lane(place).top;
    const Json& json = *node.json;
    const bool is_layer = node.port.empty();
    const std::string name = json.at(is_layer ? "name" : "tensor").get<std::string>();
    const bool slowest = is_layer && json.at("cycles") == report_.at("ii_cycles");
    std::string classes = is_layer ? json.contains("weights") ? "node mac" : "node" : "node port";
    if (slowest) classes += " slowest";
    std::string out =
        fmt::format("<g class=\"{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
                    classes, escape(name), x, y, kBoxWidth, kBoxHeight, is_layer ? 6 : kBoxHeight / 2);
    if (!is_layer) {
      const int middle = x + kBoxWidth / 2;
      out += text(middle, y + 22, "kind mid", node.port);
      out += text(middle, y + 41, "name mid", escape(shorten(name, kNameCharacters - 2)));
      out += text(middle, y + 60, "type mid", type_line(node.pointer));
      return out + "</g>\n";
    }
    out += text(x + 10, y + 19, "name", escape(shorten(name, kNameCharacters)));
    std::string fold =
        fmt::format("<tspan class=\"kind\">{}</tspan> PE {}", escape(shorten(json.at("kind").get<std::string>(), 10)),
                    keyed(report_, node.pointer + "/pe", "tspan"));
    if (json.contains("weights")) fold += " SIMD " + keyed(report_, node.pointer + "/simd", "tspan");
    out += text(x + 10, y + 36, "fold", fold);
    const Json& output = json.at("outputs").at(0);
    if (value_text(output.at("shape")).size() + output.at("type").get<std::string>().size() < kTypeCharacters + 6)
      out += text(x + 10, y + 52, "type", type_line(node.pointer + "/outputs/0"));
    out += text(x + 10, y + 68, "cycles", keyed(report_, node.pointer + "/cycles", "tspan") + " cycles");
    const double share = std::min(1.0, number_at(json, "cycles") / number_at(report_, "ii_cycles"));
    const int full = kBoxWidth - 20;
    out += fmt::format(
        "<rect class=\"track\" x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"3\"/>"
        "<rect class=\"fill\" x=\"{0}\" y=\"{1}\" width=\"{3:.1f}\" height=\"3\"/>",
        x + 10, y + kBoxHeight - 8, full, std::max(1.0, share * full));
    return out + "</g>\n";
  }

  const Json& report_;
  std::vector<NodeInfo> nodes_;
  FlowGraph graph_;
  FlowLayout layout_;
  std::vector<std::vector<Lane>> lanes_;  ///< per row
  int width_ = 0;
  int height_ = 0;
};

}  // namespace

std::string flow_svg(const Json& report) { return Picture(report).draw(); }

}  // namespace finn::html
