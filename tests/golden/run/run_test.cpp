// SPDX-License-Identifier: Apache-2.0
// The run command: files in, files out, exit codes.
#include "cli/run.h"

#include <gtest/gtest.h>

#include "import/npy.h"
#include "support/program.h"

namespace finn::test {
namespace {

namespace fs = std::filesystem;
using Ints = std::vector<std::int64_t>;

/// Two inputs, two outputs; output "s" is real = raw * 0.5 - 1, output "p" has a permutation.
constexpr const char* kTwo = R"({"format": "finn-rtlgen-net", "version": 1, "name": "two",
  "inputs": [{"name": "a", "shape": [2], "type": "INT4"},
             {"name": "b", "shape": [1, 2, 2], "type": "UINT8",
              "host": {"quantizer": {"scale": 0.5, "rounding": "half_even", "range": [0, 255]},
                       "permutation": [1, 2, 0]}}],
  "outputs": [{"name": "s", "scale": 0.5, "bias": -1.0}, {"name": "p", "host": {"permutation": [1, 2, 0]}}],
  "layers": [
    {"name": "sum", "kind": "fc", "inputs": ["a"], "outputs": ["s"],
     "weights": {"type": "INT3", "shape": [1, 2], "data": [1, -2]}},
    {"name": "copy", "kind": "conv", "inputs": ["b"], "outputs": ["p"],
     "weights": {"type": "BINARY", "shape": [2, 2, 1, 1], "data": [1, 0, 0, 1]}}]})";

class run : public testing::Test {
 protected:
  run() : folder_("golden_run") { write_text(folder_ / "net.json", kTwo); }

  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  std::string arg(const std::string& input, const std::string& name) const { return input + "=" + file(name); }

  void write(const std::string& name, const Shape& shape, const Ints& values) {
    ASSERT_TRUE(write_npy(file(name), shape, values, diagnostics_)) << diagnostics_.text();
  }
  void write_good() {
    write("a.npy", {3, 2}, {1, 2, 3, 4, -8, 7});
    write("b.npy", {3, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  }
  NpyArray read(const std::string& name) {
    auto array = read_npy(file(name), diagnostics_);
    EXPECT_TRUE(array) << diagnostics_.text();
    return array.value_or(NpyArray{});
  }
  int call(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs, bool raw = false) {
    RunOptions options;
    options.network = file("net.json");
    options.inputs = inputs;
    options.outputs = outputs;
    options.raw = raw;
    testing::internal::CaptureStderr();
    const int code = run_command(options);
    errors_ = testing::internal::GetCapturedStderr();
    return code;
  }

  TemporaryFolder folder_;
  Diagnostics diagnostics_;
  std::string errors_;
};

TEST_F(run, writes_real_outputs_in_the_host_layout) {
  write_good();
  ASSERT_EQ(call({arg("b", "b.npy"), arg("a", "a.npy")}, {arg("s", "s.npy"), arg("p", "p.npy")}), 0) << errors_;
  const NpyArray s = read("s.npy");
  EXPECT_EQ(s.shape, (Shape{3, 1}));
  EXPECT_EQ(s.reals, (std::vector<double>{-2.5, -3.5, -12.0}));
  const NpyArray p = read("p.npy");
  EXPECT_EQ(p.shape, (Shape{3, 2, 1, 2}));
  EXPECT_EQ(p.reals, (std::vector<double>{1, 3, 2, 4, 5, 7, 6, 8, 9, 11, 10, 12}));
}

TEST_F(run, raw_outputs_are_the_integers_of_the_hardware) {
  write_good();
  ASSERT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("s", "s.npy"), arg("p", "p.npy")}, true), 0) << errors_;
  EXPECT_EQ(read("s.npy").integers, Ints({-3, -5, -22}));
  EXPECT_EQ(read("p.npy").shape, (Shape{3, 1, 2, 2}));
  EXPECT_EQ(read("p.npy").integers, Ints({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST_F(run, real_inputs_pass_the_quantizer) {
  write("a.npy", {1, 2}, {0, 0});
  const std::vector<double> values{1.0, 2.0, 3.3, 1000.0};
  ASSERT_TRUE(write_npy(file("b.npy"), {1, 2, 1, 2}, values, diagnostics_));
  ASSERT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("p", "p.npy")}, true), 0) << errors_;
  EXPECT_EQ(read("p.npy").integers, Ints({2, 7, 4, 255}));
}

TEST_F(run, wrong_values_write_nothing) {
  write_good();
  write("a.npy", {3, 2}, {1, 2, 3, 8, 0, 0});
  EXPECT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("s", "s.npy")}), 1);
  EXPECT_NE(errors_.find("FR2901"), std::string::npos) << errors_;
  EXPECT_NE(errors_.find("sample 1, element [1]"), std::string::npos) << errors_;
  EXPECT_FALSE(fs::exists(folder_ / "s.npy"));
}

TEST_F(run, inputs_must_have_equally_many_samples) {
  write_good();
  write("a.npy", {1, 2}, {1, 2});
  EXPECT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("s", "s.npy")}), 1);
  EXPECT_NE(errors_.find("FR2903"), std::string::npos) << errors_;
}

TEST_F(run, wrong_usage) {
  write_good();
  const std::string a = arg("a", "a.npy");
  const std::string b = arg("b", "b.npy");
  const std::string s = arg("s", "s.npy");
  EXPECT_EQ(call({a}, {s}), 2) << errors_;
  EXPECT_EQ(call({a, b, a}, {s}), 2) << errors_;
  EXPECT_EQ(call({a, b}, {file("s.npy")}), 2) << errors_;
  EXPECT_NE(errors_.find("NAME=FILE"), std::string::npos) << errors_;
  EXPECT_EQ(call({file("a.npy"), b}, {s}), 2) << errors_;
  EXPECT_FALSE(fs::exists(folder_ / "s.npy"));
}

TEST_F(run, missing_files_are_rejected) {
  EXPECT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("s", "s.npy")}), 1);
  EXPECT_FALSE(errors_.empty());
  write_good();
  EXPECT_EQ(call({arg("a", "a.npy"), arg("b", "b.npy")}, {arg("s", "no_folder/s.npy")}), 1);
}

}  // namespace
}  // namespace finn::test
