# SPDX-License-Identifier: Apache-2.0
"""Accelerator on an accelerator in Python.

Usage: accelerator_test.py FINN_RTLGEN WORK
"""

import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

import fake
import network_test
from finn_rtlgen_driver import (Accelerator, AcceleratorError, AcceleratorTimeout, Description, DmaError, IdentityError,
                                NotAvailable)

PROGRAM, WORK = "", None


def generate(name, *options):
    """The folder of "two_ports" with a shell."""
    folder = WORK / name
    subprocess.run([PROGRAM, str(network_test.two_ports(WORK / "networks")), "-o", str(folder), *options], check=True,
                   stdout=subprocess.DEVNULL)
    return folder / "two_ports"


def samples(count, seed=1):
    random = np.random.default_rng(seed)
    return {"a": random.integers(-16, 16, (count, 6)), "b": random.integers(0, 2, (count, 9)) * 2 - 1}


class Fake(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = generate("dma", "--dma")

    def setUp(self):
        self.description = Description.load(self.folder)
        self.compute = fake.two_ports(self.description)
        self.core = fake.Core(self.description, self.compute)
        self.device = fake.FakeDevice(self.core)

    def open(self, **options):
        accelerator = Accelerator(self.folder, backend=self.device, **options)
        self.addCleanup(accelerator.close)
        return accelerator

    def expected(self, x):
        return dict(zip(["c", "d"], self.compute([x["a"], x["b"]])))

    def check(self, result, x):
        for name, values in self.expected(x).items():
            np.testing.assert_array_equal(result[name], values)


class Computing(Fake):
    def test_raw_and_real_results(self):
        accelerator, x = self.open(), samples(7)
        self.check(accelerator.predict_raw(x), x)
        real = accelerator.predict(x)
        raw = self.expected(x)
        np.testing.assert_array_equal(real["c"], raw["c"] * np.array([0.5, 0.25, 3.0]) - 1.0)
        np.testing.assert_allclose(real["d"].sum(axis=1), 1.0)
        self.check(accelerator.predict_raw({name: value.astype(np.float32) for name, value in x.items()}), x)

    def test_batches_go_in_chunks(self):
        frame = max(port.layout.frame_bytes for port in self.core.ports)
        for frames in (0, 1, 2, 3, 5, 6, 31):
            self.core.jobs = []
            accelerator, x = self.open(buffer_bytes=4 * frame - 1), samples(frames)
            self.check(accelerator.predict_raw(x), x)
            self.assertEqual(accelerator.chunk, 3)
            self.assertEqual(self.core.jobs, [3] * (frames // 3) + [frames % 3] * (frames % 3 > 0))
            accelerator.close()
            self.assertEqual(self.device.taken, {})

    def test_a_frame_larger_than_the_buffer(self):
        accelerator, x = self.open(buffer_bytes=1), samples(3)
        self.check(accelerator.predict_raw(x), x)

    def test_jobs_are_asynchronous(self):
        accelerator = self.open(buffer_bytes=12)
        self.device.gate.clear()
        batches = [samples(5, seed) for seed in range(4)]
        jobs = [accelerator.submit(x, raw=True) for x in batches]
        batches[3]["a"][:] = 0  # the job has its own
        self.assertFalse(any(job.done() for job in jobs))
        with self.assertRaises(TimeoutError) as caught:
            jobs[0].result(0.05)
        self.assertIsInstance(caught.exception, AcceleratorTimeout)
        self.device.gate.set()
        batches[3] = samples(5, 3)
        for job, x in reversed(list(zip(jobs, batches))):
            self.check(job.result(5), x)
            self.assertTrue(job.done())
            self.assertGreater(job.seconds, 0)

    def test_what_is_refused(self):
        accelerator, x = self.open(), samples(2)
        for wrong, text in (({"a": x["a"]}, "expected the inputs a, b, found a"),
                            ({**x, "z": x["a"]}, "found a, b, z"),
                            ({"a": x["a"][:1], "b": x["b"]}, "1 of a, 2 of b"),
                            ({"a": x["a"][0], "b": x["b"]}, r"shape \[N, 6\], found \[6\]"),
                            ({"a": x["a"] + 16, "b": x["b"]}, "a value of type INT5"),
                            ({"a": x["a"], "b": x["b"] * 0}, "a value of type BIPOLAR")):
            with self.assertRaisesRegex(ValueError, text):
                accelerator.predict(wrong)
        with self.assertRaisesRegex(TypeError, "a dictionary of the inputs a, b, found ndarray"):
            accelerator.predict(x["a"])
        with self.assertRaisesRegex(TypeError, "complex"):
            accelerator.predict({"a": x["a"].astype(complex), "b": x["b"]})
        with self.assertRaisesRegex(ValueError, "unknown backend 'fpga'"):
            Accelerator(self.folder, backend="fpga")
        self.check(accelerator.predict_raw(x), x)

    def test_counters_and_throughput(self):
        accelerator = self.open()
        self.core.set("control", "CYCLES_HI", 1)
        self.core.set("port", "STALLS", 77, 2)
        self.assertEqual(accelerator.counters()["cycles"], 1 << 32)
        self.assertEqual(accelerator.counters()["ports"]["c"]["stalls"], 77)
        self.core.set("control", "CYCLES_HI", 0)
        self.core.patience = 5
        measured = accelerator.throughput(100)
        self.assertEqual((self.core.jobs, measured["cycles"], measured["cycles_per_frame"]), ([100], 50, 0.5))
        self.assertEqual(measured["hardware_fps"], 2 * self.description.clock_mhz * 1e6)
        self.assertEqual(self.device.taken, {})
        self.core.set("control", "CYCLES_LO", 5)
        accelerator.clear_counters()
        self.assertEqual(accelerator.counters()["cycles"], 0)
        with self.assertRaises(ValueError):
            accelerator.throughput(0)

    def test_no_run_time_weights(self):
        with self.assertRaisesRegex(NotImplementedError, "no parameters that can be rewritten"):
            self.open().write_weights("fc0", np.zeros((3, 6)))


class Identity(Fake):
    def differs(self, *texts):
        with self.assertRaises(IdentityError) as caught:
            self.open()
        for text in texts:
            self.assertIn(text, str(caught.exception))
        self.assertEqual(self.device.closed, 1)
        return caught.exception

    def test_magic(self):
        self.core.set("control", "ID", 0xffffffff)
        self.differs("expected 0x41435246, found 0xffffffff")

    def test_version(self):
        self.core.set("control", "MAP_VERSION", 2)
        self.differs("register map: expected 1, found 2")

    def test_all_that_differs_is_told(self):
        self.core.name("tfc")
        self.core.set("control", "BUILD_HI", 0x12345678)
        self.core.set("control", "CAPABILITIES", 0x00203)
        self.core.set("control", "MEMORY_BITS", 512)
        error = self.differs('network: expected "two_ports", found "tfc"', "build: expected %s, found 12345678"
                             % self.description.build, "INPUTS: expected 2, found 3", "DMA: expected 1, found 0",
                             "MEMORY_BITS: expected 64, found 512")
        self.assertEqual(len(error.differences), 5)

    def test_long_names_are_cut(self):
        self.description.entries["network"] = self.description.network = "n" * 40
        self.core.name("n" * 40)
        from finn_rtlgen_driver import identity
        from finn_rtlgen_driver.registers import Registers
        identity.check(self.description, Registers(self.description.entries["registers"], self.device))


class Failures(Fake):
    def test_errors_of_memory(self):
        accelerator, x = self.open(), samples(4)
        for channel, code, name, response in ((0, 2, "a", "SLVERR"), (3, 3, "d", "DECERR"), (1, 1, "b", "not aligned")):
            self.core.fail = (channel, code, 0x123400040)
            with self.assertRaises(DmaError) as caught:
                accelerator.predict(x)
            self.assertEqual((caught.exception.port, caught.exception.address), (name, 0x123400040))
            self.assertRegex(str(caught.exception), response + " at address 0x123400040")
            self.check(accelerator.predict_raw(x), x)
        self.assertEqual(self.core.resets, 3)

    def test_hardware_that_hangs(self):
        accelerator, x = self.open(timeout=0.05), samples(4)
        self.core.stuck = True
        self.core.set("channel", "FRAMES_DONE", 3, 0)
        with self.assertRaisesRegex(AcceleratorTimeout, 'not through after 0.05 seconds: "a" 3 frames, "b" 0 frames'):
            accelerator.predict(x)
        with self.assertRaises(AcceleratorTimeout):
            accelerator.throughput(10)
        self.core.stuck = False
        self.check(accelerator.predict_raw(x), x)

    def test_reset_ends_the_job_under_way_alone(self):
        accelerator, x = self.open(), samples(4)
        self.core.stuck = True
        first, second = accelerator.submit(x, raw=True), accelerator.submit(x, raw=True)
        until = time.monotonic() + 5
        while not self.core.waited and time.monotonic() < until:
            time.sleep(0.001)
        accelerator.reset()
        self.core.stuck = False
        with self.assertRaisesRegex(AcceleratorError, r"reset\(\)"):
            first.result(5)
        self.check(second.result(5), x)
        accelerator.reset()
        self.check(accelerator.predict_raw(x), x)

    def test_close(self):
        with self.open() as accelerator:
            self.core.stuck = True
            jobs = [accelerator.submit(samples(2)) for _ in range(3)]
        for job in jobs:
            with self.assertRaisesRegex(AcceleratorError, "close"):
                job.result(5)
        with self.assertRaisesRegex(AcceleratorError, "closed"):
            accelerator.predict(samples(2))
        accelerator.close()
        self.assertEqual((self.device.closed, self.device.taken), (1, {}))


class Streams(unittest.TestCase):
    def test_streams_alone_do_not_simulate(self):
        for options in ((), ("--axilite",)):
            with self.assertRaisesRegex(NotAvailable, "--dma"):
                Accelerator(generate("streams", *options), backend="verilator")


def main():
    global PROGRAM, WORK
    PROGRAM, WORK = sys.argv.pop(1), Path(sys.argv.pop(1))
    shutil.rmtree(WORK, ignore_errors=True)
    unittest.main()


if __name__ == "__main__":
    main()
