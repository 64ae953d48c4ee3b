// SPDX-License-Identifier: Apache-2.0
// What pages are made of: the document, its sections, tiles and heads of tables.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "emit/html/text.h"

namespace finn::html {

/// A whole page with the style sheet; `title` and `body` are HTML.
std::string document(const std::string& title, const std::string& body);

std::string section(const std::string& title, const std::string& badge, const std::string& aside,
                    const std::string& body);

std::string tile(const std::string& title, const std::string& figure, const std::string& under);

/// Heads of columns; "n:" before those of numbers.
std::string head(std::initializer_list<std::string_view> titles);

/// A cell for each number below `pointer`.
std::string number_cells(const Json& report, const std::string& pointer, std::initializer_list<const char*> keys);

}  // namespace finn::html
