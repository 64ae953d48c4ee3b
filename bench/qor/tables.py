# SPDX-License-Identifier: Apache-2.0
"""docs/qor.md."""

from rows import GROUPS, LIMITS
from synth import MAP_ERRORS

INTRODUCTION = """# Quality of results

What the generated hardware costs, measured with {version}, each row beside a naive version of the same module that
is synthesised in the same run. This page is written by

    bench/qor/run.py --family both

(`--only GLOB...` for some rows, `--json FILE` for machines, `--list` for the names; `scripts/build` first). The naive
versions are in bench/qor/naive/: plain behavioural Verilog as an engineer would write it first, with `+` and `*` in
loops, comparators side by side and memories whose style Yosys chooses.

## How it is measured

- Yosys, `synth_xilinx -flatten -noiopad -noclkbuf`, no place and route. Each cell and each memory is one unit with
  literal parameters (`mvtu` rows: both cells together); a row is the sum of its units. The macro FR_PRIMITIVES chooses
  the forms of LUT6_2 and carry chains.
- Memories are mapped without abc9. Logic is mapped with abc and with abc9, and the netlist with fewer LUTs is
  taken; where that one keeps delays in LUTs (SRL) it is mapped once more with `-nosrl`, and the better one counts. The
  naive versions get the same choice.
- Counts come from the mapped netlist's JSON, not from Yosys's `stat`.
- **gate check**: the mapped netlist and the RTL (its portable form) get the same stimuli in Icarus: random data,
  random stalls on both sides, a reset in between, at least 1,000 transfers (memories: every word, then 1,000 random
  reads), and every output must agree in every cycle; a stream's data in every cycle in which it is valid. Every stream
  moves at least 16 times. Memories beside a unit have the same random contents on either side: the addresses that a
  unit asks for show in what comes of their words, since between beats the two forms may ask for different ones. The
  cells' models are Yosys's own, those of block RAM and DSP48E2 bench/qor/bram_models.py and dsp_model.py. A netlist
  with one wrong LUT fails (tests/qor).
- Results are kept by a hash of a unit's sources and of the bench's own programs: what nothing has changed since an
  earlier run is not synthesised again, and `--kept-only` writes the tables from what is there.
- Yosys 0.23 has {errors} errors in its maps that give wrong netlists (bench/synthesis/synth.py, MAP_ERRORS): upper parity
  bits of 72 bits wide block RAM writes and the clock enables of shift registers get lost. The gate check found them.
  The runs use a copy of Yosys with these lines corrected; they change no count.

| column | meaning |
| --- | --- |
| LUT | LUT1 to LUT6 and inverters one each, LUT6_2 one |
| packed | LUT + 1 for each carry position that sends both O and CO out although neither ends in that position's own flip-flop, and + 1 for each carry chain that needs the AX pin twice (bench/synthesis/netlist.py). LUTs that a packer uses to let a net through to a carry input are not counted, in neither version |
| LUTRAM | LUTs as memory: SRL16E, SRLC32E 1, RAM32X1D, RAM64X1D 2, RAM32M, RAM64M 4 |
| FF, carry, DSP | flip-flops, CARRY4 (CARRY8), DSP48 |
| BRAM18 | RAMB18 1, RAMB36 2 |
| levels | LUTs on the longest path between registers, ports, block RAMs and DSPs; carry chains and MUXF7/8 add none |
| naive | LUT + LUTRAM of the naive version; in brackets its DSP and BRAM18 |
"""


def naive_text(row):
    if "naive" not in row:
        return ""
    extra = [f"{row['naive'][key]} {label}" for key, label in (("dsp", "DSP"), ("bram18", "BRAM18"))
             if row["naive"][key]]
    return f"{row['naive_lut']}" + (f" ({', '.join(extra)})" if extra else "")


def remarks(row, limits):
    texts = []
    if "cycles" in row:
        texts.append(f"{row['cycles']} cycles a frame, ideal {row['ideal_cycles']}, ring of {row['depth']} pixels")
    if "interval_cycles" in row:
        texts.append(f"{row['interval_cycles']} cycles a frame")
    if row["name"].startswith("cnv_"):
        texts.append(f"{row['weights_bram18']} BRAM18 of weights")
    for limit, verdict in zip(limits, row.get("limits", [])):
        texts.append(limit.text() + ("" if verdict["met"] else f" **missed: {verdict['value']:g}**"))
    return "; ".join(texts)


def table(rows, with_limits):
    lines = ["| row | LUT | packed | LUTRAM | FF | carry | DSP | BRAM18 | levels | naive | gate check | "
             + ("limits |" if with_limits else "remarks |"), "| --- |" + " ---: |" * 9 + " --- | --- |"]
    for row in rows:
        cells = [f"`{row['name']}`", *(str(row[key]) for key in ("lut", "lut_packed", "lutram", "ff", "carry", "dsp",
                                                                "bram18", "levels")),
                 naive_text(row), "agrees" if row["gate_check"] else "**differs**",
                 remarks(row, LIMITS[row["name"]] if with_limits else [])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def family_section(rows, family):
    title = {"xc7": "7-series", "xcup": "UltraScale+"}[family]
    mine = [row for row in rows if row["family"] == family]
    if not mine:
        return ""
    text = f"\n## {title}\n"
    if family == "xcup":
        text += "\nWithout limits, naive versions and whole networks (`--family xcup` has them).\n"
    if family == "xc7":
        text += "\nLimits are those of bench/qor/rows.py; `≤` includes the figure itself.\n"
    for prefix, meaning in GROUPS.items():
        group = [row for row in mine if row["name"].startswith(prefix)]
        if group:
            text += f"\n{meaning if family == 'xc7' else f'`{prefix}*`'}\n\n{table(group, family == 'xc7')}"
    return text


def modules_section(rows):
    """Modules of the whole networks, on 7-series."""
    text = ""
    for row in rows:
        if row["family"] != "xc7" or not row["name"].startswith("cnv_"):
            continue
        text += f"\n### Modules of {row['name']}\n\n| cells | count | LUT | LUTRAM | FF | BRAM18 | levels |\n" \
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        for module in row["modules"]:
            text += f"| {', '.join(module['cells'])} | {module['count']} | " + " | ".join(
                str(module[key]) for key in ("lut", "lutram", "ff", "bram18", "levels")) + " |\n"
    return text


def document(rows, ice40, version):
    text = INTRODUCTION.format(version=version, errors=len(MAP_ERRORS))
    text += family_section(rows, "xc7") + modules_section(rows) + family_section(rows, "xcup")
    if ice40:
        text += ("\n## Clock rate, as a comparison\n\nThe portable form of the 64-lane XNOR-popcount, placed and routed "
                 "by nextpnr-ice40 for an HX8K, best of three seeds.\n\n| naive | ours |\n| ---: | ---: |\n"
                 f"| {ice40['naive']:.0f} MHz | {ice40['ours']:.0f} MHz |\n")
    return text
