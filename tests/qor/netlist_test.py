#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The counting rules on small netlists made by hand."""

import unittest

from netlist import Netlist, NetlistError, bypass_conflicts, carry_breaks, count, levels

INPUTS = {"LUT": lambda pin: pin.startswith("I"), "CARRY4": lambda pin: pin in ("CI", "CYINIT", "DI", "S"),
          "CARRY8": lambda pin: pin in ("CI", "CI_TOP", "DI", "S"), "FDRE": lambda pin: pin != "Q",
          "RAM32M": lambda pin: not pin.startswith("DO"), "SRL16E": lambda pin: pin != "Q",
          "INV": lambda pin: pin == "I", "MUXF7": lambda pin: pin != "O"}


def netlist(*cells, inputs=(), outputs=()):
    """Cells as (type, {pin: bit or bits}); inputs and outputs of the module as nets."""
    module = {"ports": {}, "cells": {}}
    for direction, nets in (("input", inputs), ("output", outputs)):
        for net in nets:
            module["ports"][f"{direction}{net}"] = {"direction": direction, "bits": [net]}
    for i, (kind, pins) in enumerate(cells):
        is_input = INPUTS.get("LUT" if kind.startswith("LUT") else kind, lambda pin: pin != "Q")
        module["cells"][f"c{i}"] = {
            "type": kind,
            "parameters": {"INIT": pins["INIT"]} if "INIT" in pins else {},
            "connections": {pin: bits if isinstance(bits, list) else [bits] for pin, bits in pins.items() if pin != "INIT"},
            "port_directions": {pin: "input" if is_input(pin) else "output" for pin in pins if pin != "INIT"}}
    return Netlist(module)


def carry(s=("0",) * 4, di=("0",) * 4, o=(90, 91, 92, 93), co=(94, 95, 96, 97), ci="0", cyinit="0"):
    return ("CARRY4", {"S": list(s), "DI": list(di), "O": list(o), "CO": list(co), "CI": ci, "CYINIT": cyinit})


def register(d, q):
    return ("FDRE", {"C": 1, "CE": "1", "R": "0", "D": d, "Q": q})


class Counts(unittest.TestCase):
    def test_kinds(self):
        total = count(netlist(("LUT2", {"I0": 2, "I1": 3, "O": 4}), ("LUT6_2", {"I0": 2, "O6": 5, "O5": 6}),
                              ("INV", {"I": 2, "O": 7}), ("RAM32M", {"ADDRA": [2], "DOA": [8, 9]}),
                              ("SRL16E", {"A0": 2, "D": 3, "Q": 10}), register(4, 11), carry(),
                              ("RAMB36E1", {"Q": [12]}), ("RAMB18E1", {"Q": [13]}), ("DSP48E1", {"Q": [14]}),
                              ("MUXF7", {"I0": 4, "I1": 5, "S": 2, "O": 15})))
        self.assertEqual({"lut": 3, "lut_packed": 3, "lutram": 5, "ff": 1, "carry": 1, "dsp": 1, "bram18": 3,
                          "levels": 1}, total)

    def test_unknown_cell(self):
        with self.assertRaisesRegex(NetlistError, "FANCY"):
            count(netlist(("FANCY", {"Q": 2})))


class CarryBreaks(unittest.TestCase):
    def test_both_leave_unregistered(self):
        self.assertEqual(1, carry_breaks(netlist(carry(), outputs=(90, 94))))

    def test_one_leaves(self):
        self.assertEqual(0, carry_breaks(netlist(carry(), outputs=(90, 95))))

    def test_own_register(self):
        self.assertEqual(0, carry_breaks(netlist(carry(), register(90, 20), outputs=(94,))))
        self.assertEqual(0, carry_breaks(netlist(carry(), register(94, 20), outputs=(90,))))

    def test_a_register_and_another_load_do_not_help(self):
        self.assertEqual(1, carry_breaks(netlist(carry(), register(90, 20), outputs=(90, 94))))

    def test_a_net_into_two_registers_leaves(self):
        self.assertEqual(1, carry_breaks(netlist(carry(), register(90, 20), register(90, 21), outputs=(94,))))

    def test_register_by_another_pin_is_a_net_that_leaves(self):
        enable = ("FDRE", {"C": 1, "CE": 90, "R": "0", "D": "1", "Q": 20})
        self.assertEqual(1, carry_breaks(netlist(carry(), enable, outputs=(94,))))

    def test_chain_is_not_out(self):
        second = carry(o=(80, 81, 82, 83), co=(84, 85, 86, 87), ci=97)
        self.assertEqual(0, carry_breaks(netlist(carry(), second, outputs=(93,))))
        self.assertEqual(1, carry_breaks(netlist(carry(), second, outputs=(93, 97))))

    def test_each_position_counts(self):
        self.assertEqual(4, carry_breaks(netlist(carry(), outputs=range(90, 98))))


