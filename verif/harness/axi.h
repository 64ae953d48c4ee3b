// SPDX-License-Identifier: Apache-2.0
// Bus-functional models: a master of an AXI4-Lite slave, and memory behind AXI4 masters, both of which check the rules
// of the AMBA AXI specification (IHI 0022: A3.2.1 valid stays until ready, A3.4.1 bursts) as they go. A cycle is:
// drive() of all, settle the model, sample() of all, clock edge.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "vectors.h"

namespace bench {

/// A signal of the model of up to 64 bits, or more as bytes.
struct Signal {
  std::uint8_t* data = nullptr;
  std::size_t size = 0;

  std::uint64_t get() const {
    std::uint64_t value = 0;
    std::memcpy(&value, data, std::min<std::size_t>(size, 8));
    return value;
  }
  void set(std::uint64_t value) const { std::memcpy(data, &value, std::min<std::size_t>(size, 8)); }
};

template <typename Data>
Signal make_signal(Data& data) {
  return {reinterpret_cast<std::uint8_t*>(&data), sizeof(data)};
}

inline std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

/// What was broken, in the order of time; at most a few of a run are kept.
class Rules {
 public:
  void broken(const std::string& what) {
    ++count_;
    if (texts_.size() < 8) texts_.push_back("cycle " + std::to_string(now) + ": " + what);
  }
  void check(bool holds, const std::string& bus, const char* what) {
    if (!holds) broken(bus + ": " + what);
  }
  std::int64_t count() const { return count_; }
  const std::vector<std::string>& texts() const { return texts_; }
  std::int64_t now = 0;

 private:
  std::int64_t count_ = 0;
  std::vector<std::string> texts_;
};

/// VALID and what goes with it stay until READY.
class Held {
 public:
  Held(std::string name, Signal valid, Signal ready, std::vector<Signal> payload)
      : name_(std::move(name)), valid_(valid), ready_(ready), payload_(std::move(payload)) {}

  /// True if there is a transfer in this cycle.
  bool sample(Rules& rules) {
    const bool valid = valid_.get() != 0;
    std::vector<std::uint8_t> bytes;
    for (const Signal& signal : payload_) bytes.insert(bytes.end(), signal.data, signal.data + signal.size);
    if (waiting_) {
      rules.check(valid, name_, "VALID fell before READY");
      rules.check(!valid || bytes == before_, name_, "what goes with VALID changed before READY");
    }
    waiting_ = valid && !ready_.get();
    before_ = std::move(bytes);
    return valid && !waiting_;
  }
  void forget() { waiting_ = false; }
  bool valid() const { return valid_.get() != 0; }

 private:
  std::string name_;
  Signal valid_, ready_;
  std::vector<Signal> payload_;
  std::vector<std::uint8_t> before_;
  bool waiting_ = false;
};

// ---------------------------------------------------------------------------------------------------------------------

struct LitePorts {
  Signal awaddr, awprot, awvalid, awready, wdata, wstrb, wvalid, wready, bresp, bvalid, bready;
  Signal araddr, arprot, arvalid, arready, rdata, rresp, rvalid, rready;
};

/// Writes and reads registers, one access at a time; `p` is the probability (of 2^32) that a channel moves in a cycle.
class LiteMaster {
 public:
  LiteMaster(const LitePorts& ports, Rules& rules, std::uint64_t seed)
      : p_(ports),
        rules_(rules),
        random_(seed),
        b_("s_axi_control B", ports.bvalid, ports.bready, {ports.bresp}),
        r_("s_axi_control R", ports.rvalid, ports.rready, {ports.rdata, ports.rresp}) {}

  void write(std::uint32_t address, std::uint32_t data, unsigned strobes = 15) {
    aw_left_ = w_left_ = true;
    b_due_ = true;
    address_ = address;
    data_ = data;
    strobes_ = strobes;
  }
  void read(std::uint32_t address) {
    ar_left_ = true;
    r_due_ = true;
    address_ = address;
  }
  bool busy() const { return b_due_ || r_due_; }
  std::uint32_t value() const { return value_; }
  std::uint64_t pace = std::uint64_t{1} << 32;

