#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves the stream cells with yosys-smtbmc and z3.

    prove.py NAME            k-induction and its base case for all configurations of prove_NAME.v, and a
                             reachable interesting state each, so that nothing is proved of an empty set of runs
    prove.py --mutants NAME  seeds the bugs of mutants.py one by one; each must have a counterexample
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from mutants import MUTANTS

HERE = pathlib.Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "rtl_templates"
HELPERS = ["reset_first.v", "stream_rules.v", "watch_element.v"]
BASE_STEPS = 6  # more than the induction needs: a second look from reset on
COVER_STEPS = 20
MUTANT_STEPS = 16

# Parameters of each proof.
CONFIGURATIONS = {
    "skid": [{"WIDTH": 3}],
    "fifo_srl": [{"DEPTH": 2}, {"DEPTH": 5}, {"DEPTH": 8}],
    "fifo_bram": [{"DEPTH": 4}, {"DEPTH": 5}, {"DEPTH": 8}],
    "dwc": [{"IN": i, "OUT": o} for i, o in [(1, 4), (4, 1), (2, 3), (3, 2), (1, 1), (2, 2), (5, 3), (4, 6)]],
    "fork": [{"WIDTH": 3}],
    "axilite": [{"ADDRESS": 5}],
    "parameter_window": [{"WORDS": 5, "ADDRESS": 3}, {"WORDS": 8192, "ADDRESS": 13}, {"WORDS": 20000, "ADDRESS": 15}],
    "control": [{}],
    "channel_registers": [{"BASE": 16448}],
    "port_counters": [{"BASE": 4160}],
    "frame_watch": [{"INPUTS": 1, "OUTPUTS": 1}],
    "dma_bursts": [{"WORD_BYTES": 64, "BURST": 4}, {"WORD_BYTES": 8, "BURST": 16}, {"WORD_BYTES": 16, "BURST": 256}],
}
# The configuration in which the mutants of a cell are tried: the one with the most in it.
MUTANT_CONFIGURATION = {
    "skid": {"WIDTH": 3},
    "fifo_srl": {"DEPTH": 5},
    "fifo_bram": {"DEPTH": 5},
    "dwc": {"IN": 3, "OUT": 2},
    "fork": {"WIDTH": 3},
    "axilite": {"ADDRESS": 5},
    "parameter_window": {"WORDS": 20000, "ADDRESS": 15},
    "control": {},
    "channel_registers": {"BASE": 16448},
    "port_counters": {"BASE": 4160},
    "frame_watch": {"INPUTS": 1, "OUTPUTS": 1},
    "dma_bursts": {"WORD_BYTES": 64, "BURST": 4},
}
# Modules that a module instantiates.
NEEDS = {"frame_watch": ["frame_join"]}
# Steps of an induction where 1 is not enough, since what is counted inside is not seen: 0, there is none, the first
# BOUND steps are all that is proved.
INDUCTION = {"control": 6, "port_counters": 2, "frame_watch": 0}
BOUND = 9


def model(name, source, parameters, folder):
    """The SMT2 model of prove_NAME with the module's source text in place of the library's."""
    (folder / f"fr_{name}.v").write_text(source)
    needs = [next(TEMPLATES.glob(f"*/fr_{need}.v")) for need in NEEDS.get(name, [])]
    files = [folder / f"fr_{name}.v", *needs, HERE / f"prove_{name}.v"] + [HERE / helper for helper in HELPERS]
    chparam = "".join(f" -chparam {key} {value}" for key, value in parameters.items())
    smt2 = folder / "model.smt2"
    script = (f"read_verilog -formal -defer {' '.join(str(file) for file in files)}; "
              f"hierarchy -check -top prove_{name}{chparam}; proc; check -assert; flatten; memory_nordff; memory_map; "
              f"opt -full; dffunmap; write_smt2 -wires {smt2}")
    run = subprocess.run(["yosys", "-p", script], capture_output=True, text=True)
    implicit = [line for line in run.stdout.splitlines() if "implicitly declared" in line]
    if run.returncode != 0 or implicit:
        sys.exit(f"yosys failed for {name} {parameters}:\n{run.stdout[-2000:]}{run.stderr}")
    return smt2


def smtbmc(smt2, *options):
    """Status of one run, passed or failed, and its output."""
    # Without --unroll, z3 does not come back from the width converter's functions.
    command = ["yosys-smtbmc", "--noprogress", "--unroll", "-s", "z3", *options, str(smt2)]
    run = subprocess.run(command, capture_output=True, text=True)
    status = re.search(r"Status: (\w+)", run.stdout)
    return (status.group(1).lower() if status else "no status"), run.stdout + run.stderr


def prove(name):
    source = next(TEMPLATES.glob(f"*/fr_{name}.v")).read_text()
    failures = 0
    for parameters in CONFIGURATIONS[name]:
        with tempfile.TemporaryDirectory() as folder:
            smt2 = model(name, source, parameters, pathlib.Path(folder))
            steps = INDUCTION.get(name, 1)
            checks = {"base": ["-t", str(BASE_STEPS + steps if steps else BOUND)],
                      "reachable": ["-c", "-t", str(COVER_STEPS)]}
            if steps:
                checks["induction"] = ["-i", "-t", str(steps)]
            for check, options in checks.items():
                status, output = smtbmc(smt2, *options)
                print(f"{name} {parameters} {check}: {status}", flush=True)
                if status != "passed":
                    failures += 1
                    print(output)
    return failures


def try_mutants(name):
    original = next(TEMPLATES.glob(f"*/fr_{name}.v")).read_text()
    failures = 0
    for what, old, new in MUTANTS[name]:
        if original.count(old) != 1:
            print(f"{name}, {what}: its text stands {original.count(old)} times in the source, not once: {old}")
            failures += 1
            continue
        with tempfile.TemporaryDirectory() as folder:
            smt2 = model(name, original.replace(old, new), MUTANT_CONFIGURATION[name], pathlib.Path(folder))
            status, _ = smtbmc(smt2, "-t", str(MUTANT_STEPS))
        caught = status == "failed"
        print(f"{name}, {what}: {'caught' if caught else 'NOT CAUGHT, ' + status}", flush=True)
        failures += 0 if caught else 1
    return failures


def main():
    arguments = sys.argv[1:]
    mutants = arguments[:1] == ["--mutants"]
    names = arguments[1:] if mutants else arguments
    if len(names) != 1 or names[0] not in CONFIGURATIONS:
        sys.exit(f"usage: prove.py [--mutants] {{{','.join(CONFIGURATIONS)}}}")
    sys.exit(1 if (try_mutants if mutants else prove)(names[0]) else 0)


if __name__ == "__main__":
    main()
