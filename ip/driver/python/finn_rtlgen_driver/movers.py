# SPDX-License-Identifier: Apache-2.0
"""Movers of frames between memory and the accelerator: its own DMA channels, or AXI DMA engines beside it.

A mover has `start(inputs, outputs, frames)` (a Buffer for each port), `poll()` (True once all is through; raises
DmaError), `recover()` (behind an error or a timeout: ready for the next start), `state()` (a sentence for people), and
`stride(port)`: bytes from a frame in the buffer to the next one.
"""

import time

from .errors import AcceleratorError, AcceleratorTimeout, DmaError

RESET_SECONDS = 10.0


class ChannelMover:
    """The accelerator's own channels: the inputs', then the outputs'."""

    RESPONSES = {1: "an address that is not aligned", 2: "SLVERR", 3: "DECERR"}

    def __init__(self, description, registers, device):
        self._registers, self._device = registers, device
        self._inputs = len(description.inputs)
        self._ports = description.inputs + description.outputs

    def stride(self, port):
        return port.layout.frame_bytes

    def start(self, inputs, outputs, frames):
        registers = self._registers
        registers.write("control", "IRQ_STATUS", 0xffffffff)
        registers.write("control", "IRQ_ENABLE", registers.mask("control", "IRQ_STATUS", "ALL_DONE", "ERROR"))
        hold = registers.read("control", "CONTROL") & registers.mask("control", "CONTROL", "HOLD")
        registers.write("control", "CONTROL", hold | registers.mask("control", "CONTROL", "IRQ_ENABLE"))
        for index, buffer in enumerate(list(inputs) + list(outputs)):
            registers.write("channel", "ADDRESS_LO", buffer.address & 0xffffffff, index)
            registers.write("channel", "ADDRESS_HI", buffer.address >> 32, index)
            registers.write("channel", "FRAMES", frames, index)
        for index in reversed(range(len(self._ports))):
            registers.write("channel", "START", 1, index)

    def poll(self):
        registers = self._registers
        done = True
        for index, port in enumerate(self._ports):
            status = registers.read("channel", "STATUS", index)
            if registers.field("channel", "STATUS", "ERROR", value=status):
                code = registers.field("channel", "STATUS", "CODE", value=status)
                raise DmaError(port.name, self.RESPONSES.get(code, "error %d" % code),
                               registers.read64("channel", "ERROR", index))
            done = done and bool(registers.field("channel", "STATUS", "DONE", value=status))
        return done

    def recover(self):
        registers = self._registers
        reset = registers.mask("control", "CONTROL", "RESET")
        # Waiting for the interrupt is waiting for the end of the reset, with a reset's alone enabled.
        registers.write("control", "IRQ_STATUS", 0xffffffff)
        registers.write("control", "IRQ_ENABLE", registers.mask("control", "IRQ_STATUS", "RESET_DONE"))
        registers.write("control", "CONTROL", registers.read("control", "CONTROL") | reset)
        until = time.monotonic() + max(RESET_SECONDS, self._device.timeout)
        while registers.read("control", "CONTROL") & reset:
            if time.monotonic() > until:
                raise AcceleratorTimeout("the soft reset does not end: what is under way on the memory bus is not answered")
            self._device.wait()

    def state(self):
        return ", ".join('"%s" %d frames' % (port.name, self._registers.read("channel", "FRAMES_DONE", index))
                         for index, port in enumerate(self._ports)) + " done"


class StreamMover:
    """AXI DMA engines in simple mode, driven by pynq: dma_<k> serves the k-th input and the k-th output.

    A frame's tlast ends what an engine receives, so that frames are received one by one, each at a multiple of 64
    bytes, while all are sent at once.
    """

    MOST_BYTES = (1 << 26) - 1  # of a transfer: the length register of the board designs

    def __init__(self, description, device):
        self._inputs, self._outputs = description.inputs, description.outputs
        ports = max(len(self._inputs), len(self._outputs))
        if len(device.dmas) < ports:
            raise AcceleratorError("expected AXI DMA engines dma_0 to dma_%d beside an accelerator without --dma, "
                                   "found %d" % (ports - 1, len(device.dmas)))
        self._send = [device.dmas[i][0] for i in range(len(self._inputs))]
        self._receive = [device.dmas[i][1] for i in range(len(self._outputs))]

    def stride(self, port):
        size = port.layout.frame_bytes
        return size if port in self._inputs else (size + 63) // 64 * 64

    def start(self, inputs, outputs, frames):
        for port in self._inputs:
            if frames * port.layout.frame_bytes > self.MOST_BYTES:
                raise AcceleratorError('%d frames of "%s" are more than an AXI DMA moves at a time; use a smaller '
                                       "buffer_bytes" % (frames, port.name))
        self._frames, self._buffers = frames, outputs
        self._begun = [0] * len(outputs)
        for i in range(len(outputs)):
            self._next(i)
        for port, channel, buffer in zip(self._inputs, self._send, inputs):
            channel.transfer(buffer.memory, start=0, nbytes=frames * port.layout.frame_bytes)

    def _next(self, i):
        port = self._outputs[i]
        self._receive[i].transfer(self._buffers[i].memory, start=self._begun[i] * self.stride(port),
                                  nbytes=port.layout.frame_bytes)
        self._begun[i] += 1

    def poll(self):
        done = True
        for port, channel in list(zip(self._inputs, self._send)) + list(zip(self._outputs, self._receive)):
            if channel.error:
                raise DmaError(port.name, "an error of its AXI DMA", None)
            done = done and channel.idle
        for i, channel in enumerate(self._receive):
            while channel.idle and self._begun[i] < self._frames:
                self._next(i)
                done = False
        return done

    def recover(self):
        for channel in self._send + self._receive:
            channel.stop()
            channel.start()

    def state(self):
        return ", ".join('"%s" frame %d' % (port.name, begun) for port, begun in zip(self._outputs, self._begun))