  void drive() {
    offer(p_.awvalid, aw_left_);
    offer(p_.wvalid, w_left_);
    offer(p_.arvalid, ar_left_);
    p_.awaddr.set(p_.awvalid.get() ? address_ : random_.next());
    p_.wdata.set(p_.wvalid.get() ? data_ : static_cast<std::uint32_t>(random_.next()));
    p_.wstrb.set(p_.wvalid.get() ? strobes_ : 15);
    p_.araddr.set(p_.arvalid.get() ? address_ : random_.next());
    p_.awprot.set(0);
    p_.arprot.set(0);
    p_.bready.set(random_.chance(pace));
    p_.rready.set(random_.chance(pace));
  }

  void sample() {
    if (p_.awvalid.get() && p_.awready.get()) aw_left_ = false;
    if (p_.wvalid.get() && p_.wready.get()) w_left_ = false;
    if (p_.arvalid.get() && p_.arready.get()) ar_left_ = false;
    if (b_.valid()) rules_.check(b_due_ && !aw_left_ && !w_left_, "s_axi_control B", "an answer without its write");
    if (r_.valid()) rules_.check(r_due_ && !ar_left_, "s_axi_control R", "an answer without its read");
    if (b_.sample(rules_)) {
      b_due_ = false;
      rules_.check(p_.bresp.get() == 0, "s_axi_control B", "a response other than OKAY");
    }
    if (r_.sample(rules_)) {
      r_due_ = false;
      value_ = static_cast<std::uint32_t>(p_.rdata.get());
      rules_.check(p_.rresp.get() == 0, "s_axi_control R", "a response other than OKAY");
    }
  }

 private:
  void offer(const Signal& valid, bool left) {
    if (left && !valid.get() && random_.chance(pace)) valid.set(1);
    if (!left) valid.set(0);
  }

  LitePorts p_;
  Rules& rules_;
  Random random_;
  Held b_, r_;
  std::uint32_t address_ = 0, data_ = 0, value_ = 0;
  unsigned strobes_ = 0;
  bool aw_left_ = false, w_left_ = false, ar_left_ = false, b_due_ = false, r_due_ = false;
};

// ---------------------------------------------------------------------------------------------------------------------

/// A piece of memory that a master may touch, and a place in it that answers with an error.
struct Region {
  std::uint64_t base = 0;
  std::vector<std::uint8_t> bytes;   // the image
  std::vector<std::uint8_t> writes;  // of each byte of the image
  std::uint64_t error_at = ~std::uint64_t{0};
  unsigned error = 2;  // SLVERR

  void open(std::uint64_t at, std::vector<std::uint8_t> image) {
    base = at;
    bytes = std::move(image);
    writes.assign(bytes.size(), 0);
    error_at = ~std::uint64_t{0};
    lent_ = nullptr;
  }
  /// Memory of somebody else's instead, whose writes are not counted.
  void lend(std::uint64_t at, std::uint8_t* memory, std::uint64_t size) {
    base = at;
    lent_ = memory;
    lent_size_ = size;
  }

  std::uint64_t size() const { return lent_ ? lent_size_ : bytes.size(); }
  std::uint8_t get(std::uint64_t at) const { return lent_ ? lent_[at] : bytes[at]; }
  void put(std::uint64_t at, std::uint8_t value) {
    (lent_ ? lent_[at] : bytes[at]) = value;
    if (!lent_ && writes[at] < 255) ++writes[at];
  }

 private:
  std::uint8_t* lent_ = nullptr;
  std::uint64_t lent_size_ = 0;
};

struct Burst {
  std::uint64_t address = 0;
  std::int64_t words = 0;
  std::int64_t not_before = 0;  // cycle
  bool error = false;
};

struct AddressPorts {
  Signal addr, len, size, burst, cache, prot, valid, ready;
};

/// An address channel: its rules, and the bursts that came.
class AddressChannel {
 public:
  AddressChannel(std::string name, const AddressPorts& ports, std::size_t word_bytes)
      : name_(std::move(name)),
        p_(ports),
        word_bytes_(word_bytes),
        held_(name_, ports.valid, ports.ready,
              {ports.addr, ports.len, ports.size, ports.burst, ports.cache, ports.prot}) {}

