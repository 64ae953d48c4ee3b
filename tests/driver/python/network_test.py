# SPDX-License-Identifier: Apache-2.0
"""Generated accelerators' driver/: the description, the host's code and the beats, against the program's own.

Usage: network_test.py FINN_RTLGEN WORK NETWORK...
For each network (net.json or model.onnx, beside it input.npy where its inputs are real): the accelerator's bench
vectors (sim/vectors, packed by the generator) unpack to integers and pack to the same bytes, the golden model says that
the outputs are those of the inputs, and quantize() and result() are what `run` does.
"""

import json
import shutil
import struct
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


def vector_frames(file, port):
    data = file.read_bytes()
    magic, beat_bytes, beats, frames = struct.unpack("<8sIIQ", data[:24])
    layout = port.layout
    expect(magic == b"FRVEC1\0\0" and (beat_bytes, beats) == (layout.beat_bytes, layout.beats_per_frame),
           "%s: %d beats of %d bytes, the description says %r" % (file, beats, beat_bytes, layout))
    expect(len(data) == 24 + frames * layout.frame_bytes, "%s: its size" % file)
    return data[24:]


def run(program, network, folder, arrays, outputs, *options):
    """`finn-rtlgen run`: arrays by input name to arrays by output name."""
    command = [program, "run", str(network), *options]
    for name, array in arrays.items():
        np.save(folder / ("in_%s.npy" % name), array)
        command += ["--input", "%s=%s" % (name, folder / ("in_%s.npy" % name))]
    for name in outputs:
        command += ["--output", "%s=%s" % (name, folder / ("out_%s.npy" % name))]
    subprocess.run(command, check=True)
    return {name: np.load(folder / ("out_%s.npy" % name)) for name in outputs}


C_PROGRAM = """
#include <stdio.h>
#include <stdlib.h>
#include "@TOP@_ports.h"

/* Packs the frames of 64-bit integers on its standard input. */
int main(void) {
  static int64_t values[1 << 20];
  static uint8_t image[1 << 20];
  const fr_layout *port = &@TOP@_@PORT@;
  const uint64_t frames = fread(values, 8, sizeof values / 8, stdin) / fr_frame_elements(port);
  if (frames * fr_frame_bytes(port) > sizeof image) return 2;
  if (fr_pack(port, frames, FR_HOST_INT64, values, image, NULL) != FR_PACK_OK) return 1;
  fwrite(image, 1, frames * fr_frame_bytes(port), stdout);
  return 0;
}
"""


def check_c(folder, ports, values):
    """A C program with the generated header, and the Makefile."""
    sources = folder / "driver" / "c"
    made = subprocess.run(["make", "-C", str(sources)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    expect(made.returncode == 0 and b"warning" not in made.stdout, made.stdout.decode())
    expect((sources / "libfinn_rtlgen_pack.so").exists(), "the Makefile builds the library")
    for port in ports.inputs:
        text = C_PROGRAM.replace("@TOP@", ports.top).replace("@PORT@", port.layout.port)
        (folder / "program.c").write_text(text)
        subprocess.run(["cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-I", str(sources), "-o",
                        str(folder / "program"), str(folder / "program.c"), str(sources / "fr_pack.o")], check=True)
        packed = subprocess.run([str(folder / "program")], input=values[port.name].astype(np.int64).tobytes(),
                                stdout=subprocess.PIPE, check=True).stdout
        expect(packed == port.pack(values[port.name]).tobytes(), "%s: packed in C" % port)


def check(program, work, network):
    network = Path(network)
    work = work / "out" / network.parent.name
    work.mkdir(parents=True, exist_ok=True)
    extra = ["--input-type", "UINT5/16"] if "qonnx" in str(network) and "mlp_w1a1" in str(network) else []
    subprocess.run([program, str(network), "-o", str(work), *extra], check=True, stdout=subprocess.DEVNULL)
    (folder,) = [path.parent for path in work.glob("*/net.json")]

    # The driver's own package, as it was copied there.
    sys.path.insert(0, str(folder / "driver" / "python"))
    for name in [name for name in sys.modules if name.split(".")[0] == "finn_rtlgen_driver"]:
        del sys.modules[name]
    import finn_rtlgen_driver as driver
    expect(str(folder) in driver.__file__, "another package was imported")
    ports = driver.Description.load(folder)

    values = {}
    for i, port in enumerate(ports.inputs):
        image = vector_frames(folder / "sim" / "vectors" / ("in%d.bin" % i), port)
        values[port.name] = port.unpack(image)
        expect(port.pack(values[port.name]).tobytes() == image, "%s: input beats" % network)
        np.testing.assert_array_equal(port.quantize(values[port.name]), values[port.name])
    names = [port.name for port in ports.outputs]
    raw = run(program, folder / "net.json", work, values, names, "--raw")
    real = run(program, folder / "net.json", work, values, names)
    for i, port in enumerate(ports.outputs):
        image = vector_frames(folder / "sim" / "vectors" / ("out%d.bin" % i), port)
        np.testing.assert_array_equal(port.unpack(image), raw[port.name])
        expect(port.pack(raw[port.name]).tobytes() == image, "%s: output beats" % network)
        expect(port.result(raw[port.name]).tobytes() == real[port.name].tobytes(), "%s: real outputs" % network)

    samples = network.parent / "input.npy"
    if samples.exists() and len(ports.inputs) == 1:
        x = np.load(samples)[:50]
        integers = ports.inputs[0].quantize(x)
        name = ports.inputs[0].name
        of_reals = run(program, folder / "net.json", work, {name: x}, names)
        of_integers = run(program, folder / "net.json", work, {name: integers}, names)
        for output in names:
            expect(of_reals[output].tobytes() == of_integers[output].tobytes(), "%s: quantize()" % network)
    print("%s: %d inputs, %d outputs" % (network, len(ports.inputs), len(ports.outputs)))
    return folder, ports, values


def two_ports(work):
    """Two inputs and two outputs, whose beats are no whole bytes."""
    work = work / "two_ports"
    work.mkdir(parents=True, exist_ok=True)
    network = {"format": "finn-rtlgen-net", "version": 1, "name": "two_ports",
               "inputs": [{"name": "a", "shape": [6], "type": "INT5"}, {"name": "b", "shape": [9], "type": "BIPOLAR"}],
               "outputs": [{"name": "c", "scale": [0.5, 0.25, 3.0], "bias": -1.0},
                           {"name": "d", "host": {"final_operator": "softmax"}}],
               "layers": [{"name": "fc0", "kind": "fc", "inputs": ["a"], "outputs": ["c"],
                           "weights": {"type": "INT3", "shape": [3, 6], "data": [k % 8 - 4 for k in range(18)]}},
                          {"name": "fc1", "kind": "fc", "inputs": ["b"], "outputs": ["d"],
                           "weights": {"type": "BIPOLAR", "shape": [4, 9],
                                       "data": [(-1) ** (k // 3) for k in range(36)]}}],
               "fold": {"fc0": {"pe": 3, "simd": 3}, "fc1": {"pe": 2, "simd": 9}}}
    file = work / "net.json"
    file.write_text(json.dumps(network))
    return file


def main():
    program, work = sys.argv[1], Path(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    check_c(*check(program, work, two_ports(work / "networks")))
    for network in sys.argv[3:]:
        check(program, work, network)


if __name__ == "__main__":
    main()
