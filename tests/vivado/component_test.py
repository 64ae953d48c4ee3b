#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""component.xml of generated accelerators: valid against the schema, and true of the Verilog and the files.

Without the schema (scripts/ipxact_schema fetches it) that part is left out. The rest is checked in any case, and each
check is tried on components that break its rule.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description

S = "{http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009}"
X = "{http://www.xilinx.com}"

# The order that the standard wants of a component's elements, as far as we have them.
ORDER = ["vendor", "library", "name", "version", "busInterfaces", "addressSpaces", "memoryMaps", "model", "fileSets",
         "description", "parameters", "vendorExtensions"]
REQUIRED = ["vendor", "library", "name", "version", "busInterfaces", "model", "fileSets", "vendorExtensions"]

# Logical names of the buses' definitions (AMBA AXI4, AXI4-Stream; UG1118 for the signals).
ADDRESS = ["ID", "ADDR", "LEN", "SIZE", "BURST", "LOCK", "CACHE", "PROT", "QOS", "REGION", "USER", "VALID", "READY"]
LOGICAL = {
    "clock": {"CLK"},
    "reset": {"RST"},
    "interrupt": {"INTERRUPT"},
    "axis": {"TDATA", "TVALID", "TREADY", "TLAST", "TKEEP", "TSTRB", "TID", "TDEST", "TUSER"},
    "aximm": {side + name for side in ("AW", "AR") for name in ADDRESS}
             | {"WID", "WDATA", "WSTRB", "WLAST", "WUSER", "WVALID", "WREADY", "BID", "BRESP", "BUSER", "BVALID", "BREADY",
                "RID", "RDATA", "RRESP", "RLAST", "RUSER", "RVALID", "RREADY"},
}
FILE_TYPES = {".v": "verilogSource", ".mem": "mem", ".tcl": "tclSource"}


def tag(element):
    return element.tag.rsplit("}", 1)[-1]


def text(element, path):
    found = element.find("/".join(S + step for step in path.split("/")))
    return None if found is None else found.text


def complaints(root, folder, ports):
    """What is wrong with a component."""
    said = []
    if root.tag != S + "component":
        return ["it is no component"]
    tags = [tag(child) for child in root]
    if [one for one in ORDER if one in tags] != tags:
        said.append(f"elements out of order or unknown: {tags}")
    said += [f"no {one}" for one in REQUIRED if one not in tags]
    if text(root, "name") != folder.name:
        said.append("it is not named after the network")
    said += port_complaints(root, ports)
    said += bus_complaints(root, ports)
    said += reference_complaints(root)
    said += file_complaints(root, folder)
    families = [family.text for family in root.iter(X + "family")]
    if not families:
        said.append("no supported family")
    for element in root.iter():
        value = (element.text or "").strip()
        if re.match(r"/(?!UserIP$)|[A-Za-z]:\\|\d{4}-\d\d-\d\dT", value):
            said.append(f"{tag(element)} is absolute or dated: {value}")
    return said


def port_complaints(root, ports):
    said = []
    described = {}
    for port in root.iter(S + "port"):
        left = text(port, "wire/vector/left")
        described[text(port, "name")] = (text(port, "wire/direction") == "in", 1 if left is None else int(left) + 1)
    real = {port.name: (port.is_input, port.width) for port in ports}
    if described != real:
        said.append(f"ports differ from the Verilog's: {sorted(set(described.items()) ^ set(real.items()))}")
    for view in root.iter(S + "view"):
        if text(view, "modelName") not in (None, text(root, "name")):
            said.append("a view is of another module")
    return said


def bus_complaints(root, ports):
    said = []
    mapped = []
    real = {port.name: port for port in ports}
    for bus in root.iter(S + "busInterface"):
        name = text(bus, "name")
        kind = bus.find(S + "busType").get(S + "name")
        if bus.find(S + "abstractionType").get(S + "name") != kind + "_rtl":
            said.append(f"{name}: another abstraction than its bus")
        if kind not in LOGICAL:
            said.append(f"{name}: no bus {kind}")
            continue
        for one in bus.iter(S + "portMap"):
            logical, physical = text(one, "logicalPort/name"), text(one, "physicalPort/name")
            mapped.append(physical)
            if logical not in LOGICAL[kind]:
                said.append(f"{name}: {kind} has no signal {logical}")
            if physical not in real:
                said.append(f"{name}: the Verilog has no port {physical}")
            elif (real[physical].bus, real[physical].logical) != (name, logical):
                said.append(f"{name}: the Verilog says that {physical} is {real[physical].logical}")
        members = [port for port in ports if port.bus == name]
        is_master = kind == "interrupt" or top_description.is_master(members)
        if (bus.find(S + "master") is None) == is_master or (bus.find(S + "slave") is None) != is_master:
            said.append(f"{name}: master and slave mixed up")
    if sorted(mapped) != sorted(real):
        said.append(f"ports of no interface, or of two: {sorted(set(mapped) ^ set(real))}")
    return said


