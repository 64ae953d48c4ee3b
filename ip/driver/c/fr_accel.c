/* SPDX-License-Identifier: Apache-2.0 */
#include "fr_accel.h"

#include "fr_registers.h"

#define MAGIC 0x41435246u /* "FRCA" */
#define NAME_BYTES 32u

static uint32_t get(const fr_accel* accel, uint32_t offset) { return accel->bus.read(accel->bus.context, offset); }
static void put(const fr_accel* accel, uint32_t offset, uint32_t value) {
  accel->bus.write(accel->bus.context, offset, value);
}
static uint64_t get64(const fr_accel* accel, uint32_t low, uint32_t high) {
  const uint64_t value = get(accel, low); /* the low half first: it keeps the high one of counters */
  return value | (uint64_t)get(accel, high) << 32;
}
static uint32_t channel(uint32_t i) { return FR_CHANNEL_BASE + i * FR_CHANNEL_STRIDE; }
static uint32_t channels(const fr_accel* accel) { return accel->description->inputs + accel->description->outputs; }

static int is_name(const fr_accel* accel, const char* name) {
  uint32_t i;
  for (i = 0; i < NAME_BYTES; ++i) {
    const uint32_t word = get(accel, FR_CONTROL_NAME + (i & ~3u));
    if ((unsigned char)*name != (word >> (8 * (i & 3u)) & 0xffu)) return 0;
    if (*name) ++name;
  }
  return 1;
}

fr_accel_status fr_accel_open(fr_accel* accel, const fr_bus* bus, const fr_accel_description* description) {
  uint32_t capabilities;
  accel->bus = *bus;
  accel->description = description;
  if (get(accel, FR_CONTROL_ID) != MAGIC) return FR_ACCEL_NONE;
  if (get(accel, FR_CONTROL_MAP_VERSION) != FR_REGISTERS_VERSION) return FR_ACCEL_MAP;
  if (!is_name(accel, description->network)) return FR_ACCEL_NETWORK;
  capabilities = description->inputs | description->outputs << 8 | description->dma << 16 |
                 (description->parameters ? FR_CONTROL_CAPABILITIES_PARAMETERS : 0u);
  if (get64(accel, FR_CONTROL_BUILD_LO, FR_CONTROL_BUILD_HI) != description->build ||
      get(accel, FR_CONTROL_CAPABILITIES) != capabilities ||
      get(accel, FR_CONTROL_MEMORY_BITS) != description->memory_bits)
    return FR_ACCEL_BUILD;
  return FR_ACCEL_OK;
}

fr_accel_status fr_accel_start(const fr_accel* accel, const uint64_t* addresses, uint32_t frames) {
  const uint32_t count = channels(accel);
  uint32_t i;
  if (!accel->description->dma) return FR_ACCEL_NO_DMA;
  for (i = 0; i < count; ++i)
    if (addresses[i] % 64) return FR_ACCEL_ALIGNMENT;
  if (get(accel, FR_CONTROL_STATUS) & FR_CONTROL_STATUS_BUSY) return FR_ACCEL_RUNNING;
  put(accel, FR_CONTROL_IRQ_STATUS, 0xffffffffu);
  put(accel, FR_CONTROL_IRQ_ENABLE, FR_CONTROL_IRQ_STATUS_ALL_DONE | FR_CONTROL_IRQ_STATUS_ERROR);
  put(accel, FR_CONTROL_CONTROL,
      (get(accel, FR_CONTROL_CONTROL) & FR_CONTROL_CONTROL_HOLD) | FR_CONTROL_CONTROL_IRQ_ENABLE);
  for (i = 0; i < count; ++i) {
    put(accel, channel(i) + FR_CHANNEL_ADDRESS_LO, (uint32_t)addresses[i]);
    put(accel, channel(i) + FR_CHANNEL_ADDRESS_HI, (uint32_t)(addresses[i] >> 32));
    put(accel, channel(i) + FR_CHANNEL_FRAMES, frames);
  }
  for (i = count; i-- > 0;) put(accel, channel(i) + FR_CHANNEL_START, FR_CHANNEL_START_START);
  return FR_ACCEL_OK;
}

