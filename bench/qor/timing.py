# SPDX-License-Identifier: Apache-2.0
"""Clock rate of the portable 64-lane PE, naive and ours, placed and routed for an iCE40: a comparison, since no open
tool times the other devices."""

import re
import shutil

from synth import run

SEEDS = (1, 2, 3)
DEVICE = ["--hx8k", "--package", "ct256"]

# So few pins remain that any PE fits the package; the shift registers add no logic before the PE's own.
WRAPPER = """
module timing_top (input wire clk, input wire en, input wire d, output wire q);
  reg [{shift}:0] shift;
  wire [{out}:0] y;
  reg [{out}:0] y_q;
  reg q_q;
  always @(posedge clk) begin
    shift <= {{shift[{shift}-1:0], d}};
    y_q <= y;
    q_q <= ^y_q;
  end
  assign q = q_q;
  {top} u (.clk(clk), .en(en), .a(shift[63:0]), .w(shift[127:64]), .y(y));
endmodule
"""


def best_mhz(unit, folder):
    width = next(signal["width"] for signal in unit["signals"] if signal["name"] == "y")
    stem = f"{unit['top']}.ice40"
    (folder / f"{stem}.v").write_text(WRAPPER.format(shift=127, out=width - 1, top=unit["top"]), encoding="utf-8")
    run(["yosys", "-q", "-p", f"read_verilog -defer {' '.join(unit['files'])} {stem}.v; "
         f"synth_ice40 -top timing_top -json {stem}.json"], folder)
    rates = []
    for seed in SEEDS:
        output = run(["nextpnr-ice40", *DEVICE, "--json", f"{stem}.json", "--seed", str(seed), "--freq", "250",
                      "--timing-allow-fail", "--pcf-allow-unconstrained"], folder)
        rates.append(float(re.findall(r"Max frequency for clock\D*'[^']*': ([0-9.]+) MHz", output)[-1]))
    return max(rates)


def measure(design, work):
    """{naive, ours} in MHz, best of three seeds, or nothing where nextpnr-ice40 is not installed."""
    if shutil.which("nextpnr-ice40") is None:
        print("timing: nextpnr-ice40 is not installed; the comparison of clock rates is left out")
        return None
    folder = work / design["name"]
    return {side: best_mhz(design[side][0], folder) for side in ("naive", "ours") if design[side]}
