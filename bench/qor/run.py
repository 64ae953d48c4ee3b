#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Synthesises the rows of the quality-of-result table with Yosys, each beside a naive version of the same module,
checks every netlist against its RTL and compares the figures with the limits of rows.py.

    bench/qor/run.py [--only GLOB...] [--family xc7|xcup|both] [--json FILE] [--doc FILE] [--build DIR] [--jobs N]
    bench/qor/run.py --list

Without --only it writes docs/qor.md. Units that have not changed since an earlier run in the same working folder are
not done again. Exit code 1: a row misses its limit (7-series) or a netlist differs from its RTL.
"""

import argparse
import concurrent.futures
import fcntl
import fnmatch
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYNTHESIS = ROOT / "bench" / "synthesis"
sys.path.insert(0, str(SYNTHESIS))

import cycles  # noqa: E402
import gates  # noqa: E402
import tables  # noqa: E402
import timing  # noqa: E402
from netlist import NetlistError  # noqa: E402
from rows import LIMITS  # noqa: E402
from synth import FAMILIES, ToolError, corrected_yosys, synthesise, yosys_version  # noqa: E402

SUMMED = ("lut", "lut_packed", "lutram", "ff", "carry", "dsp", "bram18")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="GLOB", default=[], help="only rows with these names")
    parser.add_argument("--family", choices=[*FAMILIES, "both"], default="xc7",
                        help="7-series (with limits), UltraScale+, or both")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the 7-series rows (else UltraScale+)")
    parser.add_argument("--doc", type=pathlib.Path, metavar="FILE", help="write the tables (docs/qor.md if all rows run)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev", metavar="DIR",
                        help="CMake build folder")
    parser.add_argument("--no-build", action="store_true", help="use the design writer in BUILD as it is")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="working folder (BUILD/qor)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="programs at a time")
    parser.add_argument("--no-naive", action="store_true", help="leave out the naive versions")
    parser.add_argument("--no-timing", action="store_true", help="leave out place and route of the 64-lane PE")
    parser.add_argument("--kept-only", action="store_true",
                        help="write what earlier runs left, leave out rows (and naive versions) that would have to be done")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    return parser.parse_args()


def chosen_rows(globs):
    names = [name for name in LIMITS if not globs or any(fnmatch.fnmatch(name, glob) for glob in globs)]
    unused = [glob for glob in globs if not fnmatch.filter(LIMITS, glob)]
    if unused:
        raise ToolError(f"no row is called {', '.join(unused)}; --list shows them")
    return names


def write_designs(build, rebuild, work, names):
    """The rows' hardware, from the C++ program."""
    program = build / "bench" / "qor_designs"
    if rebuild and (build / "CMakeCache.txt").is_file():
        subprocess.run(["cmake", "--build", build, "--target", "qor_designs"], check=True, stdout=subprocess.DEVNULL)
    if not program.is_file():
        raise ToolError(f"{program} is missing: scripts/build makes it, or --build names another build folder")
    done = subprocess.run([program, work, *names], capture_output=True, text=True)
    if done.returncode != 0:
        raise ToolError(done.stderr.strip())
    return {name: json.loads((work / name / "design.json").read_text(encoding="utf-8")) for name in names}


def unit_key(side, unit, folder, family):
    """A hash of everything that a unit's result depends on."""
    key = hashlib.sha256(f"{side} {family} {yosys_version()} {json.dumps(unit, sort_keys=True)}".encode())
    here = pathlib.Path(__file__).parent
    programs = [SYNTHESIS / "synth.py", SYNTHESIS / "netlist.py",
                *(here / f"{module}.py" for module in ("gates", "bram_models", "dsp_model"))]
    contents = re.findall(r'"([^"]+\.mem)"', "".join((folder / file).read_text(encoding="utf-8")
                                                     for file in unit["files"]))
    for file in [*programs, *(folder / name for name in sorted({*unit["files"], *contents}))]:
        if file.is_file():
            key.update(file.read_bytes())
    return key.hexdigest()[:32]


def unit_result(yosys, side, unit, folder, family, kept):
    """Counts of one unit; of ours also whether its netlist does what its RTL does. `kept`: a folder with the results of
    units that have been done before; those that nothing has changed are taken from there."""
    file = kept / f"{unit_key(side, unit, folder, family)}.json"
    if file.is_file():
        return json.loads(file.read_text(encoding="utf-8"))
    result = synthesise(yosys, unit, folder, family)
    gate = result.pop("gate")
    if side == "ours":
        try:
            result["beats"] = gates.check(unit, folder, gate)["beats"]
            result["agrees"] = True
        except gates.Mismatch as mismatch:
            print(f"gate check: {mismatch}", flush=True)
            return {**result, "agrees": False}
    half_written = file.with_suffix(f".{side}.{family}.tmp")
    half_written.write_text(json.dumps(result), encoding="utf-8")
    half_written.replace(file)
    return result


def add_up(units, results):
    total = {name: sum(unit["count"] * result["counts"][name] for unit, result in zip(units, results))
             for name in SUMMED}
    total["levels"] = max(result["counts"]["levels"] for result in results)
    return total