def reference_complaints(root):
    said = []
    for kind, holder, referrer in (("memory map", "memoryMap", "memoryMapRef"),
                                   ("address space", "addressSpace", "addressSpaceRef")):
        names = [text(element, "name") for element in root.iter(S + holder)]
        used = [element.get(S + referrer) for element in root.iter(S + referrer)]
        if sorted(names) != sorted(used):
            said.append(f"{kind}s {names}, referred to {used}")
    for bus in root.iter(S + "busInterface"):
        if bus.find(S + "busType").get(S + "name") == "aximm" and not (
                list(bus.iter(S + "memoryMapRef")) or list(bus.iter(S + "addressSpaceRef"))):
            said.append(f"{text(bus, 'name')}: no addresses")
    buses = {text(bus, "name") for bus in root.iter(S + "busInterface")}
    values = {value.get(S + "id"): value.text for value in root.iter(S + "value")}
    clocked = values.get("BUSIFPARAM_VALUE.aclk.ASSOCIATED_BUSIF", "").split(":")
    if set(clocked) != buses - {"aclk", "aresetn", "interrupt"}:
        said.append(f"the clock is that of {clocked}")
    if values.get("BUSIFPARAM_VALUE.aclk.ASSOCIATED_RESET") not in buses:
        said.append("the clock has no reset")
    for block in root.iter(S + "addressBlock"):
        if int(text(block, "range")) != 65536 or text(block, "width") != "32":
            said.append("the registers are not 64 KiB of 32 bits")
    return said


def file_complaints(root, folder):
    said = []
    sets = {text(one, "name"): [text(file, "name") for file in one.iter(S + "file")] for one in root.iter(S + "fileSet")}
    used = [ref.text for ref in root.iter(S + "localName")]
    if sorted(used) != sorted(sets):
        said.append(f"file sets {sorted(sets)}, referred to {sorted(used)}")
    want = sorted((folder / "rtl" / "files.f").read_text().split() + [path.name for path in folder.glob("rtl/*.mem")])
    for name, files in sets.items():
        said += [f"no file {file}" for file in files if not (folder / file).is_file()]
        if "xpgui" not in name and sorted(pathlib.PurePosixPath(file).name for file in files) != want:
            said.append(f"{name} is not what the IP is made of")
    for file in root.iter(S + "file"):
        types = [child.text for child in file if tag(child) in ("fileType", "userFileType")]
        if FILE_TYPES.get(pathlib.PurePosixPath(text(file, "name")).suffix) not in types:
            said.append(f"{text(file, 'name')} has the types {types}")
    return said


def validate(schema, file):
    result = folders.run(["xmllint", "--nonet", "--noout", "--schema", schema / "component.xsd", file])
    return [] if result.returncode == 0 else [result.stderr]


# Each replaces a text of component.xml and must be found out.
MUTATIONS = [
    ("element order", "<spirit:version>1.0</spirit:version>", ""),
    ("another name", "<spirit:modelName>", "<spirit:modelName>x"),
    ("a port that is not there", "<spirit:name>s_a", "<spirit:name>s_b"),
    ("direction", "<spirit:direction>in<", "<spirit:direction>out<"),
    ("width", "<spirit:left>", "<spirit:left>1"),
    ("logical name", "<spirit:name>TVALID<", "<spirit:name>TVALUE<"),
    ("bus", "spirit:name=\"axis\"", "spirit:name=\"axi\""),
    ("abstraction", "spirit:name=\"axis_rtl\"", "spirit:name=\"aximm_rtl\""),
    ("mode", "<spirit:slave />", "<spirit:master />"),
    ("file set", "<spirit:localName>", "<spirit:localName>x"),
    ("file", "<spirit:name>rtl/", "<spirit:name>rtl/x"),
    ("file type", ">verilogSource<", ">vhdlSource<"),
    ("clock's buses", ">s_axis:", ">s_axes:"),
    ("clock's reset", ">aresetn</spirit:value>", ">reset</spirit:value>"),
    ("families", "xilinx:family", "xilinx:clan"),
    ("absolute path", "<spirit:name>xgui/", "<spirit:name>/xgui/"),
    ("memory map", "spirit:memoryMapRef=\"s_axi_control\"", "spirit:memoryMapRef=\"s_axi\""),
    ("range", "<spirit:range>65536<", "<spirit:range>4096<"),
    ("address space", "spirit:addressSpaceRef=\"m_axi_in\"", "spirit:addressSpaceRef=\"m_axi\""),
]


def main():
    options = folders.arguments(__doc__)
    schema = pathlib.Path(options.schema) if options.schema else None
    if not (schema and (schema / "component.xsd").is_file()):
        print("no schema of IP-XACT here: run scripts/ipxact_schema")
        schema = None
    found = set()
    for folder in folders.all_folders(options):
        file = folder / "component.xml"
        ports = top_description.read_ports(folder / "rtl" / f"{folder.name}.v", folder.name)
        content = file.read_text()
        said = complaints(ElementTree.fromstring(content), folder, ports) + (validate(schema, file) if schema else [])
        if said:
            folders.fail(f"{file}: {said}")
        for name, old, new in MUTATIONS:
            if old not in content:
                continue
            # All of them where the change is of an element's name: it must stay well-formed.
            mutant = content.replace(old, new, -1 if "xilinx:" in old else 1)
            if not complaints(ElementTree.fromstring(mutant), folder, ports):
                folders.fail(f"{file}: nobody minds: {name}: {old} -> {new}")
            found.add(name)
        print(f"{folder.name}: {len(ports)} ports, component.xml {'valid' if schema else 'as it should be'}")
    missing = [name for name, _, _ in MUTATIONS if name not in found]
    if missing:
        folders.fail(f"mutations that fit no component: {missing}")
    print(f"{len(found)} mutations found out: {', '.join(sorted(found))}")


main()
