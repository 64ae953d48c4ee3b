# SPDX-License-Identifier: Apache-2.0
"""Predictions of verilated accelerators against the networks' reference outputs and labels.

Usage: verilated_test.py FINN_RTLGEN WORK NET_FOLDER:IMAGES...
"""

import os
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
    for index, argument in enumerate(sys.argv[3:]):
        network, images = argument.rsplit(":", 1)
        network = Path(network)
        folder, driver = generate(program, network, work / network.name)
        x, y = predictions(folder, driver, network, int(images))
        if index == 0:
            jobs_and_failures(folder, driver, x, y)
            missing_tools(folder, driver)


if __name__ == "__main__":
    main()