def row_of(design, results, family):
    """One entry of the JSON file. `results` by (side, top)."""
    ours = [results["ours", unit["top"]] for unit in design["ours"]]
    row = {"name": design["name"], "family": family, **add_up(design["ours"], ours)}
    if any(side == "naive" for side, _ in results):
        naive = add_up(design["naive"], [results["naive", unit["top"]] for unit in design["naive"]])
        row["naive_lut"] = naive["lut"] + naive["lutram"]
        row["naive"] = naive
    row["gate_check"] = all(result["agrees"] for result in ours)
    row["gate_check_beats"] = min(result.get("beats", 0) for result in ours)
    weights = [unit["count"] * result["counts"]["bram18"] for unit, result in zip(design["ours"], ours)
               if unit["port"] == "w"]
    if weights:
        row["weights_bram18"] = sum(weights)
    row.update(design["facts"])
    row["modules"] = [{"cells": unit["cells"], "count": unit["count"], "mapper": " ".join(result["options"]) or "abc",
                       **result["counts"]} for unit, result in zip(design["ours"], ours)]
    return row


def judge(row):
    """Adds `limits` to a 7-series row."""
    if row["family"] != "xc7":
        return
    row["limits"] = [{"metric": limit.metric, "relation": limit.relation, "limit": limit.value,
                      "value": limit.measured(row), "met": bool(limit.is_met(row))} for limit in LIMITS[row["name"]]]


def report(row):
    missed = [f"{limit['metric']} {limit['value']:g}, limit {limit['limit']:g}" for limit in row.get("limits", [])
              if not limit["met"]]
    print(f"{row['family']:5} {row['name']:24} lut {row['lut']:6} packed {row['lut_packed']:6} lutram {row['lutram']:5}"
          f" ff {row['ff']:6} dsp {row['dsp']:3} bram18 {row['bram18']:4} levels {row['levels']:3}"
          f" naive {row.get('naive_lut', '-'):>6} gates {'ok' if row['gate_check'] else 'DIFFER'}"
          f"{'  MISSED: ' + '; '.join(missed) if missed else ''}", flush=True)


def is_kept(design, folder, family, side, kept):
    return all((kept / f"{unit_key(side, unit, folder, family)}.json").is_file() for unit in design[side])


def measure(designs, work, families, jobs, kept_only):
    """Rows of all families. Small rows come first, whatever takes longest goes on last."""
    yosys = corrected_yosys(work)
    kept = work / "kept"
    kept.mkdir(exist_ok=True)
    rows = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        pending = []
        for family in families:
            # Whole networks take long: on a second family only where that one alone is asked for. Nor are naive
            # versions synthesised twice.
            for design in (one for one in designs.values() if len(families) == 1 or family == families[0] or
                           not one["name"].startswith("cnv_")):
                folder = work / design["name"]
                sides = ("ours", "naive") if family == families[0] else ("ours",)
                if kept_only:
                    sides = [side for side in sides if is_kept(design, folder, family, side, kept)]
                if "ours" not in sides:
                    print(f"{family:5} {design['name']:24} is not kept", flush=True)
                    continue
                tasks = {(side, unit["top"]): pool.submit(unit_result, yosys, side, unit, folder, family, kept)
                         for side in sides for unit in design[side]}
                interval = pool.submit(cycles.interval, design, folder) if cycles.applies(design) else None
                pending.append((family, design, tasks, interval))
        try:
            for family, design, tasks, interval in pending:
                row = row_of(design, {key: task.result() for key, task in tasks.items()}, family)
                if interval:
                    row["cycles"] = interval.result()
                judge(row)
                report(row)
                rows.append(row)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return rows


def main():
    options = arguments()
    if options.list:
        print("\n".join(LIMITS))
        return 0
    names = chosen_rows(options.only)
    work = options.work or options.build / "qor"
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    lock = open(work / "lock", "w", encoding="utf-8")  # held until the program ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ToolError(f"another run works in {work}; --work names another folder") from None
    shutil.rmtree(work / "yosys", ignore_errors=True)
    designs = write_designs(options.build, not options.no_build, work, names)
    if options.no_naive:
        for design in designs.values():
            design["naive"] = []
    families = FAMILIES if options.family == "both" else [options.family]
    rows = measure(designs, work, families, options.jobs, options.kept_only)
    pe = designs.get("dot_xnor_simd64")
    ice40 = None if options.no_timing or pe is None else timing.measure(pe, work)

    if options.json:
        first = [row for row in rows if row["family"] == families[0]]
        options.json.write_text(json.dumps(first, indent=1) + "\n", encoding="utf-8")
    doc = options.doc or (None if options.only or options.no_naive else ROOT / "docs" / "qor.md")
    if doc:
        doc.write_text(tables.document(rows, ice40, yosys_version()), encoding="utf-8")
    missed = [row["name"] for row in rows if not row["gate_check"] or
              not all(limit["met"] for limit in row.get("limits", []))]
    if ice40 and ice40["ours"] < ice40.get("naive", 0):
        missed.append("clock rate below the naive version's")
    if missed:
        print(f"{len(missed)} of {len(rows)} rows fail: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ToolError, NetlistError, subprocess.CalledProcessError) as error:
        sys.exit(f"qor: {error}")
