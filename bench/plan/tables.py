# SPDX-License-Identifier: Apache-2.0
"""docs/plan.md."""

FAMILIES = {"kXc7": "7-series", "kXcup": "UltraScale+"}


def table(header, rows, left=1):
    """A Markdown table; the first `left` columns are text."""
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join(["---"] * left + ["---:"] * (len(header) - left)) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def number(value):
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percent(value):
    return f"{100 * value:.1f} %"


def cycles_section(rows):
    wrong = [row for row in rows if row["predicted"] != row["measured"] or
             row["latency_predicted"] != row["latency_measured"] or row["mismatches"]]
    text = (f"## Cycles\n\n{len(rows)} networks at their own folding, generated and run in Verilator without and with stalls; "
            f"{len(rows) - len(wrong)} of them as predicted. `beats`: handshakes at the boundary whose cycle was compared, one "
            "by one.\n\n")
    return text + table(
        ["network", "interval predicted", "measured", "latency predicted", "measured", "beats"],
        [[row["network"], number(row["predicted"]), number(row["measured"]), number(row["latency_predicted"]),
          number(row["latency_measured"]), number(row["beats"])] for row in rows])


def fifo_section(rows):
    return ("## Buffers\n\nBits of the buffers between layers that keep the interval, a lower bound of them, those of FINN's "
            "method on the same cycle model, and the time to find them. Last column: three frames in the cycle model.\n\n" +
            table(["network", "seconds", "bits", "lower bound", "FINN's method", "three frames, s"],
                  [[row["network"], f"{row['seconds']:.2f}", number(row["bits"]), number(row["lower_bound"]),
                    number(row["bits_finn_method"]), f"{row['seconds_three_frames']:.3f}"] for row in rows]))


def folding_section(rows):
    faster = sorted(row["ii_baseline"] / row["ii"] for row in rows if row["ii_baseline"])
    text = ("## Folding\n\nThe shortest interval within 70 % of the platform, beside the shortest that FINN's SetFolding rule "
            "reaches within the same with any target, under the same cost model; and the LUTs that each takes for the rule's "
            "interval. `seconds`: all of `--goal fps`, the accelerator compiled and its buffers sized. `gap` 0: proved "
            "best under the cost model.\n\n")
    if faster:
        text += (f"Of {len(rows)} points the rule fits nothing in {sum(not row['ii_baseline'] for row in rows)}; in the others "
                 f"the best folding is {faster[0]:.2f} to {faster[-1]:.2f} times as fast (median "
                 f"{faster[len(faster) // 2]:.2f}).\n\n")
    return text + table(
        ["network", "platform", "seconds", "interval", "SetFolding", "times as fast", "gap", "LUT at its interval",
         "SetFolding's LUT", "LUT built", "estimated"],
        [[row["network"], row["platform"], f"{row['seconds']:.1f}", number(row["ii"]), number(row["ii_baseline"]),
          f"{row['ii_baseline'] / row['ii']:.2f}" if row["ii_baseline"] else "", percent(row["gap"]),
          number(row["lut"]) if "lut" in row else "", number(row["lut_baseline"]) if "lut" in row else "",
          number(row["built"]["lut"]), number(row["estimate"]["lut"])] for row in rows], left=2)


def latency_section(rows):
    return ("## Latency\n\n`--goal latency` beside `--goal fps`, on PYNQ-Z1. `formula`: what the search minimizes "
            "(docs/models.md); latency: the cycle model's, which Verilator confirms.\n\n" +
            table(["network", "fps: latency", "formula", "latency: latency", "formula", "interval", "gap", "seconds"],
                  [[row["network"], number(row["fps"]["latency"]), number(row["fps"]["latency_formula"]),
                    number(row["latency"]["latency"]), number(row["latency"]["latency_formula"]),
                    number(row["latency"]["ii"]), percent(row["latency"]["gap"]), f"{row['latency']['seconds']:.1f}"]
                   for row in rows]))


def regret_section(rows, draws):
    return (f"## Regret\n\nWhat the cost model's error can cost: {draws} draws of the true LUTs and flip-flops of every folding, "
            "from the errors of the held-out modules; with each draw the choice is made again, and the chosen folding's "
            "interval compared with the best. Above limit: draws in which the chosen folding takes more than its 70 % (by little: "
            "the sum of many errors is small).\n\n" +
            table(["network", "platform", "median", "95 %", "worst", "above limit"],
                  [[row["network"], row["platform"], percent(row["median"]), percent(row["p95"]), percent(row["worst"]),
                    percent(row["misfits"])] for row in rows], left=2))


def points_section(rows):
    return ("## FINN-R's operating points\n\nFINN-R's networks by shape (scripts/shape_network.py; random weights), the best "
            "folding of each within 70 % of the platform at the platform's clock, by the cost model and the cycle model. The paper's "
            "headlines, measured on hardware, both W1A1: 50 TOp/s on AWS F1, 5 TOp/s on embedded platforms. Tincy-YOLO has "
            "W1A3. Here nothing was placed and routed: the clock is taken for granted, LUTs are estimates, and the larger points "
            "would have to close timing first. A layer takes a pixel a cycle at most, which bounds CNV-6 and Tincy-YOLO on AWS "
            "F1.\n\n" +
            table(["network", "platform", "clock, MHz", "interval", "fps", "TOp/s", "LUT", "BRAM36", "DSP", "bounded by"],
                  [[row["network"], row["platform"], number(row["clock_mhz"]), number(row["ii"]), number(row["fps"]),
                    f"{row['tops']:.2f}", number(row["lut"]), number(row["bram36"]), number(row["dsp"]), row["bound"]]
                   if row["fps"] else [row["network"], row["platform"], "", "", "", "", "", "", "", row["bound"]]
                   for row in rows], left=2))


def cost_section(cost):
    rows = [[FAMILIES[name], row["tool"], row["held_out"], f"{row['lut_median']:.1f} %", f"{row['lut_p95']:.1f} %",
             "exact" if row["dsp_exact"] else "not exact", "exact" if row["bram_exact"] else "not exact"]
            for name, row in cost["families"].items()]
    return ("## Cost model\n\nErrors of the LUT estimates of modules that the fit has not seen; docs/cost.md has them by part.\n\n" +
            table(["family", "synthesis", "held out", "median", "95 %", "DSP", "BRAM18"], rows, left=2))


def document(figures, draws):
    return "\n".join([
        "# The planner, measured\n\nWritten by `bench/plan/run.py`; times are of a shared machine with two cores. The formulas: "
        "docs/models.md.\n",
        cycles_section(figures["cycles"]), fifo_section(figures["fifo"]), folding_section(figures["folding"]),
        latency_section(figures["latency"]), regret_section(figures["regret"], draws), cost_section(figures["cost"]),
        points_section(figures["points"])])
