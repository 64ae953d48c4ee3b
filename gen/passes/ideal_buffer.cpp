// SPDX-License-Identifier: Apache-2.0
#include "passes/ideal_buffer.h"

namespace finn {
namespace {

class IdealBufferActor final : public Actor {
 public:
  void drive_valid() override { out_[0]->valid = level_ > 0 || in_[0]->valid; }
  void drive_ready() override { in_[0]->ready = true; }
  void tick() override { level_ += (in_[0]->fires() ? 1 : 0) - (out_[0]->fires() ? 1 : 0); }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.push_back(level_); }

 private:
  std::int64_t level_ = 0;
};

}  // namespace

const Cell& ideal_buffer() {
  static const Cell cell = [] {
    Cell ideal{};
    ideal.name = "ideal_buffer";
    ideal.doc = "a buffer without bound and latency, of the cycle model alone";
    ideal.actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<IdealBufferActor>(); };
    return ideal;
  }();
  return cell;
}

}  // namespace finn
