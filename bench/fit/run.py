#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the cost model to synthesis with Yosys: synthesises a grid of single modules, fits the coefficients of their
terms on two thirds of it, states the errors on the rest and on whole networks, and writes gen/cells/costs.def and
docs/cost.md.

    bench/fit/run.py [--family xc7|xcup|both] [--json FILE] [--jobs N] [--build DIR] [--work DIR] [--no-networks]
    bench/fit/run.py --check [--only PART...]
                                 changes no file; exit code 1: the errors are above the limits, or blocks are not exact

Modules that have not changed since an earlier run in the same working folder are not synthesised again.
"""

import argparse
import fcntl
import itertools
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "synthesis"))

import batch  # noqa: E402
import fitting  # noqa: E402
import tables  # noqa: E402
from netlist import NetlistError  # noqa: E402
from synth import FAMILIES, ToolError, corrected_yosys, yosys_version  # noqa: E402

COEFFICIENTS = ROOT / "gen" / "cells" / "costs.def"
DOCUMENT = ROOT / "docs" / "cost.md"
QUALITY = ROOT / "docs" / "qor.md"
KEPT_MODULES = ROOT / "tests" / "unit" / "cells" / "cost_modules.def"
NETWORKS = [ROOT / "networks" / "digits_mlp_w1a1" / "net.json", ROOT / "networks" / "digits_cnn_w2a2" / "net.json",
            "cnv_w1a1", "cnv_w2a2"]
RESOURCES = ("lut", "ff")
HELD_OUT = 3  # every third configuration of a part
LIMITS = {"lut_median": 5.0, "lut_p95": 15.0, "thirds_lut_median": 5.0, "thirds_lut_p95": 15.0}  # per cent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", choices=[*FAMILIES, "both"], default="both")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the errors")
    parser.add_argument("--check", action="store_true", help="write no coefficients and no document")
    parser.add_argument("--only", nargs="+", metavar="PART", default=[], help="only these parts; implies --check")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev", metavar="DIR",
                        help="CMake build folder")
    parser.add_argument("--no-build", action="store_true", help="use the design writer in BUILD as it is")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="working folder (BUILD/fit)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="programs at a time")
    parser.add_argument("--no-networks", action="store_true", help="leave out the check of whole networks")
    options = parser.parse_args()
    options.check = options.check or bool(options.only)
    return options


def write_designs(options, work, *names):
    """The grid's modules, or networks, from the C++ program."""
    program = options.build / "bench" / "fit_designs"
    if not options.no_build and (options.build / "CMakeCache.txt").is_file():
        subprocess.run(["cmake", "--build", options.build, "--target", "fit_designs"], check=True,
                       stdout=subprocess.DEVNULL)
    if not program.is_file():
        raise ToolError(f"{program} is missing: scripts/build makes it, or --build names another build folder")
    done = subprocess.run([program, work, *map(str, names)], capture_output=True, text=True)
    if done.returncode != 0:
        raise ToolError(done.stderr.strip())


def resource_count(counts, resource):
    return counts["lut"] + counts["lutram"] if resource == "lut" else counts[resource]


def synthesise_grid(options, yosys, work, family):
    """The grid's configurations with `counts`."""
    grid = [row for row in json.loads((work / "grid.json").read_text(encoding="utf-8"))
            if not options.only or row["part"] in options.only]
    if not grid:
        raise ToolError(f"no part is called {', '.join(options.only)}")
    size = {row["unit"]["top"]: sum(row["terms"][family]["lut"].values()) for row in grid}
    done = batch.synthesise(yosys, [(row["unit"], work / "grid" / row["name"]) for row in grid], family, work,
                            options.jobs, lambda job: size[job[0]["top"]])
    for row in grid:
        row["counts"] = done.get(row["unit"]["top"])
    return [row for row in grid if row["counts"]]


def held_out(rows, third):
    return rows[third::HELD_OUT]


def fit_part(rows, family, third=HELD_OUT - 1):
    """{resource: {term: coefficient}} from the part's configurations that are not held out: a third of them is."""
    fitted = {}
    for resource in RESOURCES:
        names = list(rows[0]["terms"][family][resource])
        used = [row for number, row in enumerate(rows) if number % HELD_OUT != third]
        values = fitting.coefficients([[row["terms"][family][resource][name] for name in names] for row in used],
                                      [resource_count(row["counts"], resource) for row in used])
        fitted[resource] = {name: float(f"{value:.4g}") for name, value in zip(names, values)}
    return fitted


