// SPDX-License-Identifier: Apache-2.0
// Compiled by Verilator together with the top "cell_top" into a shared library: its ports as arrays of 32-bit words.
#include <cstdint>

#include "Vcell_top.h"

namespace {

struct Model {
  VerilatedContext context;
  Vcell_top* top = nullptr;
};

}  // namespace

extern "C" {

void* finn_model_new(int seed) {
  auto* model = new Model;
  model->context.randReset(2);  // registers start with random contents
  model->context.randSeed(seed);
  model->top = new Vcell_top(&model->context, "top");
  return model;
}

void finn_model_delete(void* handle) {
  auto* model = static_cast<Model*>(handle);
  model->top->final();
  delete model->top;
  delete model;
}

std::uint32_t* finn_model_port(void* handle, int port) {
  Vcell_top& top = *static_cast<Model*>(handle)->top;
  switch (port) {
    case 0:
      return &top.s_valid[0];
    case 1:
      return &top.s_last[0];
    case 2:
      return &top.s_data[0];
    case 3:
      return &top.s_ready[0];
    case 4:
      return &top.m_valid[0];
    case 5:
      return &top.m_last[0];
    case 6:
      return &top.m_data[0];
    default:
      return &top.m_ready[0];
  }
}

void finn_model_eval(void* handle, int clk, int rst) {
  Vcell_top& top = *static_cast<Model*>(handle)->top;
  top.clk = static_cast<std::uint8_t>(clk);
  top.rst = static_cast<std::uint8_t>(rst);
  top.eval();
}
}
