// SPDX-License-Identifier: Apache-2.0
#include "cli/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "streamline/notes.h"

namespace finn {
namespace {

constexpr std::size_t kLine = 120;
constexpr std::size_t kGap = 2;
constexpr std::size_t kColumns = 4;
/// Widest a column gets before its cells are folded; the last one has the rest of the line.
constexpr std::array<std::size_t, kColumns - 1> kWidest = {26, 18, 30};

using Row = std::array<std::string, kColumns>;

/// Cuts a text into lines of at most `width` characters, behind a space where there is one, else behind punctuation.
std::vector<std::string> folded(std::string text, std::size_t width) {
  std::vector<std::string> lines;
  while (text.size() > width) {
    std::size_t cut = text.rfind(' ', width);
    if (cut == std::string::npos || cut == 0) {
      cut = text.find_last_of("/._:", width - 1);
      cut = cut == std::string::npos ? width : cut + 1;
    }
    lines.push_back(text.substr(0, cut));
    text.erase(0, text[cut] == ' ' ? cut + 1 : cut);
  }
  lines.push_back(std::move(text));
  return lines;
}

std::string table(const std::vector<Row>& rows) {
  std::array<std::size_t, kColumns> width{};
  std::size_t left = kLine;
  for (std::size_t i = 0; i + 1 < kColumns; ++i) {
    for (const Row& row : rows) width[i] = std::max(width[i], std::min(row[i].size(), kWidest[i]));
    left -= width[i] + kGap;
  }
  width.back() = left;
  std::string text;
  for (const Row& row : rows) {
    std::array<std::vector<std::string>, kColumns> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < kColumns; ++i) {
      cells[i] = folded(row[i], width[i]);
      height = std::max(height, cells[i].size());
    }
    for (std::size_t k = 0; k < height; ++k) {
      std::string line;
      for (std::size_t i = 0; i < kColumns; ++i)
        line += fmt::format("{:<{}}", k < cells[i].size() ? cells[i][k] : "", width[i] + kGap);
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
  }
  return text;
}

}  // namespace

std::string explanation(const qonnx::Streamlined& made) {
  std::vector<Row> rows = {{"node", "operator", "became", "what"}};
  for (const qonnx::NodeNote& note : made.notes)
    rows.push_back({note.node, note.op, note.became.empty() ? "-" : note.became, note.detail});
  std::string text = table(rows);
  if (!made.channels.empty()) text += "\n";
  for (const qonnx::ChannelNote& note : made.channels) {
    const auto lines =
        folded(fmt::format("{}: {} {} {}", note.layer, note.what, note.channels.size() == 1 ? "channel" : "channels",
                           qonnx::channel_text(note.channels)),
               kLine - kGap);
    for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : "  ") + lines[i] + "\n";
  }
  return text;
}

}  // namespace finn
