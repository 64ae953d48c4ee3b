# SPDX-License-Identifier: Apache-2.0
"""Interrupts of pynq, which are coroutines of asyncio, for threads that wait."""

import asyncio
import concurrent.futures
import threading

_lock = threading.Lock()
_loop = None


def _running_loop():
    """The event loop of all interrupts of this process, in a thread of its own: pynq's controllers are shared, and bound
    to the loop in which the first of their interrupts is made."""
    global _loop
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="finn-rtlgen-interrupts", daemon=True).start()
        return _loop


class Interrupt:
    """Waits for what `make()` gives: an object whose wait() is a coroutine. What make() raises is raised here."""

    def __init__(self, make):
        self._loop = _running_loop()
        self._lock = threading.Lock()
        self._waiting = None
        self._interrupt = asyncio.run_coroutine_threadsafe(self._made(make), self._loop).result()

    @staticmethod
    async def _made(make):
        return make()

    async def _wait(self):
        await self._interrupt.wait()

    def wait(self, seconds):
        """True: it came. False: not in that time; it is still waited for, and a later call may find it."""
        with self._lock:
            if self._waiting is None:
                self._waiting = asyncio.run_coroutine_threadsafe(self._wait(), self._loop)
            done, _ = concurrent.futures.wait([self._waiting], seconds)
            if not done:
                return False
            came, self._waiting = self._waiting, None
        came.result()
        return True
