# SPDX-License-Identifier: Apache-2.0
"""The thread that takes jobs through the hardware, one after the other.

A job goes in chunks of as many frames as the buffers hold. With several there are two sets of buffers: while the hardware works on
one, the thread unpacks the results and packs the inputs of the other.
"""

import queue
import threading
import time

import numpy as np

from .errors import AcceleratorError, AcceleratorTimeout


class Worker:
    def __init__(self, description, device, mover, chunk, timeout):
        self._inputs, self._outputs = description.inputs, description.outputs
        self._device, self._mover = device, mover
        self._chunk, self._timeout = chunk, timeout
        self._sets = None
        self._jobs = queue.Queue()
        self._thread = None
        self._closing = False
        self._abort = threading.Event()
        self.hardware = threading.Lock()  # held while frames are under way

    def submit(self, job):
        if self._closing:
            raise AcceleratorError("the accelerator is closed")
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="finn-rtlgen", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def abort(self):
        """Ends the job under way with an error, and brings the hardware back to its beginning."""
        self._abort.set()
        while self._abort.is_set():  # the job takes the flag and recovers, or there is none
            if self.hardware.acquire(timeout=0.01):
                try:
                    if self._abort.is_set():
                        self._abort.clear()
                        self._mover.recover()
                finally:
                    self.hardware.release()

    def close(self):
        """Ends what is under way, drops what waits. False if that was done before."""
        if self._closing:
            return False
        self._closing = True
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
        for buffers in self._sets or []:
            for buffer in buffers[0] + buffers[1]:
                buffer.free()
        self._sets = None
        return True

    def allocate(self, frames):
        """Buffers of `frames` frames: of the inputs, of the outputs."""
        taken = []
        try:
            for port in self._inputs + self._outputs:
                taken.append(self._device.allocate(frames * self._mover.stride(port)))
        except Exception:
            for buffer in taken:
                buffer.free()
            raise
        return taken[:len(self._inputs)], taken[len(self._inputs):]

    def transfer(self, buffers, frames):
        """Moves frames and waits until they are through. The hardware is held."""
        self.begin(buffers, frames)
        self.end(buffers)

    def begin(self, buffers, frames):
        for buffer in buffers[0]:
            buffer.flush()
        for buffer in buffers[1]:
            buffer.flush()  # nothing dirty is written over the results later
        self._mover.start(buffers[0], buffers[1], frames)

    def end(self, buffers):
        until = time.monotonic() + self._timeout
        while not self._mover.poll():
            if self._abort.is_set() or self._closing:
                self._abort.clear()
                raise AcceleratorError("the job was ended by reset() or close()")
            if time.monotonic() > until:
                raise AcceleratorTimeout("frames are not through after %g seconds: %s"
                                         % (self._timeout, self._mover.state()))
            self._device.wait()
        for buffer in buffers[1]:
            buffer.invalidate()

    def _serve(self):
        while True:
            job = self._jobs.get()
            if job is None:
                return
            started = time.monotonic()
            result = error = None
            try:
                if self._closing:
                    raise AcceleratorError("the accelerator was closed before the job began")
                with self.hardware:
                    raw = self._run(job)
                result = job._finish(raw)
            except Exception as caught:  # it is the caller's, in result()
                error = caught
            job.seconds = time.monotonic() - started
            job._end(result, error)

    def _run(self, job):
        raw = [np.empty((job.frames,) + port.layout.shape, dtype=port.layout.type.dtype) for port in self._outputs]
        if job.frames == 0:
            return raw
        if self._sets is None:
            self._sets = [self.allocate(self._chunk)]
        if job.frames > self._chunk and len(self._sets) == 1:
            self._sets.append(self.allocate(self._chunk))
        chunks = [slice(first, min(first + self._chunk, job.frames)) for first in range(0, job.frames, self._chunk)]
        self._pack(job, chunks[0], self._sets[0])
        try:
            for k, chunk in enumerate(chunks):
                self.begin(self._sets[k % 2], chunk.stop - chunk.start)
                if k > 0:
                    self._unpack(raw, chunks[k - 1], self._sets[(k - 1) % 2])
                if k + 1 < len(chunks):
                    self._pack(job, chunks[k + 1], self._sets[(k + 1) % 2])
                self.end(self._sets[k % 2])
        except Exception:
            self._mover.recover()
            raise
        self._unpack(raw, chunks[-1], self._sets[(len(chunks) - 1) % 2])
        return raw

    def _frames(self, port, buffer, count):
        stride = self._mover.stride(port)
        return buffer.array[:count * stride].reshape(count, stride)[:, :port.layout.frame_bytes]

    def _pack(self, job, chunk, buffers):
        for port, values, buffer in zip(self._inputs, job._integers, buffers[0]):
            port.pack(values[chunk], out=self._frames(port, buffer, chunk.stop - chunk.start))

    def _unpack(self, raw, chunk, buffers):
        for port, values, buffer in zip(self._outputs, raw, buffers[1]):
            image = np.ascontiguousarray(self._frames(port, buffer, chunk.stop - chunk.start))
            port.unpack(image, out=values[chunk])
