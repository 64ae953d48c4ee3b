#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gate check passes a netlist as Yosys made it and catches one wrong bit in it.

    gates_test.py QOR_DESIGNS WORK_FOLDER
"""

import json
import pathlib
import re
import subprocess
import sys

import gates
from synth import corrected_yosys, synthesise_once

# Row, index of the unit, and the parameter whose value is changed: of a LUT, of a block RAM.
CASES = [("dot_xnor_simd16", 0, r"(LUT6_2 #\(\s*\.INIT\(64'h)([0-9a-f]+)"),
         ("thr_n1_pe4", 0, r"(LUT[4-6] #\(\s*\.INIT\(\d+'h)([0-9a-f]+)"),
         ("mvtu_w1a1", 1, r"(\.INIT_0[0-9A-F]\(256'[bh])([0-9a-fx]+)")]


def flip_lowest_bit(text, pattern):
    """The text with the last digit of the pattern's first value changed in its lowest bit."""
    match = re.search(pattern, text)
    if not match:
        sys.exit(f"the netlist has nothing like {pattern}")
    at = match.end(2) - 1
    return text[:at] + f"{int(text[at], 16) ^ 1:x}" + text[at + 1:]


def main():
    program, work = sys.argv[1], pathlib.Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    subprocess.run([program, work, *(row for row, _, _ in CASES)], check=True)
    yosys = corrected_yosys(work)
    failures = 0
    for row, index, pattern in CASES:
        folder = work / row
        unit = json.loads((folder / "design.json").read_text(encoding="utf-8"))["ours"][index]
        gate = synthesise_once(yosys, unit, folder, "xc7", [])["gate"]
        beats = gates.check(unit, folder, gate)["beats"]
        if beats < gates.BEATS:
            failures += 1
        print(f"{row}: agrees over {beats} beats", flush=True)
        gate.write_text(flip_lowest_bit(gate.read_text(encoding="utf-8"), pattern), encoding="utf-8")
        try:
            gates.check(unit, folder, gate)
            print(f"{row}: one wrong bit was NOT CAUGHT")
            failures += 1
        except gates.Mismatch as mismatch:
            print(f"{row}: one wrong bit was caught: {mismatch}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
