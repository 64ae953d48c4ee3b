// SPDX-License-Identifier: Apache-2.0
#include "emit/platform.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "diag/nearest.h"
#include "import/json_source.h"

namespace finn {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kMaxCount = 1'000'000'000;
constexpr double kMaxClockMhz = 10'000.0;
constexpr double kMaxBandwidth = 1'000'000.0;

struct TextKey {
  const char* name;
  std::string Platform::*member;
};
struct CountKey {
  const char* name;
  std::int64_t Platform::*member;
};

constexpr std::array<TextKey, 3> kTextKeys = {
    {{"name", &Platform::name}, {"part", &Platform::part}, {"source", &Platform::source}}};
constexpr std::array<CountKey, 5> kCountKeys = {{{"lut", &Platform::lut},
                                                 {"ff", &Platform::ff},
                                                 {"bram36", &Platform::bram36},
                                                 {"uram", &Platform::uram},
                                                 {"dsp", &Platform::dsp}}};
constexpr const char* kFamilyKey = "family";
constexpr const char* kClockKey = "clock_mhz";
constexpr const char* kBandwidthKey = "bandwidth";

std::vector<std::string_view> family_names() {
  std::vector<std::string_view> names;
  for (const Family family : kFamilies) names.push_back(family_name(family));
  return names;
}

std::vector<std::string> key_names() {
  std::vector<std::string> names;
  for (const TextKey& key : kTextKeys) names.emplace_back(key.name);
  for (const CountKey& key : kCountKeys) names.emplace_back(key.name);
  names.emplace_back(kFamilyKey);
  names.emplace_back(kClockKey);
  names.emplace_back(kBandwidthKey);
  return names;
}

/// Line and column (from 1) of a byte offset (from 0).
Location position(const std::string& file, const std::string& text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(offset);
  const auto line_start = std::find(std::make_reverse_iterator(end), text.rend(), '\n').base();
  return {file, static_cast<int>(std::count(text.begin(), end, '\n')) + 1, static_cast<int>(end - line_start) + 1, {}};
}

json parse(const std::string& file, const std::string& text, Diagnostics& diagnostics) {
  try {
    json parsed = json::parse(text);
    if (parsed.is_object()) return parsed;
    diagnostics.error(Code::FR5003, {file, 1, 1, {}}, "a platform file must be a JSON object, got {}",
                      parsed.type_name());
  } catch (const json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    diagnostics.error(Code::FR5003, position(file, text, offset), "the platform file is not JSON")
        .notes.emplace_back(error.what());
  }
  throw InputRejected();
}

/// Reads the keys of one file into a Platform and reports what is wrong with them.
class Reader {
 public:
  /// `source` may be null: nothing knows lines and columns then.
  Reader(const std::string& file, const json& object, const JsonSource* source, Diagnostics& diagnostics)
      : file_(file), object_(object), source_(source), diagnostics_(diagnostics) {}

  Platform read() {
    Platform platform;
    report_unknown_keys();
    for (const TextKey& key : kTextKeys) platform.*key.member = text(key.name);
    for (const CountKey& key : kCountKeys) platform.*key.member = count(key.name);
    const std::string family_text = text(kFamilyKey);
    platform.clock_mhz = clock();
    platform.bandwidth = bandwidth();
    if (const auto family = family_named(family_text))
      platform.family = *family;
    else if (!family_text.empty())
      wrong("family", fmt::format("must be one of {}", fmt::join(family_names(), ", ")), object_.at("family"));
    return platform;
  }

 private:
  /// Where the value of a key stands.
  Location at(const std::string& key) const {
    const std::string pointer = "/" + key;
    return source_ == nullptr ? Location{file_, 0, 0, pointer} : source_->at(pointer);
  }

  void wrong(const std::string& key, const std::string& expected, const json& found) {
    diagnostics_.error(Code::FR5004, at(key), "\"{}\" {}, got {}", key, expected, found.dump());
  }

  const json* find(const char* key) {
    const auto found = object_.find(key);
    if (found != object_.end()) return &*found;
    diagnostics_.error(Code::FR5004, {file_, 1, 1, {}}, "the key \"{}\" is missing", key);
    return nullptr;
  }

