#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves with Yosys that small compressor modules and their behavioural twins are the same function of their inputs,
with the same latency, from any state of their registers; and that a module with one wrong LUT is not.

    prove_dot.py DOT_MODULES SOURCE_DIR WORK_DIR
"""

import json
import pathlib
import re
import subprocess
import sys


def proof(folder, source, case, device_file):
    """The Yosys script. After as many enabled cycles as the pipeline is long, nothing of its first state is left."""
    library = [source / "rtl_templates" / file for file in case["files"]]
    models = source / "verif" / "primitives" / "fr_primitives.v"
    plain, device = [f"read_verilog -sv {macro} {' '.join(map(str, files))}" for macro, files in (
        ("", [*library, folder / f"{case['name']}.v"]),
        ("-DFR_PRIMITIVES", [models, *library, device_file]))]
    steps = case["stages"] + 2  # the sum is registered after the stages
    prepare = f"hierarchy -check -top {case['module']}; proc; flatten; opt_clean; memory; opt"
    return "; ".join([
        plain, prepare, f"rename {case['module']} gold; design -stash gold",
        device, prepare, f"rename {case['module']} gate; design -stash gate",
        "design -copy-from gold -as gold gold", "design -copy-from gate -as gate gate",
        "miter -equiv -flatten -make_outputs gold gate miter", "hierarchy -top miter",
        f"sat -verify -prove trigger 0 -seq {steps} -prove-skip {steps - 1} -set in_en 1 miter",
    ])


def proved(folder, source, case, device_file):
    done = subprocess.run(["yosys", "-q", "-p", proof(folder, source, case, device_file)], cwd=folder,
                          capture_output=True, text=True)
    if done.returncode != 0 and "proof did fail" not in done.stdout + done.stderr:
        sys.exit(f"{case['name']}: Yosys failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.returncode == 0


def main():
    program, source, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    folder.mkdir(parents=True, exist_ok=True)
    listing = subprocess.run([program, folder], check=True, capture_output=True, text=True).stdout
    failures = 0
    for case in json.loads(listing):
        module = folder / f"{case['name']}.v"
        good = proved(folder, source, case, module)
        print(f"{case['name']}: {'equivalent' if good else 'NOT EQUIVALENT'}, {case['stages']} stages", flush=True)
        failures += not good
        text = module.read_text(encoding="utf-8")
        inits = list(re.finditer(r"64'h([0-9a-f]{16})", text))
        first = inits[0].start(1)
        wrong = folder / f"{case['name']}_wrong.v"
        wrong.write_text(text[:first] + f"{int(text[first:first + 16], 16) ^ (2**64 - 1):016x}" + text[first + 16:],
                         encoding="utf-8")
        if proved(folder, source, case, wrong):
            print(f"{case['name']}: a wrong LUT was NOT CAUGHT")
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
