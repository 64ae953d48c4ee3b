// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

namespace finn::rtltest {
namespace {

std::map<std::string, CellReference, std::less<>>& table() {
  static std::map<std::string, CellReference, std::less<>> references;
  return references;
}

}  // namespace

const CellReference* find_reference(std::string_view cell) {
  const auto it = table().find(cell);
  return it == table().end() ? nullptr : &it->second;
}

RegisterReference::RegisterReference(std::string_view cell, CellReference reference) {
  if (!table().emplace(cell, reference).second) throw std::logic_error("two references for cell " + std::string(cell));
}

std::vector<Memory> no_memories(const Params&, Rng&) { return {}; }

BitWord random_word(std::int64_t bits, Rng& rng) {
  BitWord word(bits);
  for (std::int64_t at = 0; at < bits; at += 64)
    word.put(at, static_cast<int>(std::min<std::int64_t>(64, bits - at)), rng());
  return word;
}

std::int64_t get_code(const BitWord& word, std::int64_t at, int width, bool is_signed) {
  const std::uint64_t raw = word.get(at, width);
  if (is_signed && width < 64 && (raw >> (width - 1)) != 0)
    return static_cast<std::int64_t>(raw | ~((std::uint64_t{1} << width) - 1));
  return static_cast<std::int64_t>(raw);
}

void put_code(BitWord& word, std::int64_t at, int width, std::int64_t value) {
  word.put(at, width, static_cast<std::uint64_t>(value));
}

}  // namespace finn::rtltest
