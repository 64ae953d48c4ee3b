# SPDX-License-Identifier: Apache-2.0
"""Predictions of verilated accelerators against the networks' reference outputs and labels.

Usage: verilated_test.py FINN_RTLGEN WORK NET_FOLDER:IMAGES...
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)


def expect(condition, text):
    if not condition:
        sys.exit("FAILED: " + text)


def raises(kind, action):
    try:
        action()
    except kind as error:
        return error
    sys.exit("FAILED: no %s" % kind.__name__)


def generate(program, network, work, *options):
    """The generated folder, and the driver's own package, as it was copied there."""
    subprocess.run([program, str(network / "net.json"), "-o", str(work), "--dma", *options], check=True,
                   stdout=subprocess.DEVNULL)
    (folder,) = [path.parent for path in work.glob("*/net.json")]
    sys.path.insert(0, str(folder / "driver" / "python"))
    for name in [name for name in sys.modules if name.split(".")[0] == "finn_rtlgen_driver"]:
        del sys.modules[name]
    import finn_rtlgen_driver as driver
    expect(str(folder) in driver.__file__, "another package was imported")
    return folder, driver


def predictions(folder, driver, network, images):
    x, y, labels = (np.load(network / (name + ".npy"))[:images] for name in ("input", "output", "labels"))
    with driver.Accelerator(folder, backend="verilator", stall=0.1) as accelerator:
        raw = accelerator.predict_raw(x)
        np.testing.assert_array_equal(raw.reshape(y.shape), y)
        right = np.count_nonzero(raw.reshape(y.shape).argmax(1) == labels)
        expect(right >= 0.9 * len(labels), "%d of %d labels" % (right, len(labels)))
        print("%s: %d images, %d labels right, %d cycles" % (network.name, len(x), right, accelerator._device.cycles()))
    return x, y


def jobs_and_failures(folder, driver, x, y):
    """On a small network: batches, jobs, errors of memory, identity."""
    with driver.Accelerator(folder, backend="verilator", buffer_bytes=5 * 64, latency=40) as accelerator:
        expect(accelerator.chunk < len(x), "several chunks")
        begun = [(part, accelerator.submit(x[part], raw=True)) for part in (slice(0, 1), slice(3, 20), slice(4, 4))]
        for part, job in begun:
            np.testing.assert_array_equal(job.result(60), y[part])
        frames = sum(part.stop - part.start for part, _ in begun)
        counters = accelerator.counters()
        (name, *_), = [[port.name for port in accelerator.inputs]]
        expect(counters["frames_in"] == counters["frames_out"] == frames == counters["ports"][name]["frames"],
               "%s counts %d frames" % (counters, frames))
        accelerator.clear_counters()
        expect(accelerator.counters()["frames_in"] == 0, "cleared counters")

        measured = accelerator.throughput(200)
        interval = accelerator.description.entries["ii_cycles"]
        words = accelerator.inputs[0].layout.frame_bytes * 8 / accelerator.description.memory_bits
        bound = max(interval, words)
        expect(bound <= measured["cycles_per_frame"] < 1.5 * bound + 5,
               "%s: %g cycles a frame are possible" % (measured, bound))

        device = accelerator._device
        for response, text in ((2, "SLVERR"), (3, "DECERR")):
            place = accelerator._worker._sets[0][0][0]
            device.fail_at(place.address + 8, response)
            error = raises(driver.DmaError, lambda: accelerator.predict(x))
            expect(error.response == text and error.port == name and error.address == place.address + 8, str(error))
            device.fail_at(None)
            np.testing.assert_array_equal(accelerator.predict_raw(x), y)
        accelerator.reset()
        np.testing.assert_array_equal(accelerator.predict_raw(x[:2]), y[:2])
        # The models see what breaks the bus's rules: memory that is not there.
        accelerator._worker._sets[0][0][0].address += 1 << 40
        error = raises(driver.AcceleratorError, lambda: accelerator.predict(x))
        expect("a rule of the bus is broken" in str(error), str(error))

    file = folder / "driver" / "accelerator.json"
    text = file.read_text()
    build = driver.Description.load(folder).build
    file.write_text(text.replace(build, "0123456789abcdef"))
    error = raises(driver.IdentityError, lambda: driver.Accelerator(folder, backend="verilator"))
    expect("build: expected 0123456789abcdef, found " + build in str(error), str(error))
    file.write_text(text)