def estimate(row, family, fitted, resource):
    terms = row["terms"][family][resource]
    return sum(fitted[resource][name] * value for name, value in terms.items())


def errors_of(rows, family, fitted, third=HELD_OUT - 1):
    """Errors of the held-out configurations."""
    return {resource: [fitting.relative_error(estimate(row, family, fitted, resource),
                                              resource_count(row["counts"], resource))
                       for row in held_out(rows, third)]
            for resource in RESOURCES}


def errors_of_thirds(rows, family):
    """Errors of all configurations, each third estimated with coefficients from the two others: what is not the luck of
    one split."""
    thirds = [errors_of(rows, family, fit_part(rows, family, third), third) for third in range(HELD_OUT)]
    return {resource: sum((third[resource] for third in thirds), []) for resource in RESOURCES}


def inexact_blocks(rows, family):
    """Configurations whose blocks are not exact."""
    return {block: [row["parameters"] for row in rows if row["counts"][block] != row["terms"][family][block]]
            for block in ("dsp", "bram18")}


def summary(errors):
    return {"median": 100 * fitting.percentile(errors, 0.5), "p95": 100 * fitting.percentile(errors, 0.95)}


def fit_family(grid, family):
    """{coefficients: {part: ...}, parts: {part: errors}, and the errors of all held-out configurations}."""
    parts = {}
    for row in grid:
        parts.setdefault(row["part"], []).append(row)
    result = {"coefficients": {}, "parts": {}}
    pooled = {resource: [] for resource in RESOURCES}
    pooled_thirds = {resource: [] for resource in RESOURCES}
    for part, rows in parts.items():
        fitted = fit_part(rows, family)
        relative = errors_of(rows, family, fitted)
        thirds = errors_of_thirds(rows, family)
        inexact = inexact_blocks(rows, family)
        result["coefficients"][part] = fitted
        luts = sorted(resource_count(row["counts"], "lut") for row in rows)
        entry = {"configurations": len(rows), "held_out": len(relative["lut"]), "lut_range": [luts[0], luts[-1]],
                 "dsp_inexact": inexact["dsp"], "bram_inexact": inexact["bram18"]}
        for resource in RESOURCES:
            pooled[resource] += relative[resource]
            pooled_thirds[resource] += thirds[resource]
            for name, value in summary(relative[resource]).items():
                entry[f"{resource}_{name}"] = value
            for name, value in summary(thirds[resource]).items():
                entry[f"thirds_{resource}_{name}"] = value
        result["parts"][part] = entry
    for resource in RESOURCES:
        for name, value in summary(pooled[resource]).items():
            result[f"{resource}_{name}"] = value
        for name, value in summary(pooled_thirds[resource]).items():
            result[f"thirds_{resource}_{name}"] = value
    result["held_out"] = len(pooled["lut"])
    result["configurations"] = len(grid)
    result["dsp_exact"] = not any(entry["dsp_inexact"] for entry in result["parts"].values())
    result["bram_exact"] = not any(entry["bram_inexact"] for entry in result["parts"].values())
    return result


def inexact(result, block):
    """Configurations whose blocks are not as counted."""
    return sum(len(entry[f"{block}_inexact"]) for entry in result["parts"].values())


def write_coefficients(results):
    """costs.def; families that were not fitted keep their lines."""
    text = COEFFICIENTS.read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("//")]
    lines = [line for line in text.splitlines() if line.startswith("FINN_COST") and
             not any(f"({tables.ENUMERATORS[family]}," in line for family in results)]
    for family, result in results.items():
        name = tables.ENUMERATORS[family]
        lines.append(f'FINN_COST_ERROR({name}, "{yosys_version()}", {result["held_out"]}, '
                     f'{result["lut_median"]:.1f}, {result["lut_p95"]:.1f}, {inexact(result, "dsp")}, '
                     f'{inexact(result, "bram")})')
        for part in sorted(result["coefficients"]):
            for resource, terms in result["coefficients"][part].items():
                lines += [f'FINN_COST({name}, "{part}", "{resource}", "{term}", {value:g})'
                          for term, value in terms.items()]
    lines.sort(key=lambda line: [name in line for name in tables.ENUMERATORS.values()], reverse=True)
    COEFFICIENTS.write_text("\n".join([*header, *lines]) + "\n", encoding="utf-8")


def fitted_families():
    """Families that costs.def has coefficients for."""
    text = COEFFICIENTS.read_text(encoding="utf-8")
    return [family for family in FAMILIES if f"FINN_COST_ERROR({tables.ENUMERATORS[family]}," in text]


