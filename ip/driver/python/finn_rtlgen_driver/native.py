# SPDX-License-Identifier: Apache-2.0
"""Finds, or builds, the packing library of driver/c."""

import ctypes
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

NAME = "libfinn_rtlgen_pack.so"
SOURCES = ("fr_pack.c", "fr_pack.h", "fr_bits.h", "fr_codes.h")

_private = None  # see writable_cache()


class Layout(ctypes.Structure):
    """fr_layout"""
    _fields_ = [("code", ctypes.c_int), ("bits", ctypes.c_uint32), ("beat_elements", ctypes.c_uint64),
                ("beats_per_frame", ctypes.c_uint64)]


class Fault(ctypes.Structure):
    """fr_pack_fault"""
    _fields_ = [("index", ctypes.c_uint64), ("value", ctypes.c_int64)]


def _load(path):
    library = ctypes.CDLL(str(path))
    for name in ("fr_pack", "fr_unpack"):
        function = getattr(library, name)
        function.restype = ctypes.c_int
        function.argtypes = [ctypes.POINTER(Layout), ctypes.c_uint64, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p,
                             ctypes.POINTER(Fault)]
    return library


def cache_folder():
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(root) / "finn-rtlgen"


def writable_cache():
    """The user's cache; where that cannot be written, a folder of this process alone, which goes with it. OSError: nor can
    that."""
    global _private
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(cache_folder())):
            return cache_folder()
    except OSError:
        if _private is None:
            _private = tempfile.TemporaryDirectory(prefix="finn-rtlgen-")
        return Path(_private.name)


def _build(sources):
    """Compiles the library into the user's cache, under a name made of its sources."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if not compiler or shutil.which(compiler[0]) is None:
        return None
    content = b"".join((sources / name).read_bytes() for name in SOURCES)
    key = hashlib.sha256(content + repr((compiler, os.uname().machine)).encode()).hexdigest()[:16]
    place = cache_folder() / key / NAME
    if not place.is_file():
        place = writable_cache() / key / NAME
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=str(place.parent)) as work:
            made = os.path.join(work, NAME)
            command = compiler + ["-std=c99", "-O3", "-fPIC", "-shared", "-o", made, str(sources / SOURCES[0])]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            os.replace(made, str(place))
    return place


def find():
    """The library and its path, or None where only numpy is at hand.

    Looked for in this order: $FINN_RTLGEN_PACK (a path, which must load, or "numpy": none); beside this file and in
    driver/c (built with its Makefile); built with $CC or cc from driver/c into the user's cache (writable_cache()).
    """
    chosen = os.environ.get("FINN_RTLGEN_PACK", "")
    if chosen == "numpy":
        return None
    if chosen:
        return _load(chosen), chosen
    here = Path(__file__).resolve().parent
    sources = here.parent.parent / "c"
    for path in (here / NAME, sources / NAME):
        if path.is_file():
            try:
                return _load(path), str(path)
            except OSError:
                pass  # of another machine
    if not all((sources / name).is_file() for name in SOURCES):
        return None
    try:
        path = _build(sources)
        return (_load(path), str(path)) if path is not None else None
    except (OSError, subprocess.CalledProcessError):
        return None
