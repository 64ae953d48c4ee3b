# SPDX-License-Identifier: Apache-2.0
"""An accelerator that runs: on a board, or verilated on this machine."""

import time

import numpy as np

from . import identity
from .device import Device
from .errors import AcceleratorTimeout, NotAvailable
from .job import Job
from .movers import ChannelMover, StreamMover
from .parameters import Parameters, Writer, read_file
from .port import Description
from .registers import Registers
from .worker import Worker

BACKENDS = ("pynq", "verilator")


def _open(backend, description, bitstream, options):
    if isinstance(backend, Device):
        return backend
    if backend == "pynq":
        from .device_pynq import PynqDevice
        return PynqDevice(description, bitstream, **options)
    if backend == "verilator":
        from .device_verilator import VerilatorDevice
        return VerilatorDevice(description, **options)
    raise ValueError("unknown backend %r: expected %s or a Device" % (backend, ", ".join(map(repr, BACKENDS))))


class Accelerator:
    """Loads an accelerator, looks whether it is the one of `folder`, and computes with it.

    `folder`: what finn-rtlgen wrote. `backend`: "pynq", "verilator", or a Device. `bitstream`: for pynq, the .bit with
    its .hwh beside it; None: the folder's only one. `buffer_bytes`: of the largest of the buffers, of which there are
    two for each port; a batch goes through in chunks that fit. `timeout`: seconds for a chunk; None: 10 on a board,
    600 in simulation. Further options go to the backend.
    """

    def __init__(self, folder, backend="pynq", bitstream=None, buffer_bytes=1 << 20, timeout=None, **options):
        self.description = Description.load(folder)
        self.inputs, self.outputs = self.description.inputs, self.description.outputs
        self._device = _open(backend, self.description, bitstream, options)
        try:
            self.registers = None
            if self.description.entries.get("registers"):
                self.registers = Registers(self.description.entries["registers"], self._device)
                identity.check(self.description, self.registers)
            entries = self.description.entries.get("parameters")
            self.parameters = Parameters(entries) if entries else None
            if self.description.has_dma:
                mover = ChannelMover(self.description, self.registers, self._device)
            elif self._device.dmas is not None:
                mover = StreamMover(self.description, self._device)
            else:
                raise NotAvailable("the accelerator has streams alone: generate it with --dma to run it on this backend")
            frame = max(mover.stride(port) for port in self.inputs + self.outputs)
            self.chunk = max(1, buffer_bytes // frame)
            self._timeout = self._device.timeout if timeout is None else timeout
            self._worker = Worker(self.description, self._device, mover, self.chunk, self._timeout)
        except Exception:
            self._device.close()
            raise

    # Computing

    def predict(self, x):
        """Results of a batch, as `finn-rtlgen run` gives them: `x` [N, *shape] real values in the host's layout, or
        integers in the hardware's; a dictionary by tensor name where there are several inputs. An array, or a
        dictionary by tensor name where there are several outputs."""
        return self.submit(x).result()

    def predict_raw(self, x):
        """The same without the outputs' host part: the integers [N, *shape] that leave the hardware."""
        return self.submit(x, raw=True).result()

    def submit(self, x, raw=False):
        """Begins a batch and returns its Job. What is wrong with `x` is raised here."""
        integers = self._integers(x)

        def finish(values):
            if not raw:
                values = [port.result(value) for port, value in zip(self.outputs, values)]
            if len(values) == 1:
                return values[0]
            return {port.name: value for port, value in zip(self.outputs, values)}

        job = Job(len(integers[0]), integers, finish)
        self._worker.submit(job)
        return job

    def _integers(self, x):
        names = [port.name for port in self.inputs]
        if not isinstance(x, dict):
            if len(names) != 1:
                raise TypeError("expected a dictionary of the inputs %s, found %s" % (", ".join(names), type(x).__name__))
            x = {names[0]: x}
        if sorted(x) != sorted(names):
            raise ValueError("expected the inputs %s, found %s" % (", ".join(names), ", ".join(map(str, x)) or "none"))
        # A copy: what the caller does to its array later does not matter.
        integers = [np.array(port.quantize(x[port.name]), copy=True) for port in self.inputs]
        if len({len(values) for values in integers}) != 1:
            raise ValueError("expected as many samples of each input, found " + ", ".join(
                "%d of %s" % (len(values), port.name) for port, values in zip(self.inputs, integers)))
        return integers

    # Looking

    def counters(self):
        """{"cycles", "frames_in", "frames_out", "ports": {tensor: {"frames", "beats", "stalls", ...}}}, since the
        hardware's reset or clear_counters()."""
        self._need_registers("counters")
        read = self.registers.read
        names = [name for name in self.registers.names("port") if name not in ("BEAT_BYTES", "FRAME_BEATS")]
        return {"cycles": self.registers.read64("control", "CYCLES"), "frames_in": read("control", "FRAMES_IN"),
                "frames_out": read("control", "FRAMES_OUT"),
                "ports": {port.name: {name.lower(): read("port", name, i) for name in names}
                          for i, port in enumerate(self.inputs + self.outputs)}}

    def clear_counters(self):
        self._need_registers("counters")
        keep = self.registers.mask("control", "CONTROL", "IRQ_ENABLE", "HOLD")
        control = self.registers.read("control", "CONTROL") & keep
        self.registers.write("control", "CONTROL", control | self.registers.mask("control", "CONTROL", "CLEAR"))

    def throughput(self, frames=1000):
        """Moves `frames` frames of zeros in one go, without packing. {"frames", "seconds", "fps"} by the host's clock,
        and of accelerators with registers {"cycles", "cycles_per_frame", "hardware_fps"} by the hardware's counter at
        the clock of accelerator.json. Both include the first frame's latency and the host's looking for the end."""
        if frames < 1:
            raise ValueError("expected 1 frame or more, found %d" % frames)
        with self._worker.hardware:
            buffers = self._worker.allocate(frames)
            try:
                for buffer in buffers[0]:
                    buffer.array[:] = 0
                before = self.registers.read64("control", "CYCLES") if self.registers else 0
                started = time.monotonic()
                try:
                    self._worker.transfer(buffers, frames)
                except Exception:
                    self._worker._mover.recover()
                    raise
                seconds = time.monotonic() - started
                result = {"frames": frames, "seconds": seconds, "fps": frames / max(seconds, 1e-9)}
                if self.registers:
                    cycles = self.registers.read64("control", "CYCLES") - before
                    result.update(cycles=cycles, cycles_per_frame=cycles / frames,
                                  hardware_fps=frames * self.description.clock_mhz * 1e6 / cycles)
                return result
            finally:
                for buffer in buffers[0] + buffers[1]:
                    buffer.free()

    # Controlling

    def reset(self):
        """A soft reset: the job under way ends with an error, those that wait begin then."""
        self._worker.abort()

    def write_parameters(self, layers):
        """Other weights, thresholds and tables for layers that were generated with "runtime": true: {layer: {attribute:
        integers}}, as net.json holds them (`parameters.layers` has their types and shapes). All change between the same
        two frames: jobs that were submitted before compute with the old ones, or with the new ones as a whole."""
        parameters = self._need_parameters()
        pieces = [piece for layer, values in layers.items() for piece in parameters.image(layer, **values)]
        self._write_words(pieces)

    def write_weights(self, layer, values):
        """write_parameters() of one layer's weights."""
        self.write_parameters({layer: {"weights": values}})

    def write_thresholds(self, layer, values, flip=None):
        """write_parameters() of one layer's thresholds, and of which of its channels are flipped."""
        self.write_parameters({layer: {"thresholds": values, **({} if flip is None else {"flip": flip})}})

    def load_parameters(self, file):
        """All parameters, from a file that `finn-rtlgen parameters` wrote for this accelerator."""
        self._need_parameters()
        self._write_words([(0, read_file(file, self.description.build))])

    def _need_parameters(self):
        if self.parameters is None:
            raise NotAvailable("the accelerator has no parameters that can be rewritten: give layers \"runtime\": true and "
                               "generate it with --axilite or --dma")
        return self.parameters

    def _write_words(self, pieces):
        with self._worker.hardware:  # the job under way ends first
            until = time.monotonic() + self._timeout

            def pause():
                if time.monotonic() > until:
                    raise AcceleratorTimeout("frames are not out of the accelerator after %g seconds" % self._timeout)
                self._device.wait()

            Writer(self.parameters, self.registers, self._device, pause).write(pieces)

    def close(self):
        """Ends the job under way, and the use of the hardware. Waiting jobs end with an error."""
        if self._worker.close():
            self._device.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _need_registers(self, what):
        if self.registers is None:
            raise NotAvailable("%s are registers of the accelerator: generate it with --axilite or --dma" % what)