C_SIMULATION = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "@TOP@_ports.h"
#include "fr_registers.h"
#include "fr_uio.h"

#define CHECK(holds) do { if (!(holds)) { fprintf(stderr, "line %d: %s\\n", __LINE__, #holds); exit(1); } } while (0)
#define BASE 0x200000000u

static void *sim;
static uint32_t (*sim_read)(void *, uint32_t);
static void (*sim_write)(void *, uint32_t, uint32_t);
static int (*sim_run)(void *, uint64_t);
static void (*sim_fail_at)(void *, uint64_t, uint32_t);
static uint32_t get(void *context, uint32_t offset) { return sim_read(context, offset); }
static void put(void *context, uint32_t offset, uint32_t value) { sim_write(context, offset, value); }
static void run(void *context) { sim_run(context, 20000); }

static void load(const char *library, const char *rtl, uint8_t **memory) {
  void *file = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void *(*create)(const char *, uint64_t, uint64_t, uint64_t);
  uint8_t *(*share)(void *);
  if (!file) { fprintf(stderr, "%s\\n", dlerror()); exit(1); }
  *(void **)&create = dlsym(file, "fr_sim_create");
  *(void **)&share = dlsym(file, "fr_sim_memory");
  *(void **)&sim_read = dlsym(file, "fr_sim_read");
  *(void **)&sim_write = dlsym(file, "fr_sim_write");
  *(void **)&sim_run = dlsym(file, "fr_sim_run");
  *(void **)&sim_fail_at = dlsym(file, "fr_sim_fail_at");
  CHECK(create("/no/such/folder", 0, 4096, 1) == NULL);
  sim = create(rtl, BASE, 1 << 20, 7);
  CHECK(sim);
  *memory = share(sim);
}

"""

C_PROGRAM = C_SIMULATION + """
/* UIO on files, which have no interrupt but map as a device does. */
static void uio(const char *folder) {
  char device[300], sys[300];
  fr_uio uio;
  fr_uio_memory memory;
  fr_bus bus;
  fr_accel accel;
  int file;
  snprintf(device, sizeof device, "%s/uio", folder);
  CHECK(fr_uio_open(&uio, device, &bus) == -1);
  file = open(device, O_RDWR | O_CREAT, 0600);
  CHECK(file >= 0 && ftruncate(file, FR_REGISTERS_SIZE) == 0);
  CHECK(fr_uio_open(&uio, device, &bus) == 0);
  CHECK(fr_accel_open(&accel, &bus, &@TOP@_accelerator) == FR_ACCEL_NONE);
  bus.write(bus.context, FR_CONTROL_ID, 0x41435246);
  CHECK(fr_accel_open(&accel, &bus, &@TOP@_accelerator) == FR_ACCEL_MAP);
  CHECK(pread(file, device, 4, FR_CONTROL_ID) == 4 && memcmp(device, "FRCA", 4) == 0);
  bus = fr_bus_at(uio.registers);
  CHECK(bus.read(bus.context, FR_CONTROL_ID) == 0x41435246 && bus.wait == NULL);
  fr_uio_close(&uio);
  snprintf(device, sizeof device, "%s/memory", folder);
  snprintf(sys, sizeof sys, "%s/sys", folder);
  CHECK(fr_uio_memory_open(&memory, device, sys) == 0);
  CHECK(memory.address == 0x7c000000 && memory.size == 65536);
  memset(memory.data, 0x5a, memory.size);
  fr_uio_memory_close(&memory);
  CHECK(fr_uio_memory_at(&memory, device, 4096, 8192) == 0 && memory.address == 4096);
  CHECK(((uint8_t *)memory.data)[8191] == 0x5a);
  fr_uio_memory_close(&memory);
  CHECK(fr_uio_memory_open(&memory, device, "/no/such/folder") == -1);
}

