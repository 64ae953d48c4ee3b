# SPDX-License-Identifier: Apache-2.0
"""Is the hardware the one that accelerator.json describes?"""

from .errors import IdentityError

MAGIC = 0x41435246  # "FRCA"


def name_in_registers(registers):
    """The first 32 bytes of the network's name."""
    base = registers.offset("control", "NAME")
    words = [registers._device.read32(base + 4 * i) for i in range(8)]
    return b"".join(word.to_bytes(4, "little") for word in words).rstrip(b"\0").decode("utf-8", "replace")


def check(description, registers):
    """Raises IdentityError with all that differs."""
    magic = registers.read("control", "ID")
    if magic != MAGIC:  # nothing else can be trusted then
        raise IdentityError([("ID (is the bitstream loaded, and this its address?)", "0x%08x" % MAGIC,
                              "0x%08x" % magic)])
    version = registers.read("control", "MAP_VERSION")
    if version != registers.version:
        raise IdentityError([("version of the register map", registers.version, version)])
    capabilities = registers.read("control", "CAPABILITIES")
    name = description.network.encode("utf-8")[:32].decode("utf-8", "replace")
    rows = [("network", '"%s"' % name, '"%s"' % name_in_registers(registers)),
            ("build", description.build, "%016x" % registers.read64("control", "BUILD"))]
    for field, expected in (("INPUTS", len(description.inputs)), ("OUTPUTS", len(description.outputs)),
                            ("DMA", int(description.has_dma)),
                            ("PARAMETERS", int("parameters" in description.entries))):
        rows.append((field, expected, registers.field("control", "CAPABILITIES", field, value=capabilities)))
    rows.append(("MEMORY_BITS", description.memory_bits, registers.read("control", "MEMORY_BITS")))
    differences = [row for row in rows if row[1] != row[2]]
    if differences:
        raise IdentityError(differences)
