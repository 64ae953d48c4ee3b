// SPDX-License-Identifier: Apache-2.0
#include "emit/html/frame.h"

#include <fmt/format.h>

#include "emit/html/style.h"

namespace finn::html {

std::string document(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n"
      "<main>\n{}</main>\n</body>\n</html>\n",
      title, style(), body);
}

std::string section(const std::string& title, const std::string& badge, const std::string& aside,
                    const std::string& body) {
  return fmt::format("<section>\n<div class=\"title\"><h2>{}</h2>{}<p>{}</p></div>\n{}</section>\n", title, badge,
                     aside, body);
}

std::string tile(const std::string& title, const std::string& figure, const std::string& under) {
  return fmt::format("<div class=\"tile\"><span class=\"t\">{}</span><b>{}</b><small>{}</small></div>\n", title, figure,
                     under);
}

std::string head(std::initializer_list<std::string_view> titles) {
  std::string row = "<thead><tr>";
  for (std::string_view title : titles) {
    const bool number = title.starts_with("n:");
    if (number) title.remove_prefix(2);
    row += fmt::format("<th{}>{}</th>", number ? " class=\"n\"" : "", title);
  }
  return row + "</tr></thead>\n";
}

std::string number_cells(const Json& report, const std::string& pointer, std::initializer_list<const char*> keys) {
  std::string cells;
  for (const char* key : keys) cells += keyed(report, pointer + "/" + key, "td", "n");
  return cells;
}

}  // namespace finn::html
