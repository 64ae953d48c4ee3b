# SPDX-License-Identifier: Apache-2.0
"""FINN-R's operating points: its networks by shape, with random weights, at their best folding on its platforms."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHAPES = {"mlp4": "MLP-4", "cnv6": "CNV-6", "tincy_yolo": "Tincy-YOLO-like"}
PLATFORMS = ("pynq_z1", "ultra96", "aws_f1")
UTILIZATION = 0.7  # PlanOptions' default
RESOURCES = {"lut": "LUT", "ff": "FF", "bram36": "BRAM36", "dsp": "DSP"}
NEARLY_FULL = 0.9  # of what may be taken


def shape_file(options, call, shape):
    """The network's file, made once."""
    folder = options.work / "shapes" / shape
    found = sorted(folder.glob("*/net.json"))
    if not found:
        print(call(sys.executable, ROOT / "scripts" / "shape_network.py", shape, "--out", folder).strip(), flush=True)
        found = sorted(folder.glob("*/net.json"))
    return found[0]


def bound_of(found, platform):
    """What keeps the point from being faster."""
    if found["ii"] == found["shortest_ii"]:
        return f"{found['slowest']} at its highest parallelism"
    part = {name: found["built"][name] / platform[name] / UTILIZATION for name in RESOURCES if platform[name]}
    full = [RESOURCES[name] for name, share in part.items() if share >= NEARLY_FULL]
    return ", ".join(full) or RESOURCES[max(part, key=part.get)] + " of the next step"


def refusal(text):
    """Why nothing fits, in the program's words."""
    notes = [line.split("note: ", 1)[1] for line in text.splitlines() if "note: " in line]
    return f"does not fit: {notes[0]}" if notes else "does not fit"


def measure(options, answer, call):
    rows = []
    for shape, title in SHAPES.items():
        file = shape_file(options, call, shape)
        for name in PLATFORMS:
            platform = json.loads((ROOT / "ip" / "platforms" / f"{name}.json").read_text(encoding="utf-8"))
            try:
                found = answer(options, "folding", file, name)
            except Exception as failure:  # nothing fits
                rows.append({"network": title, "platform": name, "fps": None, "bound": refusal(str(failure))})
                print(f"point {title} on {name}: {failure}", flush=True)
                continue
            fps = platform["clock_mhz"] * 1e6 / found["ii"]
            rows.append({"network": title, "platform": name, "clock_mhz": platform["clock_mhz"], "ii": found["ii"],
                         "fps": fps, "tops": fps * found["ops"] / 1e12, **found["built"],
                         "utilization": UTILIZATION, "seconds": found["seconds"], "gap": found["gap"],
                         "bound": bound_of(found, platform)})
            print(f"point {title} on {name}: {fps:.0f} fps", flush=True)
    return rows
