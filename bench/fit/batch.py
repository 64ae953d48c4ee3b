# SPDX-License-Identifier: Apache-2.0
"""Synthesis of many small units at once. A run of Yosys takes seconds before it does anything, so units go together
under one top that keeps their hierarchy: each is mapped as if it were alone."""

import concurrent.futures
import functools
import hashlib
import json
import os
import re
import shutil

from netlist import Netlist, NetlistError, count
from synth import MACROS, ToolError, price, run
from synth import yosys_version as ask_version

yosys_version = functools.cache(ask_version)

BATCH = 40          # units a run
BATCH_LUTS = 6000   # about what a run should take at most


def script(family, options, files, json_file):
    options = " ".join(options)
    return "; ".join([
        "read_verilog -lib +/xilinx/cells_sim.v",
        f"read_verilog -defer {MACROS[family]} {' '.join(files)}",
        "hierarchy -check -top batch",
        f"synth_xilinx -family {family} -flatten -noiopad -noclkbuf {options} -top batch",
        "opt_clean",
        f"write_json {json_file}",
    ])


def unit_key(unit, folder, family):
    """A hash of everything that a unit's result depends on."""
    key = hashlib.sha256(f"{yosys_version()} {script(family, [], [], '')} {json.dumps(unit, sort_keys=True)}".encode())
    texts = {file: (folder / file).read_text(encoding="utf-8") for file in unit["files"]}
    contents = {name for text in texts.values() for name in re.findall(r'"([^"]+\.mem)"', text)}
    for name in sorted({*texts, *contents}):
        if (folder / name).is_file():  # the others are defaults of parameters
            key.update((folder / name).read_bytes())
    return key.hexdigest()[:32]


def top_of(units):
    """The batch's top: an instance of each unit, with nothing but a clock."""
    lines = [f"  (* keep *) {unit['top']} {unit['top']}_i (.clk(clk));" for unit in units]
    return "module batch (input clk);\n" + "\n".join(lines) + "\nendmodule\n"


def map_units(yosys, jobs, family, options, folder):
    """{top: counts} of units [(unit, its folder)] with one choice of options; those that fail are left out."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wrappers = {unit["files"][-1] for unit, _ in jobs}
    files = set()
    for unit, home in jobs:
        files.update(unit["files"])
        for file in home.iterdir():
            if not (folder / file.name).exists():
                text = file.read_text(encoding="utf-8")
                if file.name in wrappers:
                    text = re.sub(r"^module ", "(* keep_hierarchy *) module ", text, flags=re.MULTILINE)
                (folder / file.name).write_text(text, encoding="utf-8")
    (folder / "batch.v").write_text(top_of([unit for unit, _ in jobs]), encoding="utf-8")
    try:
        run([yosys, "-p", script(family, options, ["batch.v", *sorted(files)], "batch.json")], folder)
        modules = json.loads((folder / "batch.json").read_text(encoding="utf-8"))["modules"]
        return {unit["top"]: count(Netlist(modules[unit["top"]])) for unit, _ in jobs}
    except (ToolError, NetlistError) as error:
        if len(jobs) == 1:
            print(f"{jobs[0][0]['top']} {family} {' '.join(options)}: {str(error)[-300:]}", flush=True)
            return {}
        half = len(jobs) // 2
        return {**map_units(yosys, jobs[:half], family, options, folder),
                **map_units(yosys, jobs[half:], family, options, folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def without_losses(done):
    """The runs [(options, counts)] of a unit that kept all DSPs. These are made before LUTs are mapped, but abc9 loses some
    of them in a design of many units (Yosys 0.23)."""
    most = max(counts["dsp"] for _, counts in done)
    return [run for run in done if run[1]["dsp"] == most]


def map_batch(yosys, jobs, family, folder, both_mappers):
    """{top: counts} of the best netlist of each unit, chosen as bench/synthesis does."""
    runs = {unit["top"]: [] for unit, _ in jobs}

    def attempt(some, options):
        if some:
            for top, counts in map_units(yosys, some, family, options, folder).items():
                runs[top].append((options, counts))

    attempt(jobs, [])
    if both_mappers:  # abc9 crashes on some block RAM
        attempt([job for job in jobs if runs[job[0]["top"]] and not runs[job[0]["top"]][0][1]["bram18"]], ["-abc9"])
    best = {top: min(without_losses(done), key=lambda one: price(one[1])) for top, done in runs.items() if done}
    for options in ([], ["-abc9"]):  # shift registers in LUTs may cost more than they save
        attempt([(unit, home) for unit, home in jobs if unit["top"] in best and best[unit["top"]][0] == options and
                 best[unit["top"]][1]["lutram"] and unit["kind"] == "logic"], [*options, "-nosrl"])
    return {top: min(without_losses(done), key=lambda one: price(one[1]))[1] for top, done in runs.items() if done}


def batches(jobs, size_of):
    batch, size = [], 0
    for job in jobs:
        if batch and (len(batch) == BATCH or size + size_of(job) > BATCH_LUTS or batch[0][0]["kind"] != job[0]["kind"]):
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += size_of(job)
    if batch:
        yield batch


def synthesise(yosys, jobs, family, work, programs, size_of):
    """{top: counts} of units [(unit, its folder)]; what earlier runs left is not done again. `size_of` a job: about its
    LUTs."""
    kept = work / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    results, missing = {}, []
    for unit, folder in jobs:
        file = kept / f"{unit_key(unit, folder, family)}.json"
        if file.is_file():
            results[unit["top"]] = json.loads(file.read_text(encoding="utf-8"))
        else:
            missing.append((unit, folder))
    left = list(batches(sorted(missing, key=lambda job: (job[0]["kind"], size_of(job))), size_of))

    def one(number):
        batch = left[number]
        done = map_batch(yosys, batch, family, work / f"batch_{os.getpid()}_{number}", batch[0][0]["kind"] == "logic")
        for unit, folder in batch:
            if unit["top"] in done:
                file = kept / f"{unit_key(unit, folder, family)}.json"
                file.with_suffix(".tmp").write_text(json.dumps(done[unit["top"]]), encoding="utf-8")
                file.with_suffix(".tmp").replace(file)
        print(f"{family} batch {number + 1} of {len(left)}: {len(done)} units", flush=True)
        return done

    with concurrent.futures.ThreadPoolExecutor(programs) as pool:
        for done in pool.map(one, range(len(left))):
            results.update(done)
    return results


def synthesise_whole(yosys, emitted, home, family, work):
    """Counts of a whole accelerator, flattened, with each mapper: {"abc": counts, "abc9": counts}."""
    kept = work / "kept" / f"{unit_key({'files': emitted['files'], 'top': emitted['top']}, home, family)}.whole.json"
    if kept.is_file():
        return json.loads(kept.read_text(encoding="utf-8"))
    results = {}
    for name, options in (("abc", []), ("abc9", ["-abc9"])):
        text = script(family, options, emitted["files"], "whole.json").replace("-top batch", f"-top {emitted['top']}")
        try:
            run([yosys, "-p", text], home)
            modules = json.loads((home / "whole.json").read_text(encoding="utf-8"))["modules"]
            results[name] = count(Netlist(modules[emitted["top"]]))
        except (ToolError, NetlistError) as error:  # abc9 crashes on some memories
            print(f"{emitted['top']} {family} {name}: {str(error)[-300:]}", flush=True)
    kept.write_text(json.dumps(results), encoding="utf-8")
    return results