  void drive(bool ready) const { p_.ready.set(ready); }
  /// Adds a burst that was taken in this cycle.
  bool sample(const Region& region, std::deque<Burst>& bursts, Rules& rules) {
    if (!held_.sample(rules)) return false;
    Burst burst;
    burst.address = p_.addr.get();
    burst.words = static_cast<std::int64_t>(p_.len.get()) + 1;
    const std::uint64_t end = burst.address + static_cast<std::uint64_t>(burst.words) * word_bytes_;
    const std::uint64_t room = (region.size() + 63) / 64 * 64;
    rules.check(p_.burst.get() == 1, name_, "not an INCR burst");
    rules.check((std::size_t{1} << p_.size.get()) == word_bytes_, name_, "SIZE is not the bus's width");
    rules.check(burst.address % word_bytes_ == 0, name_, "an address that is not aligned");
    rules.check(burst.address / 4096 == (end - 1) / 4096, name_, "a burst crosses 4 KB");
    if (burst.address < region.base || end > region.base + room)
      rules.broken(name_ + ": a burst of " + std::to_string(burst.words) + " words at " + hex(burst.address) +
                   " leaves the image at " + hex(region.base));
    bursts.push_back(burst);
    return true;
  }
  bool valid() const { return held_.valid(); }
  void forget() { held_.forget(); }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  AddressPorts p_;
  std::size_t word_bytes_;
  Held held_;
};

/// How a memory behaves.
struct Temper {
  std::uint64_t pace = std::uint64_t{1} << 32;  // a channel moves in a cycle with this probability (of 2^32)
  std::int64_t latency = 8;                     // cycles from an address to its first answer, at least
};

struct ReadPorts {
  AddressPorts ar;
  Signal data, resp, last, valid, ready;
};

/// Memory behind the read channels of a master.
class ReadMemory {
 public:
  ReadMemory(const std::string& name, const ReadPorts& ports, Rules& rules, std::uint64_t seed)
      : p_(ports), rules_(rules), random_(seed), ar_(name + " AR", ports.ar, ports.data.size), word_(ports.data.size) {}

  Region region;
  Temper temper;

  void drive() {
    ar_.drive(random_.chance(temper.pace));
    if (!offered_ && !bursts_.empty() && rules_.now >= bursts_.front().not_before && random_.chance(temper.pace)) {
      const Burst& burst = bursts_.front();
      for (std::size_t i = 0; i < word_; ++i) {
        const std::uint64_t at = burst.address + i - region.base;
        p_.data.data[i] = at < region.size() ? region.get(at) : static_cast<std::uint8_t>(random_.next());
      }
      const bool error = burst.address <= region.error_at && region.error_at < burst.address + word_;
      p_.resp.set(error ? region.error : 0);
      p_.last.set(burst.words == 1);
      offered_ = true;
    }
    p_.valid.set(offered_);
    if (!offered_) noise();
  }

  void sample() {
    if (offered_ && p_.ready.get()) {
      offered_ = false;
      Burst& burst = bursts_.front();
      burst.address += word_;
      ++words;
      if (--burst.words == 0) bursts_.pop_front();
    }
    if (ar_.sample(region, bursts_, rules_)) {
      bursts_.back().not_before = rules_.now + temper.latency;
      most_outstanding = std::max<std::int64_t>(most_outstanding, static_cast<std::int64_t>(bursts_.size()));
      longest = std::max(longest, bursts_.back().words);
    }
  }

  bool idle() const { return bursts_.empty() && !ar_.valid(); }
  std::int64_t outstanding() const { return static_cast<std::int64_t>(bursts_.size()); }
  std::int64_t words = 0, most_outstanding = 0, longest = 0;

