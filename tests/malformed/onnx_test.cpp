// SPDX-License-Identifier: Apache-2.0
// Every file of onnx/ through the ONNX reader. They are protobuf's text format, made binary by protoc. Their head says
// what must be reported, exactly, one line each:
//   # expect FR<code> <what the message names first, in quotes, or ->
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "onnx/reader.h"
#include "reports.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(FINN_SOURCE_DIR) / "tests" / "malformed" / "onnx";

std::vector<std::string> onnx_cases() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

/// Reads the case through a file, as a user's. False: rejected.
bool run_onnx_case(const std::string& name, Diagnostics& diagnostics) {
  const TemporaryFolder folder("malformed_onnx_" + name);
  const fs::path proto = FINN_ONNX_PROTO;
  const ProgramResult made =
      run_program({"sh", "-c", "exec \"$0\" \"$1\" --encode=onnx.ModelProto \"$2\" <\"$3\" >\"$4\"", FINN_PROTOC,
                   "--proto_path=" + proto.parent_path().string(), proto.string(),
                   (kFolder / (name + ".textproto")).string(), (folder / "model.onnx").string()});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  return onnx::read_model(folder / "model.onnx", diagnostics).has_value();
}

std::string first_quoted(const std::string& message) {
  const std::size_t begin = message.find('"');
  const std::size_t end = begin == std::string::npos ? begin : message.find('"', begin + 1);
  return end == std::string::npos ? "-" : message.substr(begin, end - begin + 1);
}

std::vector<std::string> onnx_lines(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& one : diagnostics.all()) {
    EXPECT_EQ(fs::path(one.where.file).filename(), "model.onnx");
    lines.push_back(fmt::format("FR{} {}", static_cast<int>(one.code), first_quoted(one.message)));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> expected_onnx_lines(const std::string& name) {
  constexpr std::string_view kBegin = "# expect ";
  std::ifstream file(kFolder / (name + ".textproto"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.substr(0, kBegin.size()) == kBegin) lines.push_back(line.substr(kBegin.size()));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

class MalformedOnnx : public testing::TestWithParam<std::string> {};

TEST_P(MalformedOnnx, reports_exactly) {
  Diagnostics diagnostics;
  EXPECT_FALSE(run_onnx_case(GetParam(), diagnostics));
  EXPECT_EQ(onnx_lines(diagnostics), expected_onnx_lines(GetParam())) << diagnostics.text();
}

INSTANTIATE_TEST_SUITE_P(onnx, MalformedOnnx, testing::ValuesIn(onnx_cases()),
                         [](const auto& one) { return one.param; });

}  // namespace

std::set<int> onnx_codes() {
  std::set<int> codes;
  for (const std::string& name : onnx_cases()) {
    Diagnostics diagnostics;
    run_onnx_case(name, diagnostics);
    codes.merge(report_codes(diagnostics));
  }
  return codes;
}

}  // namespace finn::test
