# SPDX-License-Identifier: Apache-2.0
"""Counts what stands in a netlist that Yosys has mapped to Xilinx cells (its write_json)."""

import dataclasses
import json
import re
from collections import defaultdict

LUT = re.compile(r"LUT[1-6](_2)?|INV")
FLIP_FLOP = re.compile(r"FD[RSCP]E(_1)?|LD[CP]E")
LUTRAM = {
    "SRL16E": 1, "SRLC32E": 1,
    "RAM32X1S": 1, "RAM64X1S": 1, "RAM128X1S": 2, "RAM256X1S": 4,
    "RAM32X1D": 2, "RAM64X1D": 2, "RAM128X1D": 4,
    "RAM32M": 4, "RAM64M": 4, "RAM32M16": 8, "RAM64M8": 8,
}
BRAM18 = {"RAMB18E1": 1, "RAMB18E2": 1, "RAMB36E1": 2, "RAMB36E2": 2}
CARRY = {"CARRY4": 4, "CARRY8": 8}
DSP = {"DSP48E1", "DSP48E2"}
WIRING = {"MUXF7", "MUXF8", "MUXF9"}  # in the slice beside the LUTs, they cost nothing
# Pins of LUT memories that are read without a clock edge; the others are written or shifted by it.
READ_PINS = {
    "SRL16E": {"A0", "A1", "A2", "A3"}, "SRLC32E": {"A"},
    "RAM32X1D": {"A0", "A1", "A2", "A3", "A4", "DPRA0", "DPRA1", "DPRA2", "DPRA3", "DPRA4"},
}


class NetlistError(Exception):
    """The netlist holds something that this program cannot count."""


@dataclasses.dataclass
class Cell:
    name: str
    type: str
    parameters: dict
    inputs: dict   # pin -> list of bits
    outputs: dict  # pin -> list of bits


class Netlist:
    """A flat module. A bit is a number (a net) or one of the strings "0", "1", "x", "z"."""

    def __init__(self, module):
        self.cells = []
        self.loads = defaultdict(list)   # net -> [(cell, pin, position)]; cell is None for an output port
        self.driver = {}                 # net -> (cell, pin, position)
        for name, port in module["ports"].items():
            if port["direction"] != "input":
                for position, bit in enumerate(port["bits"]):
                    self.loads[bit].append((None, name, position))
        for name, cell in module["cells"].items():
            pins = {"input": {}, "output": {}}
            for pin, bits in cell["connections"].items():
                direction = cell["port_directions"].get(pin)
                if direction not in pins:
                    raise NetlistError(f"cell {name} ({cell['type']}): pin {pin} has no direction")
                pins[direction][pin] = bits
            made = Cell(name, cell["type"], cell.get("parameters", {}), pins["input"], pins["output"])
            self.cells.append(made)
            for pin, bits in made.inputs.items():
                for position, bit in enumerate(bits):
                    self.loads[bit].append((made, pin, position))
            for pin, bits in made.outputs.items():
                for position, bit in enumerate(bits):
                    self.driver[bit] = (made, pin, position)


def read_netlist(path, top):
    with open(path, encoding="utf-8") as file:
        return Netlist(json.load(file)["modules"][top])


def count(netlist):
    """{lut, lut_packed, lutram, ff, carry, dsp, bram18, levels}"""
    total = dict.fromkeys(("lut", "lut_packed", "lutram", "ff", "carry", "dsp", "bram18"), 0)
    for cell in netlist.cells:
        if LUT.fullmatch(cell.type):
            total["lut"] += 1
        elif cell.type in LUTRAM:
            total["lutram"] += LUTRAM[cell.type]
        elif FLIP_FLOP.fullmatch(cell.type):
            total["ff"] += 1
        elif cell.type in CARRY:
            total["carry"] += 1
        elif cell.type in DSP:
            total["dsp"] += 1
        elif cell.type in BRAM18:
            total["bram18"] += BRAM18[cell.type]
        elif cell.type not in WIRING:
            raise NetlistError(f"cell {cell.name} has the type {cell.type}, which no rule counts")
    total["lut_packed"] = total["lut"] + carry_breaks(netlist) + bypass_conflicts(netlist)
    total["levels"] = levels(netlist)
    return total


def is_net(bit):
    return not isinstance(bit, str)


def own_register(netlist, bit):
    """Is the D pin of one flip-flop the net's only load? That flip-flop then is the carry position's own."""
    loads = netlist.loads[bit]
    return len(loads) == 1 and loads[0][0] is not None and loads[0][1] == "D" and \
        FLIP_FLOP.fullmatch(loads[0][0].type) is not None


def leaves(netlist, bit):
    """Has the net a load other than the carry input of a next chain element?"""
    return is_net(bit) and any(cell is None or cell.type not in CARRY or pin != "CI"
                               for cell, pin, _ in netlist.loads[bit])


