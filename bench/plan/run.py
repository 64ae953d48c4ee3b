#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the planner: predicted cycles beside Verilator's, buffers, the best folding beside FINN's rule, regret,
latency, the cost model's errors and FINN-R's operating points. Writes docs/plan.md.

    bench/plan/run.py [--json FILE] [--only SECTION...] [--networks DIR...] [--match NAME] [--doc FILE]
                      [--build DIR] [--work DIR] [--jobs N]

Networks: those that the project ships, and those in the folders of --networks (default: the CMake option
FINN_SHARED_NETS). With --only or --match no document is written. Exit code 1: a prediction is not what Verilator does, or a
folding is worse than FINN's.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import time

import points
import tables

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "plan.md"
COSTS = ROOT / "gen" / "cells" / "costs.def"
PLATFORMS = ("pynq_z1", "ultra96", "zcu104", "aws_f1")
LONG_FRAME = 500_000  # cycles; of longer ones Verilator sees one frame instead of three
DRAWS = 200           # of the cost model's error


class Failed(Exception):
    """A program that the bench calls failed."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all figures")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=[], metavar="SECTION",
                        help=f"of {', '.join(SECTIONS)}")
    parser.add_argument("--match", metavar="NAME", help="only networks whose name holds this")
    parser.add_argument("--doc", type=pathlib.Path, metavar="FILE", help="write the tables (docs/plan.md if nothing is left "
                        "out)")
    parser.add_argument("--networks", nargs="*", type=pathlib.Path, metavar="DIR", help="folders with more networks")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev", metavar="DIR",
                        help="CMake build folder")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="working folder (BUILD/plan)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="accelerators verified at a time")
    options = parser.parse_args()
    options.work = options.work or options.build / "plan"
    if options.doc is None and not options.only and not options.match:
        options.doc = DOCUMENT
    if options.networks is None:
        cache = (options.build / "CMakeCache.txt").read_text(encoding="utf-8")
        shared = re.search(r"^FINN_SHARED_NETS:\w+=(.+)$", cache, re.MULTILINE)
        options.networks = [pathlib.Path(shared.group(1))] if shared else []
    return options


def call(*command):
    """Standard output of a command, which must succeed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def answer(options, *question):
    """What plan_bench says."""
    return json.loads(call(options.build / "bench" / "plan_bench", *question))


def networks(options):
    """{name: file}, shipped ones first."""
    found = {}
    for folder in [ROOT / "networks", ROOT / "networks" / "qonnx", *options.networks,
                   *(folder / "qonnx" for folder in options.networks)]:
        for file in sorted([*folder.glob("*/net.json"), *folder.glob("*/model.onnx")]):
            name = file.parent.name + ("_qonnx" if file.suffix == ".onnx" and file.parent.name in found else "")
            found[name] = file
    return {name: file for name, file in found.items() if not options.match or options.match in name}


def compiles(options, file):
    """The report, or nothing where the importer refuses the model. Raises Failed on anything else."""
    command = [options.build / "gen" / "finn-rtlgen", "estimate", file, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return json.loads(done.stdout)
    if done.returncode == 1 and "error FR6" in done.stderr:
        return None
    raise Failed(f"{' '.join(map(str, command))}:\n{done.stderr[-2000:]}")


def verified(options, name, file, report):
    """Generates the accelerator at its own folding and runs it in Verilator, also with stalls."""
    program = options.build / "gen" / "finn-rtlgen"
    folder = options.work / name
    call(program, file, "-o", folder)
    frames = 1 if report["ii_cycles"] > LONG_FRAME else 3
    call(program, "verify", folder / report["network"], "--frames", frames, "--stall", "0.2")
    found = json.loads((folder / report["network"] / "report" / "verify.json").read_text(encoding="utf-8"))
    return {"network": name, "predicted": found["ii_cycles_predicted"], "measured": found["ii_cycles"],
            "latency_predicted": found["latency_cycles_predicted"], "latency_measured": found["latency_cycles"],
            "beats": found["beats_replayed"], "mismatches": found["mismatches"]}


def cycles(options, models):
    def one(item):
        name, file = item
        report = compiles(options, file)
        row = verified(options, name, file, report) if report else None
        print(f"cycles {name}: {'refused by the importer' if row is None else row['measured']}", flush=True)
        return row
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return [row for row in pool.map(one, models.items()) if row]


def fifo(options, models):
    return [{"network": name, **answer(options, "buffers", file)} for name, file in models.items()
            if compiles(options, file)]


def own_nets(models):
    """Networks that are integer already."""
    return {name: file for name, file in models.items() if file.suffix == ".json"}


def folding(options, models):
    rows = []
    for name, file in own_nets(models).items():
        for platform in PLATFORMS:
            rows.append({"network": name, "platform": platform, **answer(options, "folding", file, platform)})
            print(f"folding {name} on {platform}: {rows[-1]['ii']}, SetFolding {rows[-1]['ii_baseline']}", flush=True)
    return rows


def regret(options, models):
    rows = []
    for name, file in own_nets(models).items():
        found = answer(options, "folding", file, "pynq_z1", DRAWS)["regret"]
        if found:
            rows.append({"network": name, "platform": "pynq_z1", **found})
            print(f"regret {name}: {found}", flush=True)
    return rows


def latency(options, models):
    return [{"network": name, "platform": "pynq_z1", **answer(options, "latency", file, "pynq_z1")}
            for name, file in own_nets(models).items()]


def operating_points(options, _):
    return points.measure(options, answer, call)


def cost():
    """The errors that bench/fit/run.py found, by family; those of 7-series are the summary's."""
    rows = {}
    pattern = r'FINN_COST_ERROR\((\w+), "([^"]+)", (\d+), ([\d.]+), ([\d.]+), (\d+), (\d+)\)'
    for family, tool, held_out, median, p95, dsp, bram in re.findall(pattern, COSTS.read_text(encoding="utf-8")):
        rows[family] = {"tool": tool, "held_out": int(held_out), "lut_median": float(median), "lut_p95": float(p95),
                        "dsp_exact": dsp == "0", "bram_exact": bram == "0"}
    return {**rows.get("kXc7", {}), "families": rows}


SECTIONS = {"cycles": cycles, "fifo": fifo, "folding": folding, "latency": latency, "regret": regret,
            "points": operating_points}


def wrong(figures):
    """What must not be."""
    for row in figures.get("cycles", []):
        if (row["predicted"], row["latency_predicted"]) != (row["measured"], row["latency_measured"]) or \
                row["mismatches"]:
            yield f"{row['network']}: predicted {row['predicted']}, measured {row['measured']}"
    for row in figures.get("folding", []):
        if row["ii_baseline"] is not None and row["ii"] > row["ii_baseline"]:
            yield f"{row['network']} on {row['platform']}: {row['ii']}, SetFolding {row['ii_baseline']}"


def main():
    options = arguments()
    start = time.time()
    try:
        models = networks(options)
        figures = {name: measure(options, models) for name, measure in SECTIONS.items()
                   if not options.only or name in options.only}
    except Failed as failure:
        sys.exit(f"bench/plan: {failure}")
    figures["cost"] = cost()
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.doc:
        options.doc.write_text(tables.document(figures, DRAWS), encoding="utf-8")
    errors = list(wrong(figures))
    print("\n".join(errors) or f"nothing wrong in {time.time() - start:.0f} s")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
