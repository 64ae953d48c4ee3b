// SPDX-License-Identifier: Apache-2.0
// The bench must find each fault of a hand-written top, and say what it is.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/sim_folder.h"
#include "bench/vector_file.h"

namespace finn {
namespace {

namespace fs = std::filesystem;

BenchStream stream(const std::string& port, const std::string& tensor) {
  return {port, tensor, {2, 2, 4}, StreamType::plain(DataType::uint(3)), 2, 16};
}

BenchDescription description() {
  BenchDescription d;
  d.top = "bench_dut";
  d.inputs = {stream("s_axis", "x")};
  d.outputs = {stream("m_axis", "y")};
  d.probes = {
      {"x", "", "", stream("", "x")}, {"h", "neg", "neg0", stream("", "h")}, {"y", "add", "add0", stream("", "y")}};
  d.ii_cycles = 8;
  d.latency_cycles = 9;
  return d;
}

/// Frames with their hidden tensor and output: h = 7 - x, y = (h + 1) mod 8.
struct Frames {
  BenchFrames io;
  std::vector<Tensor> hidden;
};

Frames frames(int count) {
  Frames result;
  result.io.inputs.resize(1);
  result.io.outputs.resize(1);
  for (int f = 0; f < count; ++f) {
    Tensor x(DataType::uint(3), {2, 2, 4}), h = x, y = x;
    for (std::size_t i = 0; i < 16; ++i) {
      x.data[i] = (static_cast<std::int64_t>(i) * 5 + f * 3 + static_cast<std::int64_t>(i) / 3) % 8;
      h.data[i] = 7 - x.data[i];
      y.data[i] = (h.data[i] + 1) % 8;
    }
    result.io.inputs[0].push_back(x);
    result.io.outputs[0].push_back(y);
    result.hidden.push_back(h);
  }
  return result;
}

int run(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Held by the case that builds.
struct Lock {
  explicit Lock(const fs::path& file) : descriptor(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
    ::flock(descriptor, LOCK_EX);
  }
  ~Lock() { ::close(descriptor); }
  int descriptor;
};

/// The bench of bench_dut, built once for all cases (each runs in a process of its own).
class BenchTest : public testing::Test {
 protected:
  static fs::path root() { return fs::path(FINN_BINARY_DIR) / "bench_dut"; }

  void SetUp() override {
    fs::create_directories(root() / "rtl");
    const Lock lock(root() / "lock");
    if (!fs::exists(root() / "sim" / "bench.json")) {
      write_bench_sources(root() / "sim", description(), fs::path(FINN_SOURCE_DIR) / "verif/harness");
      const Frames all = frames(4);
      write_vectors(root() / "sim/vectors", description(), all.io);
      const std::vector<const std::vector<Tensor>*> probes = {&all.io.inputs[0], &all.hidden, &all.io.outputs[0]};
      for (std::size_t i = 0; i < probes.size(); ++i) {
        std::vector<const Tensor*> tensors;
        for (const Tensor& tensor : *probes[i]) tensors.push_back(&tensor);
        replace_file(root() / "sim/vectors" / fmt::format("probe{}.bin", i),
                     vector_file(description().probes[i].stream, tensors));
      }
    }
    fs::copy_file(fs::path(FINN_SOURCE_DIR) / "tests/rtl/bench/bench_dut.v", root() / "rtl/bench_dut.v",
                  fs::copy_options::update_existing);
    write_fault(root() / "rtl", 0);
    if (!fs::exists(root() / "rtl/files.f")) replace_file(root() / "rtl/files.f", "bench_dut.v\n");
    ASSERT_EQ(make("build"), 0) << text_of(root() / "build.log");
    ASSERT_EQ(make("probe"), 0) << text_of(root() / "build.log");
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    work_ = root() / name;
    fs::remove_all(work_);
    fs::create_directories(work_);
  }

  static int make(const std::string& target) {
    return run(fmt::format("make -C '{0}/sim' {1} JOBS=2 > '{0}/build.log' 2>&1", root().string(), target));
  }

  static void write_fault(const fs::path& folder, int fault) {
    replace_file(folder / "fault.mem", fmt::format("{:x}\n", fault));
  }

  /// Runs the bench with a fault; false if it found one.
  bool bench(int fault, const std::string& options = "", const std::string& build = "build") {
    write_fault(work_, fault);
    const int code =
        run(fmt::format("cd '{0}' && '{1}/sim/{2}/Vdut' --vectors '{1}/sim/vectors' --json result.json {3} "
                        "> out.txt 2> err.txt",
                        work_.string(), root().string(), build, options));
    EXPECT_LE(code, 1) << text_of(work_ / "err.txt");
    result_ = nlohmann::json::parse(text_of(work_ / "result.json"));
    EXPECT_EQ(result_.at("ok").get<bool>(), code == 0);
    return code == 0;
  }

  /// Expects that a fault is found in `pass` as a failure of `kind` whose message contains `words`.
  void expect_found(int fault, const std::string& pass, const std::string& kind, const std::string& words,
                    const std::string& options = "") {
    EXPECT_FALSE(bench(fault, options));
    ASSERT_FALSE(result_.at("failures").empty());
    const nlohmann::json& first = result_.at("failures").at(0);
    EXPECT_EQ(first.at("pass"), pass);
    EXPECT_EQ(first.at("kind"), kind);
    EXPECT_NE(first.at("message").get<std::string>().find(words), std::string::npos) << first.at("message");
    EXPECT_NE(text_of(work_ / "err.txt").find(words), std::string::npos);
  }

  fs::path work_;
  nlohmann::json result_;
};

TEST_F(BenchTest, SoundTopPasses) {
  EXPECT_TRUE(bench(0)) << text_of(work_ / "err.txt");
  ASSERT_EQ(result_.at("passes").size(), 3u);
  EXPECT_EQ(result_.at("latency_cycles"), 9);
  EXPECT_GE(result_.at("intervals").size(), 5u);
  for (const auto& interval : result_.at("intervals")) EXPECT_EQ(interval, 8);
  EXPECT_EQ(result_.at("mismatches"), 0);
}

TEST_F(BenchTest, SoundTopPassesWithManySeeds) {
  for (int seed = 2; seed < 40; ++seed)
    EXPECT_TRUE(bench(0, fmt::format("--seed {} --stall {}", seed, seed % 2 ? 0.6 : 0.1))) << "seed " << seed;
}

TEST_F(BenchTest, NoStallSkipsTheStalledPass) {
  EXPECT_TRUE(bench(0, "--stall 0"));
  ASSERT_EQ(result_.at("passes").size(), 2u);
  EXPECT_TRUE(bench(1, "--stall 0 --pass stall-free"));
}

TEST_F(BenchTest, LostBeat) { expect_found(1, "stalled", "data", "output \"y\", frame"); }
TEST_F(BenchTest, EarlyLast) { expect_found(2, "stall-free", "tlast", "tlast is early"); }
TEST_F(BenchTest, DataChangesWhileStalled) { expect_found(3, "stalled", "hold", "tdata changed while tready was low"); }
TEST_F(BenchTest, ValidFalls) { expect_found(11, "stalled", "hold", "tvalid fell while tready was low"); }

TEST_F(BenchTest, WrongElement) {
  expect_found(4, "stall-free", "data",
               "frame 1 (number 2 of the pass), element 6 [0, 1, 2] (beat 3, lane 0): expected");
  const nlohmann::json& first = result_.at("failures").at(0);
  const Frames all = frames(4);
  EXPECT_EQ(first.at("element"), 6);
  EXPECT_EQ(first.at("expected"), all.io.outputs[0][1].data[6]);
  EXPECT_NE(first.at("found"), first.at("expected"));
}

TEST_F(BenchTest, ExtraBeat) { expect_found(5, "stall-free", "data", "output \"y\""); }
TEST_F(BenchTest, ExtraBeatAtTheEnd) {
  // The third frame of the reset pass's rounds does not come; two frames of vectors make it the stalled pass's last.
  const Frames two = frames(2);
  write_vectors(work_ / "vectors", description(), two.io);
  expect_found(5, "stalled", "extra", "a beat too many after the last of 3 frames",
               fmt::format("--pass stalled --vectors '{}'", (work_ / "vectors").string()));
}
TEST_F(BenchTest, KeepsABeatOverReset) {
  // Either the old beat comes out before anything is fed, or in place of the first new one.
  for (const int seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    EXPECT_FALSE(bench(6, fmt::format("--pass reset --seed {}", seed)));
    ASSERT_FALSE(result_.at("failures").empty());
    EXPECT_EQ(result_.at("failures").at(0).at("pass"), "reset");
  }
}
TEST_F(BenchTest, NeverDelivers) {
  expect_found(7, "stall-free", "deadlock", "input \"x\" offers beat 1 of frame 0", "--watchdog 500");
  EXPECT_NE(text_of(work_ / "err.txt").find("output \"y\" (tvalid low) owes beat 0 of frame 0"), std::string::npos);
}
TEST_F(BenchTest, PaddingBit) { expect_found(8, "stall-free", "padding", "tdata has ones above its 6 bits"); }
TEST_F(BenchTest, Bubble) { expect_found(9, "stall-free", "interval", "measured 9 cycles, predicted 8"); }
TEST_F(BenchTest, TrustsTheInputsLast) { expect_found(10, "stalled", "tlast", "output \"y\""); }

TEST_F(BenchTest, ProbesNameTheFirstStream) {
  EXPECT_FALSE(bench(4, "--pass stall-free", "build-probe"));
  const nlohmann::json& probes = result_.at("probes");
  ASSERT_EQ(probes.size(), 3u);
  EXPECT_FALSE(probes[0].at("differs").get<bool>());
  EXPECT_TRUE(probes[1].at("differs").get<bool>());
  EXPECT_EQ(probes[1].at("frame"), 1);
  EXPECT_EQ(probes[1].at("beat"), 3);
  EXPECT_EQ(probes[1].at("lane"), 0);
  EXPECT_EQ(probes[1].at("expected"), frames(4).hidden[1].data[6]);
  EXPECT_TRUE(probes[2].at("differs").get<bool>());
}

TEST_F(BenchTest, ProbesAreSilentOnASoundTop) {
  EXPECT_TRUE(bench(0, "", "build-probe"));
  for (const auto& probe : result_.at("probes")) {
    EXPECT_FALSE(probe.at("differs").get<bool>());
    EXPECT_GT(probe.at("beats"), 100);
  }
}

TEST_F(BenchTest, UnusableVectorsAreRefused) {
  BenchDescription other = description();
  other.inputs[0].lanes = 4;
  const Frames all = frames(1);
  write_vectors(work_ / "vectors", other, all.io);
  write_fault(work_, 0);
  EXPECT_EQ(
      run(fmt::format("cd '{}' && '{}/sim/build/Vdut' --vectors vectors 2> err.txt", work_.string(), root().string())),
      2);
  EXPECT_NE(text_of(work_ / "err.txt").find("does not fit stream \"x\""), std::string::npos);
}

TEST_F(BenchTest, ShippedVectorsRunByMake) {
  EXPECT_EQ(run(fmt::format("make -C '{}/sim' > '{}/log' 2>&1", root().string(), work_.string())), 0);
}

}  // namespace
}  // namespace finn
