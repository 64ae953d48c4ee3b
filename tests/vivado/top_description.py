# SPDX-License-Identifier: Apache-2.0
"""What Vivado sees of a top module: its ports and, from their attributes, its interfaces. Read by Yosys."""
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree

S = "{http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009}"


class Port:
    def __init__(self, name, direction, width, attributes):
        self.name = name
        self.is_input = direction == "input"
        self.width = width
        info = attributes.get("X_INTERFACE_INFO", "").split()
        self.vlnv, self.bus, self.logical = info if len(info) == 3 else ("", "", "")
        self.parameters = dict(re.findall(r"([A-Z_]+) ([^,]+)", attributes.get("X_INTERFACE_PARAMETER", "")))


def read_ports(verilog, module):
    """The ports of a module, in order."""
    out = verilog.parent / (verilog.stem + ".ports.json")
    # The top alone: what it instantiates is not needed, and a module that is unknown is a black box.
    script = f"read_verilog {verilog}; write_json {out}"
    subprocess.run(["yosys", "-q", "-p", script], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    data = json.loads(out.read_text())["modules"][module]
    out.unlink()
    return [Port(name, port["direction"], len(port["bits"]), data["netnames"][name]["attributes"])
            for name, port in data["ports"].items()]


def buses_of(ports):
    """Interfaces in order: name -> its ports."""
    buses = {}
    for port in ports:
        buses.setdefault(port.bus, []).append(port)
    return buses


def is_master(ports):
    """Of a stream or a memory-mapped bus: whether it drives valid."""
    return any(port.logical in ("TVALID", "AWVALID", "ARVALID") and not port.is_input for port in ports)


def registers_of(folder):
    """The registers of component.xml, in the packager's terms: [(name, properties, [(field, properties)])]."""
    def properties(element, named):
        texts = {name: element.findtext("/".join(S + step for step in path.split("/"))) for name, path in named.items()}
        return {name: text for name, text in texts.items() if text is not None}

    common = {"access": "access", "description": "description"}
    return [(register.findtext(S + "name"),
             properties(register, {"address_offset": "addressOffset", "size": "size", "reset_value": "reset/value", **common}),
             [(field.findtext(S + "name"),
               properties(field, {"bit_offset": "bitOffset", "bit_width": "bitWidth",
                                  "modified_write_value": "modifiedWriteValue", **common}))
              for field in register.iter(S + "field")])
            for register in ElementTree.parse(folder / "component.xml").iter(S + "register")]


def tcl_list(items):
    """Of texts, dictionaries and lists."""
    words = []
    for item in items:
        if isinstance(item, dict):
            item = [word for pair in item.items() for word in pair]
        words.append("{" + (item if isinstance(item, str) else tcl_list(item)) + "}")
    return " ".join(words)


def describe(folder):
    """The Tcl file that check.tcl reads."""
    name = folder.name
    report = json.loads((folder / "report" / "report.json").read_text())
    ports = read_ports(folder / "rtl" / f"{name}.v", name)
    pins, buses = [], []
    for bus, members in buses_of(ports).items():
        kind = members[0].vlnv.split(":")[2]
        if kind in ("clock", "reset", "interrupt"):
            polarity = {"ACTIVE_LOW": "low", "ACTIVE_HIGH": "high"}.get(members[0].parameters.get("POLARITY"), "{}")
            pins.append(f"{{{bus} {'I' if members[0].is_input else 'O'} {kind} {polarity}}}")
        else:
            data = next(port for port in members if port.logical in ("TDATA", "WDATA", "RDATA"))
            width = data.width // 8 if kind == "axis" else data.width
            buses.append(f"{{{bus} {'master' if is_master(members) else 'slave'} {kind} {width} aclk}}")
    registers = [word for name, properties, fields in registers_of(folder)
                 for word in (name, properties, [part for field in fields for part in field])]
    files = (folder / "rtl" / "files.f").read_text().split() + [path.name for path in (folder / "rtl").glob("*.mem")]
    return "\n".join([
        f"set top(name) {name}",
        f"set top(part) {report['part']}",
        f"set top(clock_mhz) {report['clock_mhz']}",
        f"set top(ports) {{{' '.join(port.name for port in ports)}}}",
        f"set top(pins) {{{' '.join(pins)}}}",
        f"set top(buses) {{{' '.join(buses)}}}",
        f"set top(registers) {{{tcl_list(registers)}}}",
        f"set top(files) {{{' '.join(files)}}}", ""])