def write_kept_modules(grid):
    """The held-out cells of the grid with their counts, for a test that needs no synthesis. Parts whose constants come
    from memories are left out."""
    lines = []
    for part, rows in itertools.groupby(grid, key=lambda row: row["part"]):
        for row in held_out(list(rows), HELD_OUT - 1):
            if not part.startswith("rom") and "CONSTANT=1" not in row["parameters"]:
                counts = row["counts"]
                lines.append(f'FINN_KEPT("{part}", "{row["parameters"]}",\n          '
                             f'{resource_count(counts, "lut")}, {counts["ff"]}, {counts["bram18"]}, {counts["dsp"]})')
    KEPT_MODULES.write_text("// SPDX-License-Identifier: Apache-2.0\n"
                            "// Modules that the fit has not seen, synthesised for 7-series; written by bench/fit/run.py.\n"
                            "//   FINN_KEPT(cell, parameters, LUT, flip-flops, BRAM18, DSP)\n" + "\n".join(lines) + "\n",
                            encoding="utf-8")


def quality_row(name):
    """What docs/qor.md says of a network's modules on 7-series, which take long to synthesise."""
    for line in QUALITY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 9 and cells[1] == f"`{name}`":
            lut, _, lutram, ff, _, dsp, bram18 = (int(cell) for cell in cells[2:9])
            return {"lut": lut + lutram, "ff": ff, "dsp": dsp, "bram18": bram18}
    raise ToolError(f"{QUALITY} has no row {name}")


def check_networks(options, yosys, work, families):
    """Estimates of whole networks beside synthesis: rows {name, family, estimate, modules, whole}."""
    write_designs(options, work, *NETWORKS)
    rows = []
    for network in NETWORKS:
        name = network.parent.name if isinstance(network, pathlib.Path) else network
        folder = work / name
        design = json.loads((folder / "design.json").read_text(encoding="utf-8"))
        for family in families:
            large = name.startswith("cnv_")
            if large and family != "xc7":
                continue
            nodes = design["estimates"][family].values()
            row = {"name": name, "family": family,
                   "estimate": {resource: sum(node[resource] + node.get(f"memory_{resource}", 0) for node in nodes)
                                for resource in ("lut", "ff", "dsp", "bram18")}}
            if large:
                row["modules"] = quality_row(name)
            else:
                done = batch.synthesise(yosys, [(unit, folder) for unit in design["units"]], family, work, options.jobs,
                                        lambda job: 200)
                row["modules"] = {resource: sum(unit["count"] * resource_count(done[unit["top"]], resource)
                                                for unit in design["units"]) for resource in row["estimate"]}
                row["whole"] = batch.synthesise_whole(yosys, design["emitted"], folder, family, work)
            rows.append(row)
    return rows


def main():
    options = arguments()
    work = options.work or options.build / "fit"
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    lock = open(work / "lock", "w", encoding="utf-8")  # held until the program ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ToolError(f"another run works in {work}; --work names another folder") from None
    families = list(FAMILIES) if options.family == "both" else [options.family]
    write_designs(options, work)
    yosys = corrected_yosys(work)
    grids = {family: synthesise_grid(options, yosys, work, family) for family in families}
    results = {family: fit_family(grid, family) for family, grid in grids.items()}
    if not options.check:
        write_coefficients(results)
        if "xc7" in grids:
            write_kept_modules(grids["xc7"])
    networks = [] if options.no_networks else check_networks(options, yosys, work, families)
    if not options.check and set(fitted_families()) == set(families) and networks:
        DOCUMENT.write_text(tables.document(results, networks, yosys_version()), encoding="utf-8")
    print(tables.summary_text(results, networks))
    if options.json:
        cost = {family: {key: value for key, value in result.items() if key != "coefficients"}
                for family, result in results.items()}
        options.json.write_text(json.dumps({"tool": yosys_version(), "cost": cost, "networks": networks}, indent=1) +
                                "\n", encoding="utf-8")
    missed = [f"{family} {name} {result[name]:.1f} %" for family, result in results.items()
              for name, limit in LIMITS.items() if result[name] > limit]
    missed += [f"{family} {block}" for family, result in results.items() for block in ("dsp_exact", "bram_exact")
               if not result[block]]
    if missed:
        print("above the limits or not exact: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ToolError, NetlistError, subprocess.CalledProcessError) as error:
        sys.exit(f"fit: {error}")
