// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace finn::html {

/// The style sheet of report.html, light and dark.
std::string_view style();

}  // namespace finn::html
