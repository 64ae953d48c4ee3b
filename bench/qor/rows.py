# SPDX-License-Identifier: Apache-2.0
"""The rows of the table and what each may cost at most on 7-series. These figures are requirements: no result of a
run belongs here."""

import dataclasses

# Sums of columns that a limit may name, beside the columns themselves.
SUMS = {"lut+lutram": ("lut", "lutram")}


@dataclasses.dataclass(frozen=True)
class Limit:
    """`metric` must be at most `value`; exactly it, or less than it, where the relation says so."""
    metric: str
    value: float
    relation: str = "<="

    def measured(self, row):
        return sum(row[name] for name in SUMS.get(self.metric, (self.metric,)))

    def is_met(self, row):
        figure = self.measured(row)
        return {"<=": figure <= self.value, "<": figure < self.value, "==": figure == self.value}[self.relation]

    def text(self):
        names = {"lut+lutram": "LUT + LUTRAM", "lut_packed": "LUT packed", "lut": "LUT", "ff": "FF", "dsp": "DSP",
                 "bram18": "BRAM18", "weights_bram18": "BRAM18 of weights"}
        return f"{names.get(self.metric, self.metric)} {self.relation.replace('<=', '≤').replace('==', '=')} " \
               f"{self.value:g}"


def lut_total(value):
    return Limit("lut+lutram", value)


def dot(bits, per_bit, extra=0.0):
    """Pipelined: at most three LUT levels between registers."""
    return [Limit("lut_packed", per_bit * bits + extra), Limit("levels", 3)]


def mvu(lut, dsp=0):
    return [lut_total(lut), Limit("dsp", dsp)]


def threshold(lut, ff):
    return [lut_total(lut), Limit("ff", ff, "<"), Limit("bram18", 0)]


def window(cycles, lut, bram18):
    return [Limit("cycles", cycles, "=="), lut_total(lut), Limit("bram18", bram18)]


SIZES = (16, 32, 64, 128, 256)
LIMITS = {
    **{f"dot_xnor_simd{n}": dot(n, 0.85, 1) for n in SIZES},
    **{f"dot_xnor_const_simd{n}": dot(n, 0.56, 1) for n in SIZES},
    **{f"dot_{name}_simd16": dot(16, per_mac)
       for name, per_mac in (("w1a2", 1.6), ("w2a2", 3.2), ("w3a3", 7.2), ("w4a4", 12.8), ("w8a8", 51))},
    "mvu_2x2": mvu(220), "mvu_3x3": mvu(350), "mvu_4x4": mvu(580), "mvu_8x8_dsp": mvu(400, dsp=16),
    "mvtu_w1a1": [lut_total(200)], "mvtu_w2a2": [lut_total(560)], "mvtu_w4a4": [lut_total(1600)],
    "thr_n4_pe1": threshold(335, 199), "thr_n4_pe4": threshold(572, 674), "thr_n4_pe64": threshold(4415, 7816),
    "thr_n1_pe4": threshold(77, 92), "thr_n2_pe4": threshold(262, 318),
    "swu_a": window(129600, 320, 2), "swu_b": window(8100, 182, 2), "swu_c": window(1024, 121 + 88, 0),
    "swu_d": window(8100, 196 + 48, 0), "swu_e": window(2592, 206 + 44, 0), "swu_f": window(1024, 158 + 88, 0),
    "cnv_w1a1": [Limit("weights_bram18", 103), Limit("bram18", 130), lut_total(12000)],
    "cnv_w2a2": [],
}

# What the groups of rows are, for the document.
GROUPS = {
    "dot_": "Dot products alone, pipelined, registered output. `xnor`: popcount of agreeing bits; `const`: constant "
            "weights; `w<n>a<m>`: signed weights of n bits (one bit: -1 and +1) times unsigned activations of m bits.",
    "mvu_": "One MVU, 64 columns, 32 rows, PE 4, SIMD 8, signed weights x unsigned activations: input double buffer, "
            "control and accumulators included, weights as a port.",
    "mvtu_": "MVU and thresholds together, 256 columns, 64 rows, PE 4, SIMD 16: everything between the two streams, "
             "memories included.",
    "thr_": "Thresholds with their memory, 64 channels, 16-bit input (8 bits for n1), no block RAM; `n`: output bits, "
            "`pe`: lanes.",
    "swu_": "Sliding windows; a burst source is always valid. a: 3x3, 64 channels, SIMD 4, 4 bits, 32x32. b: 3x3, "
            "16 channels, SIMD 16. c: as b, the whole window in parallel. d: 3x3, 3 channels, SIMD 3, 8 bits. "
            "e: 3x3, 64 channels, SIMD 32, 1 bit, 14x14. f: 2x2, stride 2, 16 channels, SIMD 16.",
    "cnv_": "Whole networks with the folding that BNN-PYNQ published, random contents; all modules added up.",
}
