// SPDX-License-Identifier: Apache-2.0
// What a run found, and the JSON file that tells it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "vectors.h"

namespace bench {

/// What is wrong. `element` counts within a frame (-1: not about one element); expected and found are values.
struct Failure {
  std::string kind;  // data, padding, tlast, hold, extra, deadlock, reset, interval, latency
  std::string pass;
  std::string message;
  std::string stream;
  std::int64_t cycle = 0;
  std::int64_t frame = -1;     // of the vector files
  std::int64_t sequence = -1;  // as the pass fed it
  std::int64_t beat = -1;
  std::int64_t lane = -1;
  std::int64_t element = -1;
  std::int64_t expected = 0;
  std::int64_t found = 0;
};

struct PassResult {
  std::string name;
  bool ran = false;
  bool ok = false;
  std::int64_t frames = 0;
  std::int64_t cycles = 0;
  double seconds = 0;
};

/// The first difference of an internal stream.
struct ProbeResult {
  int id = 0;
  std::int64_t beats = 0;
  bool differs = false;
  bool last_differs = false;
  std::int64_t frame = -1;
  std::int64_t sequence = -1;
  std::int64_t beat = -1;
  std::int64_t lane = -1;
  std::uint64_t expected = 0;  // codes
  std::uint64_t found = 0;
  bool valid = false, ready = false;  // at the end
};

struct Report {
  std::string top;
  std::uint64_t seed = 0;
  double stall = 0;
  std::vector<PassResult> passes;
  std::int64_t latency = -1;
  std::vector<std::int64_t> intervals;
  std::int64_t mismatches = 0;  // output elements that differ, tlasts and holds that are wrong; over all passes
  std::int64_t wrong_frames = 0;
  std::vector<Failure> failures;  // the first of each pass
  std::vector<ProbeResult> probes;

  bool ok() const { return failures.empty(); }
};

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\u%04x", static_cast<unsigned>(c));
      out += hex;
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Coordinates of an element: "[2, 0, 5]", or "[5]" of a vector.
inline std::string coordinates(const StreamInfo& info, std::int64_t element) {
  std::string text;
  for (int axis = info.rank - 1; axis >= 0; --axis) {
    const std::int64_t size = info.dims[axis];
    text = std::to_string(element % size) + (text.empty() ? "" : ", ") + text;
    element /= size;
  }
  return "[" + text + "]";
}

inline std::string frame_text(std::int64_t frame, std::int64_t sequence) {
  return "frame " + std::to_string(frame) + " (number " + std::to_string(sequence) + " of the pass)";
}

/// Writes the report beside `path` and renames it, so that a reader never sees half of it. False on an I/O error.
inline bool write_json(const Report& report, const std::string& path) {
  const std::string partial = path + ".part";
  std::FILE* out = std::fopen(partial.c_str(), "w");
  if (!out) return false;
  const auto integer = [](std::int64_t value) { return static_cast<long long>(value); };
  std::fprintf(out, "{\n  \"ok\": %s,\n  \"top\": %s,\n  \"seed\": %llu,\n  \"stall\": %.9g,\n",
               report.ok() ? "true" : "false", quoted(report.top).c_str(), static_cast<unsigned long long>(report.seed),
               report.stall);
  std::fprintf(out, "  \"latency_cycles\": %lld,\n  \"intervals\": [", integer(report.latency));
  for (std::size_t i = 0; i < report.intervals.size(); ++i)
    std::fprintf(out, "%s%lld", i ? ", " : "", integer(report.intervals[i]));
  std::fprintf(out, "],\n  \"mismatches\": %lld,\n  \"wrong_frames\": %lld,\n  \"passes\": [",
               integer(report.mismatches), integer(report.wrong_frames));
  for (std::size_t i = 0; i < report.passes.size(); ++i) {
    const PassResult& pass = report.passes[i];
    std::fprintf(
        out, "%s\n    {\"name\": %s, \"ran\": %s, \"ok\": %s, \"frames\": %lld, \"cycles\": %lld, \"seconds\": %.6f}",
        i ? "," : "", quoted(pass.name).c_str(), pass.ran ? "true" : "false", pass.ok ? "true" : "false",
        integer(pass.frames), integer(pass.cycles), pass.seconds);
  }
  std::fprintf(out, "\n  ],\n  \"failures\": [");
  for (std::size_t i = 0; i < report.failures.size(); ++i) {
    const Failure& f = report.failures[i];
    std::fprintf(
        out,
        "%s\n    {\"kind\": %s, \"pass\": %s, \"stream\": %s, \"cycle\": %lld, \"frame\": %lld, \"sequence\": %lld, "
        "\"beat\": %lld, \"lane\": %lld, \"element\": %lld, \"expected\": %lld, \"found\": %lld,\n     \"message\": "
        "%s}",
        i ? "," : "", quoted(f.kind).c_str(), quoted(f.pass).c_str(), quoted(f.stream).c_str(), integer(f.cycle),
        integer(f.frame), integer(f.sequence), integer(f.beat), integer(f.lane), integer(f.element),
        integer(f.expected), integer(f.found), quoted(f.message).c_str());
  }
  std::fprintf(out, "\n  ],\n  \"probes\": [");
  for (std::size_t i = 0; i < report.probes.size(); ++i) {
    const ProbeResult& p = report.probes[i];
    std::fprintf(out,
                 "%s\n    {\"id\": %d, \"beats\": %lld, \"differs\": %s, \"last_differs\": %s, \"frame\": %lld, "
                 "\"sequence\": %lld, \"beat\": %lld, \"lane\": %lld, \"expected\": %llu, \"found\": %llu, "
                 "\"valid\": %s, \"ready\": %s}",
                 i ? "," : "", p.id, integer(p.beats), p.differs ? "true" : "false", p.last_differs ? "true" : "false",
                 integer(p.frame), integer(p.sequence), integer(p.beat), integer(p.lane),
                 static_cast<unsigned long long>(p.expected), static_cast<unsigned long long>(p.found),
                 p.valid ? "true" : "false", p.ready ? "true" : "false");
  }
  std::fprintf(out, "\n  ]\n}\n");
  const bool written = std::ferror(out) == 0;
  return (std::fclose(out) == 0) && written && std::rename(partial.c_str(), path.c_str()) == 0;
}

}  // namespace bench