fr_accel_status fr_accel_poll(const fr_accel* accel, fr_accel_fault* fault) {
  fr_accel_status result = FR_ACCEL_OK;
  uint32_t i;
  if (!accel->description->dma) return FR_ACCEL_NO_DMA;
  for (i = 0; i < channels(accel); ++i) {
    const uint32_t status = get(accel, channel(i) + FR_CHANNEL_STATUS);
    if (status & FR_CHANNEL_STATUS_ERROR) {
      if (fault) {
        fault->channel = i;
        fault->code = (status & FR_CHANNEL_STATUS_CODE) / (FR_CHANNEL_STATUS_CODE & -FR_CHANNEL_STATUS_CODE);
        fault->address = get64(accel, channel(i) + FR_CHANNEL_ERROR_LO, channel(i) + FR_CHANNEL_ERROR_HI);
      }
      return FR_ACCEL_MEMORY;
    }
    if (!(status & FR_CHANNEL_STATUS_DONE)) result = FR_ACCEL_RUNNING;
  }
  return result;
}

static void rest(const fr_accel* accel) {
  if (accel->bus.wait) accel->bus.wait(accel->bus.context);
}

fr_accel_status fr_accel_wait(const fr_accel* accel, uint32_t looks, fr_accel_fault* fault) {
  for (;;) {
    const fr_accel_status status = fr_accel_poll(accel, fault);
    if (status != FR_ACCEL_RUNNING || looks == 1) return status;
    if (looks) --looks;
    rest(accel);
  }
}

fr_accel_status fr_accel_reset(const fr_accel* accel, uint32_t looks) {
  const uint32_t control = get(accel, FR_CONTROL_CONTROL) & (FR_CONTROL_CONTROL_HOLD | FR_CONTROL_CONTROL_IRQ_ENABLE);
  /* Waiting for the interrupt is waiting for the end of the reset, with a reset's alone enabled. */
  put(accel, FR_CONTROL_IRQ_STATUS, 0xffffffffu);
  put(accel, FR_CONTROL_IRQ_ENABLE, FR_CONTROL_IRQ_STATUS_RESET_DONE);
  put(accel, FR_CONTROL_CONTROL, control | FR_CONTROL_CONTROL_RESET);
  while (get(accel, FR_CONTROL_CONTROL) & FR_CONTROL_CONTROL_RESET) {
    if (looks == 1) return FR_ACCEL_RUNNING;
    if (looks) --looks;
    rest(accel);
  }
  put(accel, FR_CONTROL_IRQ_STATUS, FR_CONTROL_IRQ_STATUS_RESET_DONE);
  return FR_ACCEL_OK;
}

fr_accel_status fr_accel_write_parameters(const fr_accel* accel, uint32_t first, const uint32_t* words, uint32_t count,
                                          uint32_t looks) {
  const uint32_t at_rest = FR_CONTROL_STATUS_IDLE | FR_CONTROL_STATUS_HELD;
  const uint32_t events = FR_CONTROL_IRQ_STATUS_HELD | FR_CONTROL_IRQ_STATUS_FRAME;
  const uint32_t enable = get(accel, FR_CONTROL_IRQ_ENABLE);
  const uint32_t control = get(accel, FR_CONTROL_CONTROL) & (FR_CONTROL_CONTROL_HOLD | FR_CONTROL_CONTROL_IRQ_ENABLE);
  fr_accel_status result = FR_ACCEL_OK;
  uint32_t i;
  if (first > accel->description->parameters || count > accel->description->parameters - first)
    return FR_ACCEL_PARAMETERS;
  /* Waiting for the interrupt is waiting for the last of these two; a job's own event stays until they are over. */
  put(accel, FR_CONTROL_IRQ_ENABLE, events);
  put(accel, FR_CONTROL_CONTROL, control | FR_CONTROL_CONTROL_HOLD);
  for (;;) {
    put(accel, FR_CONTROL_IRQ_STATUS, events);
    if ((get(accel, FR_CONTROL_STATUS) & at_rest) == at_rest) break;
    if (looks == 1) {
      result = FR_ACCEL_RUNNING;
      break;
    }
    if (looks) --looks;
    rest(accel);
  }
  put(accel, FR_CONTROL_IRQ_ENABLE, enable);
  if (result == FR_ACCEL_OK) {
    put(accel, FR_PARAMETERS_BASE + FR_PARAMETERS_STATUS, FR_PARAMETERS_STATUS_REFUSED);
    for (i = 0; i < count; ++i) {
      const uint32_t word = first + i;
      if (i == 0 || word % FR_PARAMETERS_PAGE_WORDS == 0)
        put(accel, FR_PARAMETERS_BASE + FR_PARAMETERS_PAGE, word / FR_PARAMETERS_PAGE_WORDS);
      put(accel, FR_PARAMETERS_WINDOW + 4 * (word % FR_PARAMETERS_PAGE_WORDS), words[i]);
    }
    if (get(accel, FR_PARAMETERS_BASE + FR_PARAMETERS_STATUS) & FR_PARAMETERS_STATUS_REFUSED)
      result = FR_ACCEL_PARAMETERS;
  }
  put(accel, FR_CONTROL_CONTROL, control);
  return result;
}