class BypassConflicts(unittest.TestCase):
    LUT5 = ("LUT5", {"I0": 2, "I1": 3, "I2": 4, "I3": 5, "I4": 6, "O": 30})
    LUT6 = ("LUT6", {"I0": 2, "I1": 3, "I2": 4, "I3": 5, "I4": 6, "I5": 7, "O": 30})
    LUT6_2 = ("LUT6_2", {"I0": 2, "I1": 3, "I2": 4, "I3": 5, "I4": 6, "I5": 7, "O6": 30, "O5": 31})

    def conflicts(self, lut, di, cyinit):
        return bypass_conflicts(netlist(lut, carry(s=(30, "0", "0", "0"), di=(di, "0", "0", "0"), cyinit=cyinit)))

    def test_constant_carry_in(self):
        self.assertEqual(0, self.conflicts(self.LUT6, 8, "1"))

    def test_o5_of_the_same_lut(self):
        self.assertEqual(0, self.conflicts(self.LUT6_2, 31, 40))
        self.assertEqual(1, self.conflicts(self.LUT6_2, 2, 40))

    def test_lut_passes_an_input(self):
        self.assertEqual(0, self.conflicts(self.LUT5, 3, 40))
        self.assertEqual(1, self.conflicts(self.LUT6, 3, 40))
        self.assertEqual(1, self.conflicts(self.LUT5, 8, 40))

    def test_same_net(self):
        self.assertEqual(0, self.conflicts(self.LUT6, 40, 40))


class Levels(unittest.TestCase):
    def test_from_register_to_register(self):
        chain = netlist(register(13, 10), ("LUT1", {"I0": 10, "O": 11}), ("LUT1", {"I0": 11, "O": 12}),
                        ("LUT1", {"I0": 12, "O": 13}))
        self.assertEqual(3, levels(chain))

    def test_carry_adds_none_and_keeps_positions_apart(self):
        # The LUT behind O[0] drives S[1]: not a loop, since O[0] does not depend on S[1].
        cells = netlist(("LUT1", {"I0": 2, "O": 3}), carry(s=(3, 5, "0", "0")), ("LUT1", {"I0": 90, "O": 5}),
                        ("LUT1", {"I0": 93, "O": 6}))
        self.assertEqual(3, levels(cells))

    def test_memories(self):
        self.assertEqual(2, levels(netlist(("LUT1", {"I0": 2, "O": 3}), ("RAM32M", {"ADDRA": [3], "DOA": [4, 5]}))))
        self.assertEqual(1, levels(netlist(("LUT1", {"I0": 2, "O": 3}), ("RAM32M", {"DIA": [3], "DOA": [4, 5]}))))

    def test_second_output_depends_on_its_own_inputs(self):
        # O5 = I0; O6 = I4 while I5 is 1. The second LUT's O6 comes after the first one's O5, not after its O6.
        table = f"{0xffff0000_aaaaaaaa:064b}"
        first = ("LUT6_2", {"I0": 2, "I4": 3, "I5": "1", "O6": 4, "O5": 5, "INIT": table})
        second = ("LUT6_2", {"I0": 4, "I4": 5, "I5": "1", "O6": 6, "O5": 7, "INIT": table})
        third = ("LUT1", {"I0": 6, "O": 8, "INIT": "01"})
        self.assertEqual(3, levels(netlist(first, second, third)))
        self.assertEqual(2, levels(netlist(("LUT1", {"I0": 9, "O": 3, "INIT": "01"}), first,
                                           ("LUT1", {"I0": 5, "O": 10, "INIT": "01"}))))

    def test_loop(self):
        with self.assertRaisesRegex(NetlistError, "loop"):
            levels(netlist(("LUT1", {"I0": 2, "O": 3}), ("LUT1", {"I0": 3, "O": 2})))


if __name__ == "__main__":
    unittest.main()
