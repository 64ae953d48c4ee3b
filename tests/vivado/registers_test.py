#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The registers that component.xml lists, read and written in the generated Verilog (Icarus): reset values, constants of
the accelerator, bits that no field has, addresses without a register, what can be written and what cannot."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description
from bench import simulate

NOWHERE = 0x7ffc
ONES = 0xffffffff


class Register:
    def __init__(self, name, properties, fields):
        self.name, self.access = name, properties["access"]
        self.address = int(properties["address_offset"], 16)
        self.reset = int(properties["reset_value"]) if "reset_value" in properties else None
        self.bits = sum(((1 << int(part["bit_width"])) - 1) << int(part["bit_offset"]) for _, part in fields) if fields else ONES
        # Writing ones does nothing but set it.
        self.holds = self.access == "read-write" and not fields


def constants(folder, registers):
    """Values that follow from the accelerator: name -> value."""
    driver = json.loads((folder / "driver" / "accelerator.json").read_text())
    ports = driver["inputs"] + driver["outputs"]
    found = {f"PORT{k}_BEAT_BYTES": port["beat_bytes"] for k, port in enumerate(ports)}
    found |= {f"PORT{k}_FRAME_BEATS": port["beats_per_frame"] for k, port in enumerate(ports)}
    found["CAPABILITIES"] = len(driver["inputs"]) | len(driver["outputs"]) << 8 | int(driver["dma"]) << 16
    if "parameters" in driver:
        found["CAPABILITIES"] |= 1 << 17
        found["PARAMETERS_WORDS"] = driver["parameters"]["words"]
    found["MEMORY_BITS"] = driver.get("memory_bits", 0)
    found["BUILD_LO"] = int(driver["build"], 16) & ONES
    found["BUILD_HI"] = int(driver["build"], 16) >> 32
    text = driver["network"].encode().ljust(32, b"\0")
    found |= {f"NAME_{k}": int.from_bytes(text[4 * k:4 * k + 4], "little") for k in range(8)}
    missing = set(found) - {register.name for register in registers}
    if missing:
        folders.fail(f"component.xml has no {sorted(missing)}")
    return found


def read_all(folder, work, writes, addresses):
    """What each address reads, first, behind the writes."""
    lines = simulate([folder], work, "icarus", lambda _: (writes, addresses), feed=False,
                     cycles=100 + 6 * (len(writes) + len(addresses)))[folder]
    found = {}
    for cycle, _, value, address in sorted((int(line.split()[0]), *line.split()[1:]) for line in lines):
        found.setdefault(int(address, 16), value)
    missing = [hex(address) for address in addresses if address not in found]
    if missing:
        folders.fail(f"{folder.name}: not read in time: {missing}")
    return {address: int(value, 16) if "x" not in value else value for address, value in found.items()}


def main():
    options = folders.arguments(__doc__)
    network = folders.network_with_many_ports(options)
    for shell in (folders.REGISTERS, ("--dma", "--dma-bits", "32")):
        folder = folders.generate(options, network, *shell)
        registers = [Register(*row) for row in top_description.registers_of(folder)]
        listed = {register.address for register in registers}
        # All addresses near registers, some far away.
        addresses = sorted(listed | {place + 4 * k for place in listed for k in range(-8, 9) if place + 4 * k >= 0}
                           | set(range(0, 1 << 16, 0x1f4)))
        fixed = constants(folder, registers)
        fresh = read_all(folder, options.work / "fresh" / shell[0], [(NOWHERE, ONES)], addresses)
        for register in registers:
            value, want = fresh[register.address], fixed.get(register.name, register.reset)
            if not isinstance(value, int) and register.name.endswith(("_ERROR_LO", "_ERROR_HI")):
                continue  # undefined before an error
            if want is not None and value != want or not isinstance(value, int) or value & ~register.bits:
                folders.fail(f"{register.name} reads {value} after a reset, expected {want} within 0x{register.bits:x}")
        for address in addresses:
            if address not in listed and fresh[address] != 0:
                folders.fail(f"0x{address:x} reads {fresh[address]}, but component.xml has no register there")
        written = [register for register in registers if register.access == "read-only" or register.holds]
        after = read_all(folder, options.work / "written" / shell[0], [(register.address, ONES) for register in written],
                         sorted(listed))
        for register in written:
            value, want = after[register.address], fixed.get(register.name, register.reset)
            if register.holds and value == 0 or not register.holds and want is not None and value != want:
                folders.fail(f"{register.name} ({register.access}) reads {value} after ones were written, {want} before")
        print(f"{' '.join(shell)}: {len(registers)} registers, {len(fixed)} constants, "
              f"{len(addresses) - len(listed)} addresses without a register, {len(written)} written")


main()
