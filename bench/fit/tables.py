# SPDX-License-Identifier: Apache-2.0
"""docs/cost.md and the summary of a fit."""

ENUMERATORS = {"xc7": "kXc7", "xcup": "kXcup"}
TITLES = {"xc7": "7-series", "xcup": "UltraScale+"}

INTRODUCTION = """# Cost model

What `report.json` and `finn-rtlgen estimate` say about LUTs and flip-flops is fitted to synthesis with {tool}; these are
the LUTs that Yosys maps to, which a vendor's tools may pack better. This page and the coefficients
(gen/cells/costs.def) are written by

    bench/fit/run.py

## How it works

- Each cell states *terms* for LUTs and flip-flops: parts of its structure, each as the number of LUTs or flip-flops that
  it should take (`Cell::cost`, gen/hw/cost.h). An estimate is the sum of coefficient x count, a coefficient near 1
  says that the structure is right. Read-only memories in logic have terms too. Dot products in LUTs count as their
  netlists are generated.
- DSPs and block RAM are counted, not fitted.
- A part without coefficients (a new cell) counts with coefficients 1; the report then says that it is not fitted.

## How it is fitted

- A grid of configurations is drawn with fixed seeds from what networks use (bench/fit/designs). Each is one module with
  literal parameters, its memories outside, synthesised as docs/qor.md says: abc or abc9, whichever takes fewer LUTs,
  with or without shift registers in LUTs; LUT means LUTs in logic and LUTs as memory. Many units go into one run of
  Yosys, whose hierarchy is kept; abc9 loses some DSPs in a design of so many units, and netlists that lost one do not
  count.
- Every third configuration of a part is held out: coefficients (at least 0) come from the others, for the least
  relative errors, and errors are those of the held-out ones: |estimate - synthesis| / synthesis.
- So that these are not the luck of one split, the fit is done three times, each time with another third held out: "all
  thirds" are the errors of all configurations, each estimated with coefficients that have not seen it.
- Results are kept by a hash of a unit's sources; `bench/fit/run.py --check` changes no file.
"""


def exact_text(names):
    return "exact" if not names else f"{len(names)} differ"


def family_table(family, result):
    text = (f"## {TITLES[family]}\n\n"
            f"{result['configurations']} configurations, {result['held_out']} of them held out. Held-out LUT error: median "
            f"{result['lut_median']:.1f} %, 95th percentile {result['lut_p95']:.1f} %; flip-flops: "
            f"{result['ff_median']:.1f} %, {result['ff_p95']:.1f} %. Over all thirds: LUT median "
            f"{result['thirds_lut_median']:.1f} %, 95th percentile {result['thirds_lut_p95']:.1f} %; flip-flops: "
            f"{result['thirds_ff_median']:.1f} %, {result['thirds_ff_p95']:.1f} %.\n\n"
            "| part | configurations | held out | LUTs | LUT median % | LUT 95 % | all thirds, median % | 95 % | "
            "FF median % | FF 95 % | DSP | BRAM18 |\n"
            "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n")
    for part, entry in sorted(result["parts"].items()):
        text += (f"| {part} | {entry['configurations']} | {entry['held_out']} | {entry['lut_range'][0]} to "
                 f"{entry['lut_range'][1]} | {entry['lut_median']:.1f} | {entry['lut_p95']:.1f} | "
                 f"{entry['thirds_lut_median']:.1f} | {entry['thirds_lut_p95']:.1f} | "
                 f"{entry['ff_median']:.1f} | {entry['ff_p95']:.1f} | {exact_text(entry['dsp_inexact'])} | "
                 f"{exact_text(entry['bram_inexact'])} |\n")
    return text + "\n"


def percent(estimate, actual):
    return f"{100 * (estimate - actual) / actual:+.1f} %" if actual else ""


def network_table(networks):
    text = ("## Whole networks\n\n"
            "The estimate beside the sum of all modules synthesised one by one, and beside the whole accelerator "
            "flattened in one run with abc and with abc9 (shipped networks). The modules of cnv_* are those of docs/qor.md.\n\n"
            "| network | family | LUT estimated | modules | error | flattened, abc | error | abc9 | error | FF estimated | "
            "modules | DSP | BRAM18 |\n"
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n")
    for row in networks:
        lut, modules = row["estimate"]["lut"], row["modules"]["lut"]
        cells = [row["name"], TITLES[row["family"]], f"{lut:.0f}", str(modules), percent(lut, modules)]
        for mapper in ("abc", "abc9"):
            counts = row.get("whole", {}).get(mapper)
            actual = counts["lut"] + counts["lutram"] if counts else 0
            cells += [str(actual), percent(lut, actual)] if counts else ["", ""]
        cells += [f"{row['estimate']['ff']:.0f}", str(row["modules"]["ff"])]
        cells += [f"{row['estimate'][block]:g} of {row['modules'][block]}" for block in ("dsp", "bram18")]
        text += "| " + " | ".join(cells) + " |\n"
    return text


def document(results, networks, tool):
    text = INTRODUCTION.format(tool=tool) + "\n"
    for family, title in TITLES.items():
        text += family_table(family, results[family]) if family in results else \
            f"## {title}\n\nNot fitted: estimates count the structure, with coefficients 1.\n\n"
    return text + network_table(networks) if networks else text.rstrip() + "\n"


def summary_text(results, networks):
    lines = []
    for family, result in results.items():
        for part, entry in sorted(result["parts"].items()):
            lines.append(f"{family:5} {part:12} held out {entry['held_out']:3}  lut median {entry['lut_median']:5.1f} % "
                         f"p95 {entry['lut_p95']:5.1f} %  all thirds {entry['thirds_lut_median']:5.1f} % "
                         f"{entry['thirds_lut_p95']:5.1f} %  ff median {entry['ff_median']:5.1f} %  dsp "
                         f"{exact_text(entry['dsp_inexact'])}  bram18 {exact_text(entry['bram_inexact'])}")
        lines.append(f"{family:5} all          held out {result['held_out']:3}  lut median {result['lut_median']:5.1f} % "
                     f"p95 {result['lut_p95']:5.1f} %  all thirds {result['thirds_lut_median']:5.1f} % "
                     f"{result['thirds_lut_p95']:5.1f} %  ff median {result['ff_median']:5.1f} %")
    for row in networks:
        lut, modules = row["estimate"]["lut"], row["modules"]["lut"]
        lines.append(f"{row['family']:5} {row['name']:16} lut {lut:.0f}, modules {modules} ({percent(lut, modules)})")
    return "\n".join(lines)
