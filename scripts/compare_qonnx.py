#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `finn-rtlgen run` with the Python package qonnx on the shipped ONNX models, or on others.

    python3 -m venv ENV && ENV/bin/pip install qonnx==1.0.0 onnx==1.17.0
    ENV/bin/python scripts/compare_qonnx.py [--program FILE] [--samples N] [FOLDER ...]

A folder holds model.onnx, input.npy ([N, ...], the first axis counts samples), input_type if the graph has no quantizer at
its input (what --input-type of finn-rtlgen says), and output.npy if results are recorded. Each sample goes through
qonnx, which evaluates node by node in float32, and through the program, which decides in exact arithmetic; the
table shows how far two outputs are apart, relative to the largest output of the sample. They differ where that exceeds
1e-6, TOLERANCE: far more than sums in float32 lose, far less than one step of an integer. Exit codes: 0 nothing
differs, 1 something does, 2 wrong usage or something is missing.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOLERANCE = 1e-6
ROOT = pathlib.Path(__file__).resolve().parent.parent


def stop(message):
    print(f"compare_qonnx: {message}", file=sys.stderr)
    raise SystemExit(2)


try:
    import numpy as np
    import qonnx  # noqa: F401
except ImportError as error:
    stop(f"the Python package {error.name} is not installed; in an environment of its own:\n"
         "  python3 -m venv ENV && ENV/bin/pip install qonnx==1.0.0 onnx==1.17.0\n"
         "  ENV/bin/python scripts/compare_qonnx.py")

from digits_qonnx import reference  # noqa: E402


def find_program(given):
    if given is not None:
        return given
    built = ROOT / "build" / "dev" / "gen" / "finn-rtlgen"
    found = str(built) if built.is_file() else shutil.which("finn-rtlgen")
    return found or stop("there is no build/dev/gen/finn-rtlgen; build it (scripts/build) or name one with --program")


def run_program(program, folder, inputs):
    """The real outputs [N, outputs] of `finn-rtlgen run`."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        np.save(scratch / "x.npy", inputs)
        command = [program, "run", str(folder / "model.onnx"), "--input", str(scratch / "x.npy"),
                   "--output", str(scratch / "y.npy")]
        if (folder / "input_type").is_file():
            command += ["--input-type", (folder / "input_type").read_text().strip()]
        try:
            result = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            stop(f"{program}: {error.strerror}")
        if result.returncode != 0:
            stop(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr}")
        outputs = np.load(scratch / "y.npy")
        return outputs.reshape(len(outputs), -1)


def row(name, against, found, expected):
    """Prints a line of the table; true if nothing differs."""
    if found.shape != expected.shape:
        print(f"{name:24s} {against:9s} shapes differ: {list(found.shape)}, {list(expected.shape)}")
        return False
    difference = reference.relative_difference(found, expected)
    differing = int((~(difference <= TOLERANCE)).sum())
    print(f"{name:24s} {against:9s} {len(found):8d} {found.size:9d} {differing:10d} {difference.max():16.2e}")
    return differing == 0


def compare(program, folder, samples):
    inputs = np.load(folder / "input.npy")[:samples]
    ours = run_program(program, folder, inputs)
    same = row(folder.name, "qonnx", ours, reference.run(folder / "model.onnx", inputs))
    if (folder / "output.npy").is_file():
        recorded = np.load(folder / "output.npy")[:samples]
        same = row(folder.name, "recorded", ours, recorded.reshape(len(recorded), -1)) and same
    return same


def main():
    parser = argparse.ArgumentParser(description="Compare finn-rtlgen run with qonnx.")
    parser.add_argument("folders", nargs="*", type=pathlib.Path, metavar="FOLDER",
                        help="folders with model.onnx and input.npy (default: those in networks/qonnx)")
    parser.add_argument("--program", help="finn-rtlgen (default: build/dev/gen/finn-rtlgen, or the one on the path)")
    parser.add_argument("--samples", type=int, help="compare the first N samples only")
    arguments = parser.parse_args()
    if arguments.samples is not None and arguments.samples < 1:
        parser.error("--samples needs a positive number")
    folders = arguments.folders or sorted(file.parent for file in (ROOT / "networks" / "qonnx").glob("*/model.onnx"))
    for folder in folders:
        for name in ("model.onnx", "input.npy"):
            if not (folder / name).is_file():
                stop(f"there is no {folder / name}")
    program = find_program(arguments.program)
    print(f"{'model':24s} {'against':9s} {'samples':>8s} {'outputs':>9s} {'differing':>10s} {'max. difference':>16s}")
    results = [compare(program, folder.resolve(), arguments.samples) for folder in folders]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
