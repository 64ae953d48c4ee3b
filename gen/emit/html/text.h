// SPDX-License-Identifier: Apache-2.0
// Pieces of HTML made of values of report.json.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace finn::html {

using Json = nlohmann::ordered_json;

/// For text and for attributes in double quotes.
std::string escape(std::string_view text);

/// At most `characters` (of several bytes, maybe), the middle left out.
std::string shorten(std::string_view text, std::size_t characters);

/// 12345 as "12 345" (U+202F between groups).
std::string integer_text(std::int64_t value);
/// Four significant digits, all digits before the point, grouped.
std::string real_text(double value);
/// A number, a list of numbers ("32×32×3"), a text, or "–" for null.
std::string value_text(const Json& value);
/// value / whole as "12.3 %"; "–" if whole is 0.
std::string percent_text(double value, double whole);

/// The one way by which values of the report come into the page: <tag class="..." data-key="POINTER">value</tag>, where
/// POINTER (RFC 6901) names the value in report.json. Class "zero" is added for the number 0.
std::string keyed(const Json& report, const std::string& pointer, std::string_view tag = "span",
                  std::string_view classes = {});

/// A bar filled to value / whole, at least a hairline if value is above 0; class "over" beyond the whole.
std::string bar(double value, double whole, std::string_view classes = {});

/// A badge that says how sure a figure is: exact, fitted or structural; behind "<what>: " if that is given.
std::string badge(const Json& report, std::string_view figure, std::string_view what = {});

double number_at(const Json& object, const char* key);

}  // namespace finn::html
