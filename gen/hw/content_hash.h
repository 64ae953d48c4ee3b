// SPDX-License-Identifier: Apache-2.0
// Names by content.
#pragma once

#include <cstdint>
#include <string_view>

namespace finn {

/// FNV-1a, 64 bits, going on from `hash`; not for security.
constexpr std::uint64_t content_hash(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace finn