int main(int argc, char **argv) {
  static int64_t values[1 << 16], found[1 << 16];
  const fr_layout *in = &@TOP@_s_axis, *out = &@TOP@_m_axis;
  const uint64_t addresses[2] = {BASE + 64, BASE + 0x80000}, odd[2] = {BASE + 4, BASE};
  const fr_bus bus = {get, put, run, NULL};
  fr_bus here = bus;
  fr_accel_description other = @TOP@_accelerator;
  fr_accel accel;
  fr_accel_fault fault;
  fr_accel_counters counters;
  uint8_t *memory;
  uint32_t frames;
  CHECK(argc == 4);
  load(argv[1], argv[2], &memory);
  here.context = sim;
  other.build ^= 1;
  CHECK(fr_accel_open(&accel, &here, &other) == FR_ACCEL_BUILD);
  other = @TOP@_accelerator;
  other.network = "@TOP@s";
  CHECK(fr_accel_open(&accel, &here, &other) == FR_ACCEL_NETWORK);
  CHECK(fr_accel_open(&accel, &here, &@TOP@_accelerator) == FR_ACCEL_OK);

  frames = (uint32_t)(fread(values, 8, sizeof values / 8, stdin) / fr_frame_elements(in));
  CHECK(fr_pack(in, frames, FR_HOST_INT64, values, memory + 64, NULL) == FR_PACK_OK);
  CHECK(fr_accel_start(&accel, odd, frames) == FR_ACCEL_ALIGNMENT);
  CHECK(fr_accel_start(&accel, addresses, frames) == FR_ACCEL_OK);
  CHECK(fr_accel_start(&accel, addresses, frames) == FR_ACCEL_RUNNING);
  CHECK(fr_accel_wait(&accel, 1, &fault) == FR_ACCEL_RUNNING);
  CHECK(fr_accel_wait(&accel, 0, &fault) == FR_ACCEL_OK);
  counters = fr_accel_read_counters(&accel);
  CHECK(counters.frames_in == frames && counters.frames_out == frames && counters.cycles > frames);
  CHECK(fr_accel_read_port(&accel, 1).beats == frames * out->beats_per_frame);
  fr_accel_clear_counters(&accel);
  CHECK(fr_accel_read_port(&accel, 0).frames == 0);

  sim_fail_at(sim, BASE + 72, 3);
  CHECK(fr_accel_start(&accel, addresses, frames) == FR_ACCEL_OK);
  CHECK(fr_accel_wait(&accel, 0, &fault) == FR_ACCEL_MEMORY);
  CHECK(fault.channel == 0 && fault.code == 3 && fault.address == BASE + 72);
  sim_fail_at(sim, 0, 0);
  CHECK(fr_accel_reset(&accel, 0) == FR_ACCEL_OK);
  memset(memory + 0x80000, 0xff, 0x80000);
  CHECK(fr_accel_start(&accel, addresses, frames) == FR_ACCEL_OK);
  CHECK(fr_accel_wait(&accel, 1000, NULL) == FR_ACCEL_OK);
  CHECK(fr_unpack(out, frames, FR_HOST_INT64, memory + 0x80000, found, NULL) == FR_PACK_OK);
  fwrite(found, 8, frames * fr_frame_elements(out), stdout);
  uio(argv[3]);
  return 0;
}
"""


def c_program(folder, driver, x, y):
    """fr_accel.h on the same library, and fr_uio.h on files."""
    sources, work = folder / "driver" / "c", folder / "program"
    (work / "sys").mkdir(parents=True)
    (work / "memory").write_bytes(bytes(65536))
    (work / "sys" / "phys_addr").write_text("0x7c000000\n")
    (work / "sys" / "size").write_text("65536\n")
    top = driver.Description.load(folder).top
    (work / "program.c").write_text(C_PROGRAM.replace("@TOP@", top))
    made = subprocess.run(["make", "-C", str(sources)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    expect(made.returncode == 0 and b"warning" not in made.stdout, made.stdout.decode())
    objects = [str(sources / name) for name in ("fr_pack.o", "fr_accel.o", "fr_uio.o")]
    subprocess.run(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-I", str(sources), "-o", str(work / "program"),
                    str(work / "program.c"), *objects, "-ldl"], check=True)
    for name in ("fr_pack.c", "fr_accel.c", "fr_uio.c"):
        subprocess.run(["cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wno-sign-conversion",
                        "-Werror", "-fsyntax-only", str(sources / name)], check=True)
    done = subprocess.run([str(work / "program"), str(folder / "sim" / "build-driver" / "libfr_sim.so"),
                           str(folder / "rtl"), str(work)], input=x.astype(np.int64).tobytes(), stdout=subprocess.PIPE)
    expect(done.returncode == 0, "the program in C")
    np.testing.assert_array_equal(np.frombuffer(done.stdout, dtype=np.int64).reshape(y.shape), y)


def page(folder, x, y):
    """The blocks of docs/driver.md that run."""
    text = (Path(__file__).resolve().parents[3] / "docs" / "driver.md").read_text()
    blocks = re.findall(r"^```python run\n(.*?)^```$", text, re.M | re.S)
    expect(blocks, "docs/driver.md has examples")
    for block in blocks:
        names = {"folder": folder, "x": x}
        exec(block, names)  # the project's own page
        np.testing.assert_array_equal(names["raw"], y)
        np.testing.assert_array_equal(names["again"], names["y"])


C_PAGE = C_SIMULATION + """
static uint8_t *memory;

