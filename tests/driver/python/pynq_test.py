# SPDX-License-Identifier: Apache-2.0
"""The pynq backend on a stub of the package pynq: an overlay with the accelerator in Python, or with AXI DMA engines.

Usage: pynq_test.py FINN_RTLGEN WORK
"""

import asyncio
import shutil
import sys
import threading
import time
import types
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

import accelerator_test
import fake
from finn_rtlgen_driver import Accelerator, AcceleratorError, AcceleratorTimeout, Description, DmaError


class Memory(np.ndarray):
    """pynq.allocate's array. The board's caches: what is not flushed is not there."""
    log = []

    @property
    def device_address(self):
        return fake.BASE + (self.ctypes.data - Stub.core.memory.ctypes.data)

    def flush(self):
        self.log.append("flush")

    def invalidate(self):
        self.log.append("invalidate")

    def freebuffer(self):
        self.log.append("free")


class Channel:
    """A channel of pynq's DMA class in simple mode."""

    def __init__(self, port, ends):
        self.port, self.ends = port, ends
        self.idle, self.error, self.running = False, False, True
        self.frames, self.fail = [], False

    def transfer(self, array, start=0, nbytes=0):
        assert self.running and not (self.ends and self.waits), "a transfer before the last one ended"
        assert (array.device_address + start) % 8 == 0, "no engine without realignment takes this address"
        self.idle, self.waits = False, True
        self.place = np.asarray(array)[start:start + nbytes]
        assert self.place.size == nbytes
        Stub.started(self)

    waits = False

    def end(self):
        self.idle, self.waits = not self.fail, False
        self.error = self.fail

    def stop(self):
        self.running = self.error = self.fail = self.waits = False

    def start(self):
        self.running = True


class Stub(types.ModuleType):
    """The package."""
    core = None
    channels = []
    stuck = False

    def __init__(self, core, cores):
        super().__init__("pynq")
        Stub.core, Stub.channels, Stub.stuck = core, [], False
        self.loaded, self.pins, taken = [], [], [0]
        self.reads, self.trouble = 0, None  # of registers; what is wrong with the interrupt
        lock = threading.Lock()

        class Interrupt:
            """pynq's: of a pin, and in the event loop in which it is made. Time goes on while it is waited for."""

            def __init__(one, pin):
                if self.trouble == "no device":
                    raise ValueError("Could not find UIO device for interrupt pin for IRQ number 61")
                one.loop = asyncio.get_event_loop()
                self.pins.append(pin)

            async def wait(one):
                assert asyncio.get_event_loop() is one.loop, "waits in another loop"
                if self.trouble == "another overlay":
                    raise RuntimeError("Interrupt invalidated by Overlay change")
                while self.trouble or not core.interrupt():
                    await asyncio.sleep(1e-4)
                    with lock:
                        for _ in range(20):
                            core.look()

        class Overlay:
            def __init__(overlay, bitstream, download=True):
                self.loaded.append((bitstream, download))
                overlay.ip_dict = cores
                sides = core.description.inputs, core.description.outputs
                for k in range(max(map(len, sides))):
                    channels = [Channel(side[k], name == "recv") if k < len(side) else None
                                for side, name in zip(sides, ("send", "recv"))]
                    setattr(overlay, "dma_%d" % k, types.SimpleNamespace(sendchannel=channels[0], recvchannel=channels[1]))
                    Stub.channels += [channel for channel in channels if channel]

        class MMIO:
            def __init__(mmio, address, length):
                assert (address, length) == (0xa0010000, 65536)

            def read(mmio, offset):
                with lock:
                    self.reads += 1
                    core.look()
                    return core.read(offset)

            def write(mmio, offset, value):
                with lock:
                    core.write(offset, value)

        def allocate(shape, dtype):
            assert dtype == np.uint8
            at, taken[0] = taken[0], taken[0] + (shape[0] + 4095) // 4096 * 4096
            return core.memory[at:at + shape[0]].view(Memory)

        self.Overlay, self.MMIO, self.allocate, self.Interrupt = Overlay, MMIO, allocate, Interrupt

    @staticmethod
    def started(channel):
        """Frames pass as soon as the inputs' are there and an output waits."""
        if Stub.stuck:
            return
        if channel.fail:
            return channel.end()
        if not channel.ends:
            layout = channel.port.layout
            channel.frames = list(channel.port.unpack(channel.place.copy()))
            assert channel.place.size % layout.frame_bytes == 0
            channel.end()
        sends = [one for one in Stub.channels if not one.ends]
        receives = [one for one in Stub.channels if one.ends]
        while all(one.frames for one in sends) and all(one.frames or one.waits for one in receives):
            results = Stub.core.compute([np.stack([one.frames.pop(0)]) for one in sends])
            for one, values in zip(receives, results):
                one.frames.append(values)
            for one in receives:
                one.place[:] = one.port.pack(one.frames.pop(0)).reshape(-1)
                one.end()


