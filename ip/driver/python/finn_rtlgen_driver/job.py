# SPDX-License-Identifier: Apache-2.0
"""A batch on its way through an accelerator."""

import threading

from .errors import AcceleratorTimeout


class Job:
    """What `Accelerator.submit` gives. `frames`: how many; `seconds`: from its start to its end, once it is done."""

    def __init__(self, frames, integers, finish):
        self.frames = frames
        self.seconds = None
        self._integers = integers
        self._finish = finish
        self._ended = threading.Event()
        self._result = self._error = None

    def done(self):
        """True once result() has an answer, be it an error."""
        return self._ended.is_set()

    def result(self, timeout=None):
        """Waits, at most `timeout` seconds, and returns what predict() does, or raises what went wrong.

        AcceleratorTimeout says that it is not there yet; the job goes on.
        """
        if not self._ended.wait(timeout):
            raise AcceleratorTimeout("the job of %d frames is not done after %g seconds" % (self.frames, timeout))
        if self._error is not None:
            raise self._error
        return self._result

    def _end(self, result=None, error=None):
        self._result, self._error = result, error
        self._integers = None
        self._ended.set()
