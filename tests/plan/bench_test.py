# SPDX-License-Identifier: Apache-2.0
"""What bench/plan takes for wrong, and its tables."""

import copy
import unittest

import points
import run
import tables

CYCLES = {"network": "n", "predicted": 10, "measured": 10, "latency_predicted": 7, "latency_measured": 7, "beats": 3,
          "mismatches": 0}
FOLDING = {"network": "n", "platform": "p", "seconds": 1.0, "ii": 10, "ii_baseline": 20, "gap": 0.0, "lut": 1.0,
           "lut_baseline": 2.0, "built": {"lut": 1.0}, "estimate": {"lut": 1.0}}


class Wrong(unittest.TestCase):
    def check(self, section, row, **changes):
        figures = {section: [row]}
        self.assertEqual(list(run.wrong(figures)), [])
        for key, value in changes.items():
            worse = copy.deepcopy(figures)
            worse[section][0][key] = value
            self.assertEqual(len(list(run.wrong(worse))), 1, key)

    def test_cycles_must_be_exact(self):
        self.check("cycles", CYCLES, measured=11, latency_measured=8, mismatches=1)

    def test_a_folding_must_not_be_worse_than_the_rule(self):
        self.check("folding", FOLDING, ii=21)

    def test_the_rule_may_fit_nothing(self):
        self.assertEqual(list(run.wrong({"folding": [{**FOLDING, "ii_baseline": None}]})), [])


class Tables(unittest.TestCase):
    def test_how_much_faster(self):
        text = tables.folding_section([FOLDING, {**FOLDING, "ii": 5}])
        self.assertIn("2.00 to 4.00 times as fast", text)

    def test_rows_have_as_many_cells_as_the_header(self):
        for text in (tables.cycles_section([CYCLES]), tables.folding_section([FOLDING])):
            widths = {line.count("|") for line in text.splitlines() if line.startswith("|")}
            self.assertEqual(len(widths), 1)


class Bound(unittest.TestCase):
    PLATFORM = {"lut": 1000, "ff": 2000, "bram36": 100, "dsp": 10}

    def test_full_resource(self):
        found = {"ii": 5, "shortest_ii": 1, "built": {"lut": 690, "ff": 10, "bram36": 10, "dsp": 0}}
        self.assertEqual(points.bound_of(found, self.PLATFORM), "LUT")

    def test_highest_parallelism(self):
        found = {"ii": 1, "shortest_ii": 1, "slowest": "conv0", "built": {"lut": 690, "ff": 1, "bram36": 1, "dsp": 0}}
        self.assertIn("conv0", points.bound_of(found, self.PLATFORM))


if __name__ == "__main__":
    unittest.main()