 private:
  void noise() {
    for (std::size_t i = 0; i < word_; ++i) p_.data.data[i] = static_cast<std::uint8_t>(random_.next());
    p_.resp.set(random_.next() & 3);
    p_.last.set(random_.next() & 1);
  }

  ReadPorts p_;
  Rules& rules_;
  Random random_;
  AddressChannel ar_;
  std::size_t word_;
  std::deque<Burst> bursts_;
  bool offered_ = false;
};

struct WritePorts {
  AddressPorts aw;
  Signal data, strb, last, valid, ready, resp, bvalid, bready;
};

/// Memory behind the write channels of a master. W may come before its AW.
class WriteMemory {
 public:
  WriteMemory(const std::string& name, const WritePorts& ports, Rules& rules, std::uint64_t seed)
      : name_(name),
        p_(ports),
        rules_(rules),
        random_(seed),
        word_(ports.data.size),
        aw_(name + " AW", ports.aw, ports.data.size),
        w_(name + " W", ports.valid, ports.ready, {ports.data, ports.strb, ports.last}) {}

  Region region;
  Temper temper;

  void drive() {
    aw_.drive(random_.chance(temper.pace));
    p_.ready.set(random_.chance(temper.pace));
    if (!answer_ && !finished_.empty() && rules_.now >= finished_.front().not_before && random_.chance(temper.pace))
      answer_ = true;
    p_.bvalid.set(answer_);
    p_.resp.set(answer_ ? (finished_.front().error ? region.error : 0) : random_.next() & 3);
  }

  void sample() {
    if (answer_ && p_.bready.get()) {
      answer_ = false;
      finished_.pop_front();
    }
    if (w_.sample(rules_)) {
      Word word;
      word.bytes.assign(p_.data.data, p_.data.data + word_);
      word.strobes.resize(word_);
      for (std::size_t i = 0; i < word_; ++i) word.strobes[i] = (p_.strb.data[i / 8] >> (i % 8)) & 1;
      word.last = p_.last.get() != 0;
      words_.push_back(std::move(word));
      ++words;
    }
    if (aw_.sample(region, bursts_, rules_)) {
      longest = std::max(longest, bursts_.back().words);
      most_outstanding = std::max<std::int64_t>(most_outstanding, outstanding());
    }
    while (!bursts_.empty() && !words_.empty()) store();
  }

  bool idle() const { return outstanding() == 0 && words_.empty() && !aw_.valid() && !w_.valid(); }
  std::int64_t outstanding() const { return static_cast<std::int64_t>(bursts_.size() + finished_.size()); }
  std::int64_t words = 0, most_outstanding = 0, longest = 0;

 private:
  struct Word {
    std::vector<std::uint8_t> bytes, strobes;
    bool last = false;
  };

  void store() {
    Burst& burst = bursts_.front();
    const Word& word = words_.front();
    rules_.check(word.last == (burst.words == 1), name_ + " W", "LAST is not on the last word of its burst");
    for (std::size_t i = 0; i < word_; ++i) {
      const std::uint64_t at = burst.address + i - region.base;
      if (!word.strobes[i]) continue;
      if (at >= region.size()) {
        rules_.broken(name_ + " W: byte " + hex(burst.address + i) + " behind the image is written");
        continue;
      }
      region.put(at, word.bytes[i]);
    }
    burst.error |= burst.address <= region.error_at && region.error_at < burst.address + word_;
    burst.address += word_;
    words_.pop_front();
    if (--burst.words == 0) {
      burst.not_before = rules_.now + temper.latency;
      finished_.push_back(burst);
      bursts_.pop_front();
    }
  }

  std::string name_;
  WritePorts p_;
  Rules& rules_;
  Random random_;
  std::size_t word_;
  AddressChannel aw_;
  Held w_;
  std::deque<Burst> bursts_, finished_;
  std::deque<Word> words_;
  bool answer_ = false;
};

}  // namespace bench
