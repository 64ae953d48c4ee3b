// SPDX-License-Identifier: Apache-2.0
// A generated top with DMA channels as a library for the driver's verilator backend: registers through the AXI4-Lite
// master, memory that the caller shares. The models check the bus's rules. One call at a time for a simulation.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "Vdut.h"
#include "axi.h"
#include "bench_config.h"
#include "shell_config.h"
#include "verilated.h"

#if !SHELL_DMA
#error "the accelerator has no DMA channels: generate it with --dma"
#endif

double sc_time_stamp() { return 0; }

namespace {

using namespace bench;

/// The model starts in the folder of its memory files, which it reads by name.
class InFolder {
 public:
  explicit InFolder(const char* folder) : back_(::open(".", O_RDONLY | O_DIRECTORY)), ok_(::chdir(folder) == 0) {}
  ~InFolder() {
    if (back_ < 0) return;
    if (ok_ && ::fchdir(back_) != 0) std::abort();  // the process would be somewhere else from here on
    ::close(back_);
  }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;
  bool ok() const { return ok_ && back_ >= 0; }

 private:
  int back_;
  bool ok_;
};

struct Freed {
  void operator()(std::uint8_t* memory) const { std::free(memory); }
};

}  // namespace

struct fr_sim {
  fr_sim(std::uint64_t base, std::uint8_t* memory, std::uint64_t bytes, std::uint64_t seed)
      : memory_(memory), random_(seed) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(random_.next() & 0x7fffffff) | 1);
    dut_ = std::make_unique<Vdut>(&context_);
    lite_ = std::make_unique<LiteMaster>(lite_ports(*dut_), rules_, random_.next());
    ReadPorts reads[kInputCount];
    WritePorts writes[kOutputCount];
    connect_memories(*dut_, reads, writes);
    for (int i = 0; i < kInputCount; ++i)
      reads_.push_back(
          std::make_unique<ReadMemory>("m_axi of " + std::string(kInputs[i].name), reads[i], rules_, random_.next()));
    for (int i = 0; i < kOutputCount; ++i)
      writes_.push_back(std::make_unique<WriteMemory>("m_axi of " + std::string(kOutputs[i].name), writes[i], rules_,
                                                      random_.next()));
    each([&](auto& one) { one.region.lend(base, memory, bytes); });
    dut_->aresetn = 0;
    for (int i = 0; i < 16; ++i) {
      drive();
      edges(false);
    }
    dut_->aresetn = 1;
  }
  ~fr_sim() { dut_->final(); }
  fr_sim(const fr_sim&) = delete;
  fr_sim& operator=(const fr_sim&) = delete;

  std::uint32_t read(std::uint32_t address) {
    lite_->read(address);
    access();
    return lite_->value();
  }
  void write(std::uint32_t address, std::uint32_t value) {
    lite_->write(address, value);
    access();
  }
  bool run(std::uint64_t cycles) {
    while (!dut_->__SYM__interrupt && cycles-- > 0 && rules_.count() == 0) cycle();
    return dut_->__SYM__interrupt != 0;
  }

  template <typename Use>
  void each(Use use) {
    for (auto& memory : reads_) use(*memory);
    for (auto& memory : writes_) use(*memory);
  }
  std::uint8_t* memory() const { return memory_.get(); }
  std::uint64_t cycles() const { return static_cast<std::uint64_t>(rules_.now); }
  const char* broken() const { return rules_.count() ? rules_.texts().front().c_str() : nullptr; }

 private:
  void drive() {
    lite_->drive();
    each([](auto& memory) { memory.drive(); });
  }
  void edges(bool sample) {
    dut_->aclk = 0;
    dut_->eval();
    if (sample) {
      lite_->sample();
      each([](auto& memory) { memory.sample(); });
    }
    dut_->aclk = 1;
    dut_->eval();
  }
  void cycle() {
    drive();
    edges(true);
    ++rules_.now;
  }
  void access() {
    for (int i = 0; lite_->busy() && rules_.count() == 0; cycle())
      if (++i > 5000) return rules_.broken("s_axi_control: no answer after 5000 cycles");
  }

  std::unique_ptr<std::uint8_t, Freed> memory_;
  Random random_;
  VerilatedContext context_;
  Rules rules_;
  std::unique_ptr<Vdut> dut_;
  std::unique_ptr<LiteMaster> lite_;
  std::vector<std::unique_ptr<ReadMemory>> reads_;
  std::vector<std::unique_ptr<WriteMemory>> writes_;
};

#define FR_EXPORT extern "C" __attribute__((visibility("default")))

/// A simulation behind its reset, with zeroed memory of `bytes` at bus address `base`. `rtl`: the folder of the Verilog
/// and its memory files. NULL: no such folder, or no memory.
FR_EXPORT fr_sim* fr_sim_create(const char* rtl, std::uint64_t base, std::uint64_t bytes, std::uint64_t seed) {
  const InFolder folder(rtl);
  if (!folder.ok()) return nullptr;
  auto* memory = static_cast<std::uint8_t*>(std::calloc(bytes ? bytes : 1, 1));
  return memory ? new fr_sim(base, memory, bytes, seed) : nullptr;
}
FR_EXPORT void fr_sim_destroy(fr_sim* sim) { delete sim; }
FR_EXPORT std::uint8_t* fr_sim_memory(fr_sim* sim) { return sim->memory(); }
FR_EXPORT std::uint32_t fr_sim_read(fr_sim* sim, std::uint32_t address) { return sim->read(address); }
FR_EXPORT void fr_sim_write(fr_sim* sim, std::uint32_t address, std::uint32_t value) { sim->write(address, value); }
/// Runs until the interrupt is high (1), or so many cycles have passed or a rule is broken (0).
FR_EXPORT int fr_sim_run(fr_sim* sim, std::uint64_t cycles) { return sim->run(cycles); }
/// Cycles behind the reset.
FR_EXPORT std::uint64_t fr_sim_cycles(const fr_sim* sim) { return sim->cycles(); }
/// The first rule of the bus that was broken, or NULL.
FR_EXPORT const char* fr_sim_broken(const fr_sim* sim) { return sim->broken(); }
/// How the memory behaves: the probability that a channel rests in a cycle, cycles from an address to its answer.
FR_EXPORT void fr_sim_temper(fr_sim* sim, double stall, std::uint64_t latency) {
  sim->each([&](auto& memory) {
    memory.temper.pace = static_cast<std::uint64_t>((1.0 - stall) * 4294967296.0);
    memory.temper.latency = static_cast<std::int64_t>(latency);
  });
}
/// The word at this address answers so: 2 SLVERR, 3 DECERR. An address outside the memory: no word.
FR_EXPORT void fr_sim_fail_at(fr_sim* sim, std::uint64_t address, std::uint32_t response) {
  sim->each([&](auto& memory) {
    memory.region.error_at = address;
    memory.region.error = response;
  });
}