def cores(description, *names):
    found = {name: {"type": "vendor.org:ip:%s:1.0" % description.top, "phys_addr": 0xa0010000} for name in names}
    return {"ps": {"type": "xilinx.com:ip:zynq_ultra_ps_e:3.3", "phys_addr": 0}, **found,
            **{"dma_%d" % k: {"type": "xilinx.com:ip:axi_dma:7.1", "phys_addr": 64 * k} for k in range(2)}}


class OnStub(unittest.TestCase):
    options = ()

    def setUp(self):
        self.folder = accelerator_test.generate("pynq", *self.options)
        self.description = Description.load(self.folder)
        self.compute = fake.two_ports(self.description)
        self.core = fake.Core(self.description, self.compute)
        self.install(cores(self.description, "accelerator"))
        self.addCleanup(sys.modules.pop, "pynq", None)
        self.bitstream = self.folder / "board" / "two_ports.bit"
        self.bitstream.parent.mkdir()
        self.bitstream.touch()
        self.bitstream.with_suffix(".hwh").touch()

    def install(self, found):
        self.stub = sys.modules["pynq"] = Stub(self.core, found)

    def check(self, accelerator, frames=11):
        x = accelerator_test.samples(frames)
        result = accelerator.predict_raw(x)
        for name, values in zip(["c", "d"], self.compute([x["a"], x["b"]])):
            np.testing.assert_array_equal(result[name], values)


class Masters(OnStub):
    """With --dma."""
    options = ("--dma",)

    def test_predict(self):
        Memory.log.clear()
        with Accelerator(self.folder, bitstream=str(self.bitstream)) as accelerator:
            self.assertEqual(self.stub.loaded, [(str(self.bitstream), True)])
            self.check(accelerator)
        self.assertEqual((Memory.log.count("invalidate"), Memory.log.count("free")), (2, 4))
        self.assertGreaterEqual(Memory.log.count("flush"), 2)

    def test_the_only_bitstream_is_found(self):
        with Accelerator(self.folder) as accelerator:
            self.check(accelerator)
        (self.folder / "other.bit").touch()
        with self.assertRaisesRegex(AcceleratorError, "expected bitstream=..., because there are 2"):
            Accelerator(self.folder)

    def test_files_that_are_missing(self):
        for suffix in (".hwh", ".bit"):
            self.bitstream.with_suffix(suffix).unlink()
            with self.assertRaisesRegex(FileNotFoundError, "no .*two_ports" + suffix):
                Accelerator(self.folder, bitstream=self.bitstream)

    def test_the_core_in_the_overlay(self):
        self.install(cores(self.description))
        with self.assertRaisesRegex(AcceleratorError, 'core "two_ports" .* found 0 among: ps .*zynq'):
            Accelerator(self.folder)
        self.install(cores(self.description, "one", "two"))
        with self.assertRaisesRegex(AcceleratorError, "found 2 among: .*say which with ip="):
            Accelerator(self.folder)
        with Accelerator(self.folder, ip="two", download=False) as accelerator:
            self.assertEqual(self.stub.loaded[-1][1], False)
            self.check(accelerator)

    def test_no_pynq(self):
        sys.modules["pynq"] = None
        with self.assertRaisesRegex(AcceleratorError, 'needs the Python package pynq.*backend="verilator" runs without'):
            Accelerator(self.folder)