fr_accel_counters fr_accel_read_counters(const fr_accel* accel) {
  fr_accel_counters counters;
  counters.cycles = get64(accel, FR_CONTROL_CYCLES_LO, FR_CONTROL_CYCLES_HI);
  counters.frames_in = get(accel, FR_CONTROL_FRAMES_IN);
  counters.frames_out = get(accel, FR_CONTROL_FRAMES_OUT);
  return counters;
}

fr_accel_port_counters fr_accel_read_port(const fr_accel* accel, uint32_t port) {
  const uint32_t base = FR_PORT_BASE + port * FR_PORT_STRIDE;
  fr_accel_port_counters counters;
  counters.frames = get(accel, base + FR_PORT_FRAMES);
  counters.beats = get(accel, base + FR_PORT_BEATS);
  counters.stalls = get(accel, base + FR_PORT_STALLS);
  counters.starves = get(accel, base + FR_PORT_STARVES);
  counters.last_early = get(accel, base + FR_PORT_LAST_EARLY);
  counters.last_missing = get(accel, base + FR_PORT_LAST_MISSING);
  return counters;
}

void fr_accel_clear_counters(const fr_accel* accel) {
  const uint32_t keep = FR_CONTROL_CONTROL_HOLD | FR_CONTROL_CONTROL_IRQ_ENABLE;
  put(accel, FR_CONTROL_CONTROL, (get(accel, FR_CONTROL_CONTROL) & keep) | FR_CONTROL_CONTROL_CLEAR);
}

const char* fr_accel_text(fr_accel_status status) {
  switch (status) {
    case FR_ACCEL_OK:
      return "ok";
    case FR_ACCEL_NONE:
      return "no accelerator of finn-rtlgen at this address";
    case FR_ACCEL_MAP:
      return "another version of the register map";
    case FR_ACCEL_NETWORK:
      return "another network's accelerator";
    case FR_ACCEL_BUILD:
      return "another build of this network's accelerator";
    case FR_ACCEL_NO_DMA:
      return "the accelerator has no DMA of its own: generate it with --dma";
    case FR_ACCEL_ALIGNMENT:
      return "an address is no multiple of 64";
    case FR_ACCEL_RUNNING:
      return "a job or reset is under way";
    case FR_ACCEL_MEMORY:
      return "a DMA channel met an error";
    case FR_ACCEL_PARAMETERS:
      return "words of parameters that the accelerator does not take";
  }
  return "unknown status";
}

static uint32_t read_at(void* base, uint32_t offset) { return ((volatile uint32_t*)base)[offset / 4]; }
static void write_at(void* base, uint32_t offset, uint32_t value) { ((volatile uint32_t*)base)[offset / 4] = value; }

fr_bus fr_bus_at(volatile void* base) {
  fr_bus bus;
  bus.read = read_at;
  bus.write = write_at;
  bus.wait = NULL;
  bus.context = (void*)base;
  return bus;
}
