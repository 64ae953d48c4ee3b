# SPDX-License-Identifier: Apache-2.0
"""The verilated accelerator on this machine, behind the bus-functional models of its bench, which check the bus's rules.

`make -C sim driver` builds it, which is done when it is needed: in the accelerator's folder, or in the user's cache
where that cannot be written, or in a temporary folder where neither can.
"""

import ctypes
import fcntl
import os
import shutil
import subprocess
import threading
import time

import numpy as np

from .device import Buffer, Device
from .errors import AcceleratorError, NotAvailable
from .native import cache_folder, writable_cache

LIBRARY = "build-driver/libfr_sim.so"
BASE = 0x10000000  # of the memory, on the bus
SLICE = 20000      # cycles without looking for other threads


def _functions(library):
    pointer, u32, u64 = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint64
    for name, result, *arguments in (
            ("create", pointer, ctypes.c_char_p, u64, u64, u64), ("destroy", None, pointer),
            ("memory", pointer, pointer), ("read", u32, pointer, u32), ("write", None, pointer, u32, u32),
            ("run", ctypes.c_int, pointer, u64), ("cycles", u64, pointer), ("broken", ctypes.c_char_p, pointer),
            ("temper", None, pointer, ctypes.c_double, u64), ("fail_at", None, pointer, u64, u32)):
        function = getattr(library, "fr_sim_" + name)
        function.restype, function.argtypes = result, arguments
    return library


def _cache_is_lost():
    try:
        return writable_cache() != cache_folder()
    except OSError:
        return True


def _make(sim, *arguments):
    # The caller may itself run under make, whose flags are not for this one.
    environment = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    if _cache_is_lost():  # ccache keeps its files there, too, and fails
        environment["CCACHE_DISABLE"] = "1"
    return subprocess.run(["make", "--no-print-directory", "-C", str(sim), *arguments], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def build(description):
    """Builds the library, if it is not there or older than its sources, and returns the folder it is of."""
    folder = description.folder
    if folder is None or not (folder / "sim" / "Makefile").is_file():
        raise AcceleratorError('backend="verilator" needs the folder that finn-rtlgen wrote, with sim/ and rtl/; '
                               "found %s" % folder)
    if not os.access(str(folder / "sim"), os.W_OK):
        try:
            cache = writable_cache()
        except OSError as error:
            raise AcceleratorError("the simulation has no place: neither %s nor the cache %s nor a temporary folder can be "
                                   "written (%s)" % (folder / "sim", cache_folder(), error)) from error
        copy = cache / ("%s-%s" % (description.top, description.build))
        for part in ("rtl", "sim", "driver"):
            if not (copy / part).is_dir():
                partial = copy / ("%s.partial-%d" % (part, os.getpid()))
                shutil.copytree(str(folder / part), str(partial), copy_function=shutil.copyfile)
                for path in [partial] + [path for path in partial.rglob("*") if path.is_dir()]:
                    path.chmod(0o755)
                try:
                    partial.rename(copy / part)
                except OSError:  # another process was faster
                    shutil.rmtree(str(partial))
        folder = copy
    sim = folder / "sim"
    tools = [("make", "GNU make"), (os.environ.get("VERILATOR", "verilator").split()[0], "Verilator"),
             (os.environ.get("CXX", "g++").split()[0], "a C++ compiler")]
    with open(str(sim / "driver.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if shutil.which("make") and _make(sim, "-q", "driver").returncode == 0:
            return folder
        missing = ["%s (%s)" % (what, command) for command, what in tools if shutil.which(command) is None]
        if missing:
            raise AcceleratorError('backend="verilator" builds a simulation and needs: %s; not found on PATH'
                                   % ", ".join(missing))
        made = _make(sim, "driver")
        (sim / "driver.log").write_bytes(made.stdout)
        if made.returncode != 0 or not (sim / LIBRARY).is_file():
            raise AcceleratorError("the simulation could not be built (%s):\n%s"
                                   % (sim / "driver.log", "\n".join(made.stdout.decode(errors="replace").splitlines()[-15:])))
    return folder


class _Arena:
    """First-fit places in the memory, in units of 64 bytes."""

    def __init__(self, size):
        self._size, self._used = size, {}

    def take(self, size):
        size = max(64, (size + 63) // 64 * 64)
        at = 0
        for start in sorted(self._used):
            if start - at >= size:
                break
            at = start + self._used[start]
        if at + size > self._size:
            raise MemoryError("expected memory_bytes of the simulation to hold %d more, which has %d in all"
                              % (size, self._size))
        self._used[at] = size
        return at, size

    def give(self, at):
        del self._used[at]


class _SimBuffer(Buffer):
    def __init__(self, device, at, size):
        super().__init__(device.memory[at:at + size], BASE + at)
        self._device, self._at = device, at

    def free(self):
        if self.array is not None:
            self.array = None
            self._device.arena.give(self._at)


class VerilatorDevice(Device):
    """`memory_bytes`: of the memory behind the accelerator. `stall`: probability that a memory channel rests in a cycle;
    `latency`: cycles of a memory access; `seed`: of the rests, and of the registers' contents before reset."""

    timeout = 600.0

    def __init__(self, description, memory_bytes=1 << 28, stall=0.0, latency=20, seed=1):
        if not description.has_dma:
            raise NotAvailable('backend="verilator" runs accelerators with a DMA of their own: generate with --dma')
        self._sim = None
        self._lock = threading.RLock()
        folder = build(description)
        self._library = _functions(ctypes.CDLL(str(folder / "sim" / LIBRARY)))
        self._sim = self._library.fr_sim_create(os.fsencode(str(folder / "rtl")), BASE, memory_bytes, seed)
        if not self._sim:
            raise AcceleratorError("the simulation does not start: no folder %s, or no memory of %d bytes"
                                   % (folder / "rtl", memory_bytes))
        place = (ctypes.c_uint8 * memory_bytes).from_address(self._library.fr_sim_memory(self._sim))
        self.memory = np.frombuffer(place, dtype=np.uint8)
        self.arena = _Arena(memory_bytes)
        self._library.fr_sim_temper(self._sim, stall, latency)

    def read32(self, offset):
        with self._lock:
            return self._checked(self._library.fr_sim_read(self._open(), offset))

    def write32(self, offset, value):
        with self._lock:
            self._checked(self._library.fr_sim_write(self._open(), offset, value))

    def allocate(self, size):
        with self._lock:
            self._open()
            return _SimBuffer(self, *self.arena.take(size))

    def wait(self):
        with self._lock:
            self._checked(self._library.fr_sim_run(self._open(), SLICE))
        time.sleep(0)

    def cycles(self):
        """Cycles that were simulated."""
        with self._lock:
            return self._library.fr_sim_cycles(self._open())

    def fail_at(self, address, response=2):
        """The memory word at `address` answers with SLVERR (2) or DECERR (3) from now on; None: no word does."""
        with self._lock:
            self._library.fr_sim_fail_at(self._open(), 2 ** 64 - 1 if address is None else address, response)

    def close(self):
        with self._lock:
            if self._sim:
                self.memory = None
                self._library.fr_sim_destroy(self._sim)
                self._sim = None

    def _open(self):
        if not self._sim:
            raise AcceleratorError("the simulation is closed")
        return self._sim

    def _checked(self, value):
        broken = self._library.fr_sim_broken(self._sim)
        if broken:
            raise AcceleratorError("a rule of the bus is broken: " + broken.decode())
        return value