class Interrupts(OnStub):
    """With --dma, and an overlay whose interrupt controller has the core's interrupt."""
    options = ("--dma",)
    LOOKS = 400

    def setUp(self):
        super().setUp()
        found = cores(self.description, "accelerator")
        found["accelerator"]["interrupts"] = {"interrupt": {"controller": "intc", "index": 0,
                                                            "fullpath": "accelerator/interrupt"}}
        self.install(found)

    def run_job(self):
        """Reads of registers that a job takes in which LOOKS looks would be in vain."""
        with Accelerator(self.folder) as accelerator:
            before = self.stub.reads
            self.core.patience = self.LOOKS
            self.check(accelerator)
            return self.stub.reads - before

    def test_few_looks(self):
        self.assertLess(self.run_job(), self.LOOKS // 4)
        self.assertEqual(self.stub.pins, ["accelerator/interrupt"])

    def test_errors_and_the_end_of_a_reset(self):
        with Accelerator(self.folder) as accelerator:
            self.core.fail = (1, 2, 0x1230)
            with self.assertRaisesRegex(DmaError, "SLVERR"):
                accelerator.predict(accelerator_test.samples(3))
            self.assertEqual(self.core.resets, 1)
            accelerator.reset()
            self.check(accelerator)

    def test_several_accelerators_and_threads(self):
        with Accelerator(self.folder) as one, Accelerator(self.folder, download=False) as other:
            self.assertEqual(len(self.stub.pins), 2)
            for accelerator in (one, other, one):
                self.check(accelerator)
            self.assertEqual(one.throughput(5)["frames"], 5)  # in this thread, not in the jobs' one

    def test_polls_where_pynq_cannot_wait(self):
        for trouble in ("no device", "another overlay"):
            self.stub.trouble = trouble
            self.assertGreaterEqual(self.run_job(), self.LOOKS - 1)

    def test_an_interrupt_that_never_comes(self):
        self.stub.trouble = "never"
        begun = time.monotonic()
        self.run_job()
        self.assertLess(time.monotonic() - begun, 3)

    def test_a_timeout(self):
        self.core.stuck = True
        with Accelerator(self.folder, timeout=0.1) as accelerator:
            with self.assertRaisesRegex(AcceleratorTimeout, "after 0.1 seconds"):
                accelerator.predict(accelerator_test.samples(3))


class Engines(OnStub):
    """Streams, and AXI DMA beside them."""

    def test_predict(self):
        with Accelerator(self.folder, buffer_bytes=256) as accelerator:
            self.assertEqual(accelerator.chunk, 4)  # frames of the results begin at multiples of 64 bytes
            self.check(accelerator)
            self.assertEqual(set(accelerator.throughput(5)), {"frames", "seconds", "fps"})
            with self.assertRaisesRegex(NotImplementedError, "--axilite or --dma"):
                accelerator.counters()

    def test_errors(self):
        with Accelerator(self.folder, timeout=0.05) as accelerator:
            for channel, name in zip(Stub.channels, "acbd"):
                channel.fail = True
                with self.assertRaisesRegex(DmaError, '"%s": an error of its AXI DMA' % name):
                    accelerator.predict(accelerator_test.samples(3))
                for one in Stub.channels:
                    one.frames = []
                self.check(accelerator)
            Stub.stuck = True
            with self.assertRaisesRegex(AcceleratorTimeout, 'after 0.05 seconds: "c" frame 1'):
                accelerator.predict(accelerator_test.samples(3))

    def test_engines_that_are_missing(self):
        found = cores(self.description)
        del found["dma_1"]
        self.install(found)
        with self.assertRaisesRegex(AcceleratorError, "expected AXI DMA engines dma_0 to dma_1 .*found 1"):
            Accelerator(self.folder)


class EnginesAndRegisters(Engines):
    options = ("--axilite",)

    def test_predict(self):
        with Accelerator(self.folder) as accelerator:
            self.check(accelerator)
            self.assertEqual(accelerator.counters()["ports"]["d"]["frames"], 0)
            self.assertIn("cycles", accelerator.throughput(5))

    def test_engines_that_are_missing(self):
        found = cores(self.description, "accelerator")
        del found["dma_1"]
        self.install(found)
        with self.assertRaisesRegex(AcceleratorError, "found 1"):
            Accelerator(self.folder)


if __name__ == "__main__":
    accelerator_test.PROGRAM, accelerator_test.WORK = sys.argv.pop(1), Path(sys.argv.pop(1))
    shutil.rmtree(accelerator_test.WORK, ignore_errors=True)
    unittest.main()
