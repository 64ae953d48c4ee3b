// SPDX-License-Identifier: Apache-2.0
#include "emit/library.h"

#include <cctype>
#include <set>

#include "emit/files.h"
#include "emit/names.h"

namespace finn {
namespace {

/// Replaces whole identifiers that are library modules.
std::string rename_modules(const std::string& text, const std::set<std::string>& modules, const std::string& ip) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; };
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string word = text.substr(i, end - i);
    out += modules.count(word) != 0 ? module_name(word, ip) : word;
    i = end;
  }
  return out;
}

}  // namespace

std::vector<LibraryFile> library_for_ip(const std::filesystem::path& rtl_templates,
                                        const std::vector<std::string>& files, const std::vector<RtlSource>& sources,
                                        const std::string& ip) {
  std::set<std::string> modules;  // a module a file, same name
  for (const std::string& file : files) modules.insert(std::filesystem::path(file).stem().string());
  for (const RtlSource& source : sources) modules.insert(source.module);
  std::vector<LibraryFile> library;
  for (const std::string& file : files) {
    const std::string module = std::filesystem::path(file).stem().string();
    library.push_back({module_name(module, ip) + ".v", rename_modules(read_text(rtl_templates / file), modules, ip)});
  }
  for (const RtlSource& source : sources)
    library.push_back({module_name(source.module, ip) + ".v", rename_modules(source.text, modules, ip)});
  return library;
}

}  // namespace finn