  void report_unknown_keys() {
    const std::vector<std::string> known = key_names();
    for (const auto& item : object_.items()) {
      if (std::ranges::count(known, item.key()) > 0) continue;
      Diagnostic& error = diagnostics_.error(Code::FR5004, at(item.key()), "unknown key \"{}\"", item.key());
      if (const auto near = nearest_name(item.key(), known)) {
        error.notes.push_back(fmt::format("did you mean \"{}\"?", *near));
      }
    }
  }

  std::string text(const char* key) {
    const json* value = find(key);
    if (value == nullptr) return {};
    if (value->is_string() && !value->get_ref<const std::string&>().empty()) return value->get<std::string>();
    wrong(key, "must be a string that is not empty", *value);
    return {};
  }

  std::int64_t count(const char* key) {
    const json* value = find(key);
    if (value == nullptr) return 0;
    // get<int64> of a float or of a huge unsigned number would wrap, so the type is checked first.
    const bool fits =
        value->is_number_unsigned() && value->get<std::uint64_t>() <= static_cast<std::uint64_t>(kMaxCount);
    if (fits) return value->get<std::int64_t>();
    wrong(key, fmt::format("must be an integer from 0 to {}", kMaxCount), *value);
    return 0;
  }

  double clock() {
    const json* value = find(kClockKey);
    if (value == nullptr) return 0;
    const double clock_mhz = value->is_number() ? value->get<double>() : 0.0;
    if (clock_mhz > 0 && clock_mhz <= kMaxClockMhz) return clock_mhz;
    wrong(kClockKey, fmt::format("must be a number above 0, up to {}", kMaxClockMhz), *value);
    return 0;
  }

  double bandwidth() {
    const json* value = find(kBandwidthKey);
    if (value == nullptr) return 0;
    const double gigabytes = value->is_number() ? value->get<double>() : -1.0;
    if (gigabytes >= 0 && gigabytes <= kMaxBandwidth) return gigabytes;
    wrong(kBandwidthKey, fmt::format("must be a number of GB/s from 0 (no memory) to {}", kMaxBandwidth), *value);
    return 0;
  }

  const std::string& file_;
  const json& object_;
  const JsonSource* source_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<std::string> platform_names(const fs::path& data) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(data / "ip" / "platforms", failed)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

Cost available(const Platform& platform) {
  return {.lut = static_cast<double>(platform.lut),
          .ff = static_cast<double>(platform.ff),
          .bram18 = 2 * static_cast<double>(platform.bram36),
          .uram = static_cast<double>(platform.uram),
          .dsp = static_cast<double>(platform.dsp)};
}

Platform read_platform(std::string_view name_or_path, const fs::path& data, Diagnostics& diagnostics) {
  const bool is_path = name_or_path.find('/') != std::string_view::npos || name_or_path.ends_with(".json");
  const std::string name(name_or_path);
  const fs::path path = is_path ? fs::path(name) : data / "ip" / "platforms" / (name + ".json");
  std::error_code ignored;
  std::ifstream stream;
  if (fs::is_regular_file(path, ignored)) stream.open(path, std::ios::binary);
  if (!stream.is_open()) {
    Diagnostic& error = diagnostics.error(
        Code::FR5002, {is_path ? name : "", 0, 0, {}},
        is_path ? "the platform file cannot be read" : fmt::format("there is no platform \"{}\"", name));
    const std::vector<std::string> known = platform_names(data);
    if (const auto near = nearest_name(name, known); near && !is_path) {
      error.notes.push_back(fmt::format("did you mean \"{}\"?", *near));
    }
    error.notes.push_back(fmt::format("platforms: {}; or the path of a .json file", fmt::join(known, ", ")));
    throw InputRejected();
  }
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string file = path.string();
  const json object = parse(file, text, diagnostics);
  const std::size_t errors_before = diagnostics.error_count();
  const auto source = JsonSource::parse(text, file, diagnostics);  // finds keys that stand there twice, too
  Platform platform = Reader(file, object, source.get(), diagnostics).read();
  if (diagnostics.error_count() > errors_before) throw InputRejected();
  return platform;
}

}  // namespace finn