def carry_breaks(netlist):
    """Carry positions whose O and CO both leave unregistered.

    A position of a 7-series slice has one output beside its flip-flop, so only one of O[k] and CO[k] can leave as a
    net; the other one must end in the position's own flip-flop. Where it does not, a packer spends one more LUT. The
    top CO that goes on to the next element's CI has a path of its own and does not count.
    """
    breaks = 0
    for cell in netlist.cells:
        if cell.type not in CARRY:
            continue
        for o, co in zip(cell.outputs.get("O", []), cell.outputs.get("CO", [])):
            if leaves(netlist, o) and leaves(netlist, co):
                breaks += not own_register(netlist, o) and not own_register(netlist, co)
    return breaks


def bypass_conflicts(netlist):
    """Carry elements whose CYINIT and DI[0] both need the slice's AX pin.

    CYINIT, where it is not constant, comes in by AX. DI[0] comes in by AX too or is the O5 of the LUT that makes S[0].
    O5 can serve where DI[0] is that LUT6_2's O5, or where the inputs of the LUT behind S[0], with DI[0] as one
    of them, are at most five. Otherwise a packer spends one more LUT, unless CYINIT and DI[0] are the same net.
    """
    conflicts = 0
    for cell in netlist.cells:
        if cell.type not in CARRY:
            continue
        init = (cell.inputs.get("CYINIT") or cell.inputs.get("CI") or ["0"])[0]
        if cell.type == "CARRY8" and init in netlist.driver and netlist.driver[init][0].type == "CARRY8":
            continue  # CARRY8 has one pin for both; this one is the chain
        if not is_net(init) or "DI" not in cell.inputs:
            continue
        di = cell.inputs["DI"][0]
        if di == init or o5_can_pass(netlist, cell.inputs["S"][0], di):
            continue
        conflicts += 1
    return conflicts


def o5_can_pass(netlist, select, di):
    """Can the LUT that makes the net `select` give `di` at its O5?"""
    if not is_net(select):
        return True  # the LUT is free
    driver = netlist.driver.get(select)
    if driver is None or not LUT.fullmatch(driver[0].type):
        return True  # the LUT only lets `select` through, four inputs are free
    lut = driver[0]
    if lut.type == "LUT6_2":
        return lut.outputs.get("O5") == [di]
    used = {bit for bits in lut.inputs.values() for bit in bits if is_net(bit)}
    if is_net(di):
        used.add(di)
    return len(used) <= 5


def lut_depends(cell, pin, number):
    """Does a LUT's output depend on input I<number>? The two outputs of a LUT6_2 often have inputs of their own."""
    table = cell.parameters.get("INIT")
    if table is None:
        return True
    table = table.rjust(64, "0")[::-1]  # Yosys writes parameters in binary, the highest bit first
    size = 32 if pin == "O5" else 64 if cell.type == "LUT6_2" else 1 << int(cell.type[3])
    return any(table[i] != table[i | 1 << number] for i in range(size) if not i >> number & 1 and i | 1 << number < size)


def dependencies(cell, pin, position):
    """Nets that an output depends on without a clock edge, and the LUT levels that lie between. None: a register."""
    if cell.type.startswith("LUT"):
        return [bits[0] for name, bits in cell.inputs.items() if lut_depends(cell, pin, int(name[1:]))], 1
    if cell.type == "INV":
        return cell.inputs["I"], 1
    if cell.type in CARRY:
        bits = list(cell.inputs.get("CI", [])) + list(cell.inputs.get("CYINIT", []))
        bits += cell.inputs.get("S", [])[:position + 1]
        bits += cell.inputs.get("DI", [])[:position + (pin == "CO")]
        return bits, 0
    if cell.type in WIRING:
        return [bit for bits in cell.inputs.values() for bit in bits], 0
    if cell.type in LUTRAM:
        reads = READ_PINS.get(cell.type)
        return [bit for name, bits in cell.inputs.items() for bit in bits
                if (name in reads if reads else "ADDR" in name or "DPRA" in name or re.fullmatch(r"A\d?", name))], 1
    return None


def levels(netlist):
    """LUTs on the longest path between registers, ports, block RAMs and DSPs.

    A LUT and a LUT memory that is read are one level each; carry chains and MUXF7/8 add none.
    """
    known = {}
    under_way = set()
    for start in list(netlist.driver):
        stack = [start]
        while stack:
            bit = stack[-1]
            if bit in known:
                stack.pop()
                continue
            found = dependencies(*netlist.driver[bit]) if bit in netlist.driver else None
            if found is None:
                known[bit] = 0
                stack.pop()
                continue
            missing = [before for before in found[0] if is_net(before) and before not in known]
            if not missing:
                known[bit] = found[1] + max((known[before] for before in found[0] if is_net(before)), default=0)
                under_way.discard(bit)
                stack.pop()
                continue
            if bit in under_way:
                raise NetlistError(f"a combinational loop through net {bit}")
            under_way.add(bit)
            stack.extend(missing)
    return max(known.values(), default=0)
