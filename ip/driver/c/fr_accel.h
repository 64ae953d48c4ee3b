/* SPDX-License-Identifier: Apache-2.0
 *
 * An accelerator generated with --axilite or --dma: is it the right one, jobs of its DMA channels, counters. C99, no
 * allocation, no global state; registers are reached through the functions of an fr_bus, so that it works with UIO
 * (fr_uio.h), with a pointer on bare metal, and with a simulation. docs/driver.md of finn-rtlgen has an example,
 * docs/registers.md the registers. Images are packed with fr_pack.h.
 *
 * Memory that the accelerator reads must be written back from the cache before fr_accel_start, and what it writes
 * invalidated before it is read, where the memory is cached and the bus is not coherent: that is the caller's.
 */
#ifndef FR_ACCEL_H
#define FR_ACCEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How registers are reached: 32 bits, offsets from the first one. */
typedef struct {
  uint32_t (*read)(void* context, uint32_t offset);
  void (*write)(void* context, uint32_t offset, uint32_t value);
  void (*wait)(void* context); /**< for the interrupt, or a while; NULL: looks again at once */
  void* context;
} fr_bus;

/** What is expected; <name>_ports.h has it as <name>_accelerator. */
typedef struct {
  const char* network;
  uint64_t build;
  uint32_t inputs, outputs;
  uint32_t dma;         /**< 1: DMA channels */
  uint32_t memory_bits; /**< 0 without them */
  uint32_t parameters;  /**< words that can be rewritten */
} fr_accel_description;

#if defined(__GNUC__)
#define FR_ACCELERATOR static const fr_accel_description __attribute__((unused))
#else
#define FR_ACCELERATOR static const fr_accel_description
#endif

typedef enum {
  FR_ACCEL_OK = 0,
  FR_ACCEL_NONE,      /**< the register ID is another */
  FR_ACCEL_MAP,       /**< another version of the register map */
  FR_ACCEL_NETWORK,   /**< another network's name */
  FR_ACCEL_BUILD,     /**< another build hash, or another number of ports, or another memory width */
  FR_ACCEL_NO_DMA,    /**< it has streams alone */
  FR_ACCEL_ALIGNMENT, /**< an address is no multiple of 64 */
  FR_ACCEL_RUNNING,   /**< a job is under way */
  FR_ACCEL_MEMORY,    /**< a channel met an error: see fr_accel_fault */
  FR_ACCEL_PARAMETERS /**< words behind the last parameter, or refused by the accelerator */
} fr_accel_status;

typedef struct {
  fr_bus bus;
  const fr_accel_description* description;
} fr_accel;

/** Of FR_ACCEL_MEMORY. */
typedef struct {
  uint32_t channel; /**< the inputs, then the outputs */
  uint32_t code;    /**< 1: not aligned, 2: SLVERR, 3: DECERR */
  uint64_t address;
} fr_accel_fault;

typedef struct {
  uint64_t cycles;
  uint32_t frames_in, frames_out;
} fr_accel_counters;

typedef struct {
  uint32_t frames, beats, stalls, starves, last_early, last_missing;
} fr_accel_port_counters;

/** Looks whether the accelerator is the one that `description` says, and keeps both pointers' contents in `accel`
 * (`description` itself must live on). */
fr_accel_status fr_accel_open(fr_accel* accel, const fr_bus* bus, const fr_accel_description* description);

/** Starts a job of `frames` frames. `addresses`: of the images of all inputs, then of all outputs, on the accelerator's
 * memory bus, multiples of 64. */
fr_accel_status fr_accel_start(const fr_accel* accel, const uint64_t* addresses, uint32_t frames);

/** FR_ACCEL_OK once the job is done, FR_ACCEL_RUNNING, or FR_ACCEL_MEMORY, which fills `fault` unless it is NULL;
 * fr_accel_reset() then, before the next job. */
fr_accel_status fr_accel_poll(const fr_accel* accel, fr_accel_fault* fault);

/** Polls until the job ends, at most `looks` times (0: for ever), and waits in between. FR_ACCEL_RUNNING: not yet. */
fr_accel_status fr_accel_wait(const fr_accel* accel, uint32_t looks, fr_accel_fault* fault);

/** A soft reset, which ends what is under way. FR_ACCEL_RUNNING: not over after `looks` looks (0: for ever). */
fr_accel_status fr_accel_reset(const fr_accel* accel, uint32_t looks);

/** Rewrites `count` words of parameters from number `first` on (finn-rtlgen parameters writes them into a file, behind
 * five words of its own), between two frames: it holds new frames back, waits until those inside are out, and lets them
 * in again. A job may be under way. FR_ACCEL_RUNNING: frames are still inside after `looks` looks (0: for ever). */
fr_accel_status fr_accel_write_parameters(const fr_accel* accel, uint32_t first, const uint32_t* words, uint32_t count,
                                          uint32_t looks);

/** Since the hardware's reset, or fr_accel_clear_counters(). */
fr_accel_counters fr_accel_read_counters(const fr_accel* accel);
/** Of a port: the inputs, then the outputs. */
fr_accel_port_counters fr_accel_read_port(const fr_accel* accel, uint32_t port);
void fr_accel_clear_counters(const fr_accel* accel);

/** A sentence for people. */
const char* fr_accel_text(fr_accel_status status);

/** A bus on bare metal: registers at `base`, no waiting. */
fr_bus fr_bus_at(volatile void* base);

#ifdef __cplusplus
}
#endif
#endif