/* The simulation in the place of the device. */
static int open_simulation(fr_uio *uio, const char *device, fr_bus *bus) {
  const fr_bus simulation = {get, put, run, sim};
  uio->file = -1;
  *bus = simulation;
  return strncmp(device, "/dev/", 5);
}
#define fr_uio_open open_simulation

int main(int argc, char **argv) {
  static int8_t values[1 << 16];
  static int64_t results[1 << 16];
  const uint64_t input_address = BASE, output_address = BASE + 0x80000;
  uint8_t *input, *output;
  uint32_t frames;
  CHECK(argc == 3);
  load(argv[1], argv[2], &memory);
  input = memory;
  output = memory + 0x80000;
  (void)sim_fail_at;
  frames = (uint32_t)(fread(values, 1, sizeof values, stdin) / fr_frame_elements(&@TOP@_s_axis));
@BLOCK@
  fwrite(results, 8, frames * fr_frame_elements(&@TOP@_m_axis), stdout);
  return 0;
}
"""


def c_page(folder, driver, x, y):
    """The block of docs/driver.md in C, with the simulation in the place of UIO. After c_program()."""
    text = (Path(__file__).resolve().parents[3] / "docs" / "driver.md").read_text()
    (block,) = re.findall(r"^```c run\n(.*?)^```$", text, re.M | re.S)
    top = driver.Description.load(folder).top
    sources, work = folder / "driver" / "c", folder / "page"
    work.mkdir()
    (work / "page.c").write_text(C_PAGE.replace("@BLOCK@", block.replace("tiny_", top + "_")).replace("@TOP@", top))
    objects = [str(sources / name) for name in ("fr_pack.o", "fr_accel.o")]
    subprocess.run(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-I", str(sources), "-o", str(work / "page"),
                    str(work / "page.c"), *objects, "-ldl"], check=True)
    np.testing.assert_array_equal(x.astype(np.int8), x)
    done = subprocess.run([str(work / "page"), str(folder / "sim" / "build-driver" / "libfr_sim.so"), str(folder / "rtl")],
                          input=x.astype(np.int8).tobytes(), stdout=subprocess.PIPE)
    expect(done.returncode == 0, "the page's program in C")
    np.testing.assert_array_equal(np.frombuffer(done.stdout, dtype=np.int64).reshape(y.shape), y)


def at_once(first, second):
    """Three accelerators in one process: two of one folder, one of another, all with jobs under way."""
    opened = []
    try:
        for (folder, driver, x, y), seed in ((first, 1), (first, 5), (second, 1)):
            opened.append((driver.Accelerator(folder, backend="verilator", seed=seed, stall=0.2 if seed > 1 else 0), x, y))
        jobs = [(one.submit(x[part], raw=True), y[part]) for part in (slice(0, 3), slice(1, 6)) for one, x, y in opened]
        for job, expected in jobs:
            np.testing.assert_array_equal(job.result(300).reshape(expected.shape), expected)
        opened[0][0].reset()  # the others go on
        opened[1][0].close()
        for one, x, y in (opened[0], opened[2]):
            np.testing.assert_array_equal(one.predict_raw(x[:2]).reshape(y[:2].shape), y[:2])
        frames = [one.counters()["frames_out"] for one, _, _ in (opened[0], opened[2])]
        expect(frames == [10, 10], "counters of their own: %s" % frames)
    finally:
        for one, _, _ in opened:
            one.close()


def no_place(folder, driver, x, y):
    """A folder that cannot be written, a cache that cannot, and at last no temporary folder either."""
    (folder / "file").touch()
    native, verilator = (sys.modules["finn_rtlgen_driver." + name] for name in ("native", "device_verilator"))
    access, home, temporary = os.access, os.environ.get("XDG_CACHE_HOME"), native.tempfile.TemporaryDirectory
    os.environ["XDG_CACHE_HOME"] = str(folder / "file" / "cache")

    def refuse(*_, **__):
        raise OSError("no room")

    try:
        verilator.os.access = lambda path, mode: not str(path).startswith(str(folder)) and access(path, mode)
        native.tempfile.TemporaryDirectory = refuse
        error = raises(driver.AcceleratorError, lambda: driver.Accelerator(folder, backend="verilator"))
        expect("neither %s nor the cache" % (folder / "sim") in str(error) and "no room" in str(error), str(error))
        native.tempfile.TemporaryDirectory = temporary
        with driver.Accelerator(folder, backend="verilator") as accelerator:
            np.testing.assert_array_equal(accelerator.predict_raw(x[:2]), y[:2])
        expect(any(Path(native._private.name).glob("*/sim/build-driver/*.so")), "a simulation of the process")
    finally:
        verilator.os.access, native.tempfile.TemporaryDirectory = access, temporary
        os.environ["XDG_CACHE_HOME"] = home or ""


def missing_tools(folder, driver):
    shutil.rmtree(folder / "sim" / "build-driver")
    path = os.environ["PATH"]
    os.environ["VERILATOR"] = "no-such-verilator"
    error = raises(driver.AcceleratorError, lambda: driver.Accelerator(folder, backend="verilator"))
    expect("needs: Verilator (no-such-verilator); not found" in str(error), str(error))
    os.environ["VERILATOR"] = "false"
    error = raises(driver.AcceleratorError, lambda: driver.Accelerator(folder, backend="verilator"))
    expect("could not be built" in str(error) and "driver.log" in str(error), str(error))
    del os.environ["VERILATOR"]
    os.environ["PATH"] = path


def main():
    program, work = sys.argv[1], Path(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    made = []
    for index, argument in enumerate(sys.argv[3:]):
        network, images = argument.rsplit(":", 1)
        network = Path(network)
        folder, driver = generate(program, network, work / network.name)
        x, y = predictions(folder, driver, network, int(images))
        made.append((folder, driver, x, y))
        if index == 0:
            jobs_and_failures(folder, driver, x, y)
            c_program(folder, driver, x, y)
            c_page(folder, driver, x, y)
            page(folder, x, y)
            no_place(folder, driver, x, y)
        if index == 1:
            at_once(*made)
    missing_tools(*made[-1][:2])


if __name__ == "__main__":
    main()
