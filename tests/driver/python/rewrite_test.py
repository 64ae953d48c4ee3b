# SPDX-License-Identifier: Apache-2.0
"""Weights and thresholds of a verilated accelerator are rewritten, from Python and, in the middle of a job, from C.

Usage: rewrite_test.py FINN_RTLGEN WORK NET_FOLDER
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

import verilated_test
from verilated_test import expect, raises

C_PROGRAM = """
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "@TOP@_ports.h"

#define CHECK(holds) do { if (!(holds)) { fprintf(stderr, "line %d: %s\\n", __LINE__, #holds); exit(1); } } while (0)
#define BASE 0x200000000u

static uint32_t (*sim_read)(void *, uint32_t);
static void (*sim_write)(void *, uint32_t, uint32_t);
static int (*sim_run)(void *, uint64_t);
static uint32_t get(void *context, uint32_t offset) { return sim_read(context, offset); }
static void put(void *context, uint32_t offset, uint32_t value) { sim_write(context, offset, value); }
static void run(void *context) { sim_run(context, 200); }

/* Arguments: library, folder of the Verilog, file of parameters. Integers of the input on stdin, of the output on stdout. */
int main(int argc, char **argv) {
  static int64_t values[1 << 16], found[1 << 16];
  static uint32_t words[1 << 20];
  const fr_layout *in = &@TOP@_s_axis, *out = &@TOP@_m_axis;
  const uint64_t addresses[2] = {BASE, BASE + 0x80000};
  const uint32_t count = @TOP@_accelerator.parameters;
  void *library, *(*create)(const char *, uint64_t, uint64_t, uint64_t);
  uint8_t *memory, *(*share)(void *);
  uint32_t frames;
  FILE *file;
  fr_bus bus = {get, put, run, NULL};
  fr_accel accel;
  CHECK(argc == 4);
  CHECK((library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL)));
  *(void **)&create = dlsym(library, "fr_sim_create");
  *(void **)&share = dlsym(library, "fr_sim_memory");
  *(void **)&sim_read = dlsym(library, "fr_sim_read");
  *(void **)&sim_write = dlsym(library, "fr_sim_write");
  *(void **)&sim_run = dlsym(library, "fr_sim_run");
  CHECK((bus.context = create(argv[2], BASE, 1 << 20, 7)));
  memory = share(bus.context);
  CHECK(fr_accel_open(&accel, &bus, &@TOP@_accelerator) == FR_ACCEL_OK);
  CHECK((file = fopen(argv[3], "rb")) && fread(words, 4, 1 << 20, file) == count + 5 && words[4] == count);

  frames = (uint32_t)(fread(values, 8, sizeof values / 8, stdin) / fr_frame_elements(in));
  CHECK(fr_pack(in, frames, FR_HOST_INT64, values, memory, NULL) == FR_PACK_OK);
  CHECK(fr_accel_write_parameters(&accel, count, words, 1, 0) == FR_ACCEL_PARAMETERS);
  CHECK(fr_accel_write_parameters(&accel, 1, words, count, 0) == FR_ACCEL_PARAMETERS);
  CHECK(fr_accel_start(&accel, addresses, frames) == FR_ACCEL_OK);
  while (fr_accel_read_counters(&accel).frames_out < frames / 4) sim_run(bus.context, 20);
  CHECK(fr_accel_write_parameters(&accel, 0, words + 5, count, 1) == FR_ACCEL_RUNNING); /* one look is too few */
  CHECK(fr_accel_poll(&accel, NULL) == FR_ACCEL_RUNNING);
  CHECK(fr_accel_write_parameters(&accel, 0, words + 5, count, 0) == FR_ACCEL_OK);
  CHECK(fr_accel_wait(&accel, 0, NULL) == FR_ACCEL_OK);
  CHECK(fr_unpack(out, frames, FR_HOST_INT64, memory + 0x80000, found, NULL) == FR_PACK_OK);
  fwrite(found, 8, frames * fr_frame_elements(out), stdout);
  return 0;
}
"""


def other_network(net, random):
    """Random weights, and the thresholds of a layer in another order of its channels."""
    for layer in net["layers"]:
        for name in ("weights", "thresholds"):
            if name not in layer:
                continue
            entry = layer[name]
            values = np.array(entry["data"]).reshape(entry["shape"])
            if name == "weights":
                values = random.choice([-1, 1] if entry["type"] == "BIPOLAR" else [-1, 0, 1], size=values.shape)
            else:
                values = values[random.permutation(len(values))]
            entry["data"] = values.reshape(-1).tolist()
            if layer.get("flip"):
                layer["flip"] = [bool(flag) for flag in random.choice([False, True], size=len(layer["flip"]))]
    return net


def inline(folder):
    """A net.json without side files, whose layers can all be rewritten."""
    net = json.loads((folder / "net.json").read_text())
    for layer in net["layers"]:
        for name in ("weights", "thresholds"):
            if name in layer:
                layer["runtime"] = True
                if "file" in layer[name]:
                    layer[name]["data"] = np.load(folder / layer[name].pop("file")).reshape(-1).tolist()
    return net


def parameters_of(net):
    layers = {}
    for layer in net["layers"]:
        if layer.get("runtime"):
            layers[layer["name"]] = {name: np.array(layer[name]["data"]).reshape(layer[name]["shape"])
                                     for name in ("weights", "thresholds") if name in layer}
            if "flip" in layer:
                layers[layer["name"]]["flip"] = np.array(layer["flip"])
    return layers


def main():
    program, work, network = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(str(work), ignore_errors=True)
    random = np.random.default_rng(3)
    x = np.load(network / "input.npy")[:40]
    nets, golden = [inline(network)], []
    nets.append(other_network(json.loads(json.dumps(nets[0])), random))
    for i, net in enumerate(nets):
        (work / str(i)).mkdir(parents=True)
        (work / str(i) / "net.json").write_text(json.dumps(net))
        np.save(work / "x.npy", x)
        subprocess.run([program, "run", str(work / str(i) / "net.json"), "--input", str(work / "x.npy"), "--output",
                        str(work / "y.npy"), "--raw"], check=True)
        golden.append(np.load(work / "y.npy"))
    expect((golden[0] != golden[1]).any(axis=1).mean() > 0.5, "the other parameters compute something else")
    folder, driver = verilated_test.generate(program, work / "0", work / "out")
    for i in range(2):
        subprocess.run([program, "parameters", str(folder), str(work / str(i) / "net.json"), "-o",
                        str(work / ("%d.params" % i))], check=True, stdout=subprocess.DEVNULL)

    with driver.Accelerator(folder, backend="verilator", stall=0.1) as accelerator:
        np.testing.assert_array_equal(accelerator.predict_raw(x), golden[0])
        job = accelerator.submit(x, raw=True)
        accelerator.write_parameters(parameters_of(nets[1]))
        early = job.result(60)
        expect((early == golden[0]).all() or (early == golden[1]).all(), "a job has one set of parameters")
        np.testing.assert_array_equal(accelerator.predict_raw(x), golden[1])
        accelerator.load_parameters(work / "0.params")
        np.testing.assert_array_equal(accelerator.predict_raw(x), golden[0])
        # Layer by layer; held by somebody else, it stays held.
        hold = accelerator.registers.mask("control", "CONTROL", "HOLD")
        accelerator.registers.write("control", "CONTROL", hold)
        for layer, values in parameters_of(nets[1]).items():
            if "weights" in values:
                accelerator.write_weights(layer, values["weights"])
            else:
                accelerator.write_thresholds(layer, **{"values" if key == "thresholds" else key: value
                                                       for key, value in values.items()})
        expect(accelerator.registers.read("control", "CONTROL") & hold, "HOLD stays")
        accelerator.registers.write("control", "CONTROL", 0)
        np.testing.assert_array_equal(accelerator.predict_raw(x), golden[1])
        error = raises(driver.NotAvailable, lambda: accelerator.write_weights("no_layer", [[1]]))
        expect("has no parameters that can be rewritten" in str(error), str(error))
        error = raises(driver.AcceleratorError, lambda: accelerator.load_parameters(work / "x.npy"))
        expect("expected a file of finn-rtlgen parameters" in str(error), str(error))

    sources = folder / "driver" / "c"
    top = driver.Description.load(folder).top
    (work / "program.c").write_text(C_PROGRAM.replace("@TOP@", top))
    subprocess.run(["cc", "-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-I", str(sources), "-o", str(work / "program"),
                    str(work / "program.c"), str(sources / "fr_pack.c"), str(sources / "fr_accel.c"), "-ldl"], check=True)
    done = subprocess.run([str(work / "program"), str(folder / "sim" / "build-driver" / "libfr_sim.so"),
                           str(folder / "rtl"), str(work / "1.params")], input=x.astype(np.int64).tobytes(),
                          stdout=subprocess.PIPE)
    expect(done.returncode == 0, "the program in C")
    found = np.frombuffer(done.stdout, dtype=np.int64).reshape(golden[0].shape)
    old = (found == golden[0]).all(axis=1)
    first = int(np.argmin(old))  # the first frame of the new parameters
    expect(len(x) // 4 <= first < len(x), "%d frames before the switch" % first)
    np.testing.assert_array_equal(found[:first], golden[0][:first])
    np.testing.assert_array_equal(found[first:], golden[1][first:])
    print("rewritten behind frame %d of %d" % (first, len(x)))


if __name__ == "__main__":
    main()
