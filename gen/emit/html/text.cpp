// SPDX-License-Identifier: Apache-2.0
#include "emit/html/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace finn::html {
namespace {

constexpr std::string_view kGroup = "\u202F";
constexpr std::string_view kNothing = "\u2013";

bool is_first_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// Digits with a separator before every third one from the right.
std::string grouped(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-') text += kGroup;
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string shorten(std::string_view text, std::size_t characters) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_first_byte(text[i])) starts.push_back(i);
  if (starts.size() <= characters) return std::string(text);
  const std::size_t tail = (characters - 1) / 2;
  const std::size_t head = characters - 1 - tail;
  return std::string(text.substr(0, starts[head])) + "\u2026" + std::string(text.substr(starts[starts.size() - tail]));
}

std::string integer_text(std::int64_t value) { return grouped(std::to_string(value)); }

std::string real_text(double value) {
  if (std::abs(value) >= 1e4 && std::abs(value) < 1e15) return integer_text(std::llround(value));
  return fmt::format("{:.4g}", value);
}

std::string value_text(const Json& value) {
  if (value.is_number_integer()) return integer_text(value.get<std::int64_t>());
  if (value.is_number()) return real_text(value.get<double>());
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return std::string(kNothing);
  std::string text;
  for (const Json& element : value)
    text += (text.empty() ? "" : "\u00D7") + std::to_string(element.get<std::int64_t>());
  return text;
}

std::string percent_text(double value, double whole) {
  if (whole == 0) return std::string(kNothing);
  const double percent = 100 * value / whole;
  return percent >= 100 ? fmt::format("{:.0f} %", percent) : fmt::format("{:.3g} %", std::max(percent, 0.0));
}

std::string keyed(const Json& report, const std::string& pointer, std::string_view tag, std::string_view classes) {
  const Json& value = report.at(Json::json_pointer(pointer));
  std::string names(classes);
  if (value.is_number() && value.get<double>() == 0) names += names.empty() ? "zero" : " zero";
  const std::string attribute = names.empty() ? std::string() : fmt::format(" class=\"{}\"", names);
  return fmt::format("<{}{} data-key=\"{}\">{}</{}>", tag, attribute, pointer, escape(value_text(value)), tag);
}

std::string bar(double value, double whole, std::string_view classes) {
  const double share = whole > 0 ? value / whole : value > 0 ? 2 : 0;
  std::string names = fmt::format("bar {}", classes);
  if (share > 1) names += " over";
  return fmt::format("<div class=\"{}\"><i style=\"width:{:.2f}%{}\"></i></div>", names, 100 * std::min(share, 1.0),
                     value > 0 ? ";min-width:1px" : "");
}

std::string badge(const Json& report, std::string_view figure, std::string_view what) {
  const std::string how = report.at("certainty").at(std::string(figure)).get<std::string>();
  return fmt::format("<span class=\"badge {0}\">{1}{2}{0}</span>", escape(how), what, what.empty() ? "" : ": ");
}

double number_at(const Json& object, const char* key) { return object.at(key).get<double>(); }

}  // namespace finn::html
