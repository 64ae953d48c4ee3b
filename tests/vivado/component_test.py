#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""component.xml of generated accelerators: valid against the schema, and true of the Verilog and the files.

Without the schema (scripts/ipxact_schema fetches it) that part is left out. The rest is checked in any case, and each
check is tried on components that break its rule.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description

S = top_description.S
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
DOCUMENT = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "registers.md"
IPXACT_ACCESS = {"ro": "read-only", "rw": "read-write", "wo": "write-only", "w1c": "read-write"}
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
    said += register_complaints(root, folder)
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
        said += parameter_complaints(bus, name, members)
        is_master = kind == "interrupt" or top_description.is_master(members)
        if (bus.find(S + "master") is None) == is_master or (bus.find(S + "slave") is None) != is_master:
            said.append(f"{name}: master and slave mixed up")
    if sorted(mapped) != sorted(real):
        said.append(f"ports of no interface, or of two: {sorted(set(mapped) ^ set(real))}")
    return said


def parameter_complaints(bus, name, members):
    """What Vivado is told besides the ports: the same in the Verilog's attributes, true, and without a frequency."""
    said = []
    told = {text(one, "name"): text(one, "value") for one in bus.iter(S + "parameter")}
    attributes = {key: value for port in members for key, value in port.parameters.items()}
    if attributes.pop("XIL_INTERFACENAME", None) != name:
        said.append(f"{name}: the Verilog's attributes are not of this interface")
    if told != attributes:
        said.append(f"{name}: parameters {told}, in the Verilog {attributes}")
    if "FREQ_HZ" in told:
        said.append(f"{name}: a frequency, which the block design's clock need not have")
    widths = {port.logical: port.width for port in members}
    for logical, parameter, unit in (("TDATA", "TDATA_NUM_BYTES", 8), ("WDATA", "DATA_WIDTH", 1), ("RDATA", "DATA_WIDTH", 1),
                                     ("AWADDR", "ADDR_WIDTH", 1), ("ARADDR", "ADDR_WIDTH", 1)):
        if logical in widths and told.get(parameter) != str(widths[logical] // unit):
            said.append(f"{name}: {parameter} is {told.get(parameter)}, {logical} has {widths[logical]} bits")
    if "WVALID" in widths or "RVALID" in widths:
        mode = "READ_WRITE" if {"WVALID", "RVALID"} <= set(widths) else "READ_ONLY" if "RVALID" in widths else "WRITE_ONLY"
        burst = "AWLEN" in widths or "ARLEN" in widths
        if told.get("READ_WRITE_MODE") != mode or told.get("PROTOCOL") != ("AXI4" if burst else "AXI4LITE"):
            said.append(f"{name}: another protocol than its ports': {told}")
    return said


def documented_registers(folder):
    """What docs/registers.md says of this accelerator: [(name, address, words, access, reset, meaning, fields)]."""
    driver = json.loads((folder / "driver" / "accelerator.json").read_text())
    if "registers" not in driver:
        return []
    block_at = {block["base"]: (name, block["stride"]) for name, block in driver["registers"]["blocks"].items()}
    buses = [port["bus"] for port in driver["inputs"] + driver["outputs"]]
    found = []
    for section in re.split(r"^## ", DOCUMENT.read_text(), flags=re.MULTILINE)[1:]:
        head = re.match(r"[^\n]*: address (0x\w+)", section)
        if not head or int(head.group(1), 16) not in block_at:
            continue
        base = int(head.group(1), 16)
        block, stride = block_at[base]
        for number in range(len(buses) if stride else 1):
            prefix = "" if block == "control" else f"{block.upper()}{number if stride else ''}_"
            for line in section.splitlines():
                cells = [cell.strip() for cell in line.strip("|").split(" | ")]
                row = re.match(r"\| (0x\w+)(?:\.\.(0x\w+))? \| `(\w+)` \| (\w+) \| ?(\w*) \| (.*) \|$", line)
                part = re.match(r"\| \| bits? (\d+)(?:\.\.(\d+))?: `(\w+)` \| \| \| (.*) \|$", line)
                if row:
                    first, last, name, access, reset, meaning = row.groups()
                    words = 1 if last is None else (int(last, 16) - int(first, 16)) // 4 + 1
                    meaning = f"{buses[number]}: {meaning}" if stride else meaning
                    place = base + stride * number + int(first, 16)
                    fields = []
                    reset = None if reset == "" else int(reset, 0)
                    if 1 < words <= 16:
                        found += [(f"{prefix}{name}_{k}", place + 4 * k, 1, access, reset, meaning, fields) for k in range(words)]
                    else:
                        found.append((prefix + name, place, words, access, reset, meaning, fields))
                elif part:
                    high, low, name, meaning = part.groups()
                    low = high if low is None else low
                    fields.append((name, int(low), int(high) - int(low) + 1, meaning, "oneToClear" if access == "w1c" else None))
                elif cells[0] not in ("offset", "---") and line.startswith("|"):
                    folders.fail(f"docs/registers.md: {line}")
    if "parameters" in driver:
        found.append(("PARAMETERS_WINDOW", driver["parameters"]["window"], driver["parameters"]["page_words"], "wo", None,
                      "words of the page of parameters", []))
    return found


def register_complaints(root, folder):
    """The memory map: that of docs/registers.md, at the addresses of the driver's header, within one block."""
    said = []
    described = []
    for one in root.iter(S + "register"):
        fields = [(text(field, "name"), int(text(field, "bitOffset")), int(text(field, "bitWidth")), text(field, "description"),
                   text(field, "modifiedWriteValue")) for field in one.iter(S + "field")]
        reset = text(one, "reset/value")
        described.append((text(one, "name"), int(text(one, "addressOffset"), 16), int(text(one, "dim") or 1),
                          text(one, "access"), None if reset is None else int(reset), text(one, "description"), fields))
        accesses = {text(field, "access") for field in one.iter(S + "field")} | {text(one, "access")}
        if len(accesses) != 1 or text(one, "size") != "32":
            said.append(f"{text(one, 'name')}: fields of another access, or not 32 bits")
    wanted = [(name, address, words, IPXACT_ACCESS[access], *rest)
              for name, address, words, access, *rest in documented_registers(folder)]
    if described != wanted:
        said.append(f"registers differ from docs/registers.md: {[row for row in described if row not in wanted]}, "
                    f"expected {[row for row in wanted if row not in described]}")
    if len({row[0] for row in described}) != len(described):
        said.append("two registers of one name")
    if len(list(root.iter(S + "addressBlock"))) > 1:
        said.append("several address blocks: PYNQ would not find the IP by its name")
    at = driver_addresses(folder)
    for name, address, *_ in described:
        whole, word = re.match(r"(.*?)(?:_(\d+))?$", name).groups()
        want = at.get(name, at.get(whole, -1) + 4 * int(word or 0))
        if address != want:
            said.append(f"{name} is at 0x{address:x}, for the driver at 0x{want:x}")
    if sorted({re.sub(r"_\d+$", "", row[0]) for row in described}) != sorted(at):
        said.append("the driver knows other registers")
    return said


def driver_addresses(folder):
    """Where driver/accelerator.json and the C header say that registers are: name -> address."""
    driver = json.loads((folder / "driver" / "accelerator.json").read_text())
    if "registers" not in driver:
        return {}
    header = (folder / "driver" / "c" / "fr_registers.h").read_text()
    value = {name: int(number, 16) for name, number in re.findall(r"#define FR_(\w+) (0x\w+)u", header)}
    found = {}
    for name, block in driver["registers"]["blocks"].items():
        upper = name.upper()
        for register, row in block["registers"].items():
            there = {"base": value.get(f"{upper}_BASE"), "stride": value.get(f"{upper}_STRIDE"),
                     "offset": value.get(f"{upper}_{register}")}
            if there != {"base": block["base"], "stride": block["stride"], "offset": row["offset"]}:
                folders.fail(f"fr_registers.h: {upper}_{register}: {there}")
            for number in range(len(driver["inputs"] + driver["outputs"]) if block["stride"] else 1):
                prefix = "" if name == "control" else f"{upper}{number if block['stride'] else ''}_"
                found[prefix + register] = block["base"] + block["stride"] * number + row["offset"]
    if "parameters" in driver:
        found["PARAMETERS_WINDOW"] = value["PARAMETERS_WINDOW"]
    return found


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
    clocked = values.get("BUSIFPARAM_VALUE.ACLK.ASSOCIATED_BUSIF", "").split(":")
    if set(clocked) != buses - {"aclk", "aresetn", "interrupt"}:
        said.append(f"the clock is that of {clocked}")
    if values.get("BUSIFPARAM_VALUE.ACLK.ASSOCIATED_RESET") not in buses:
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
    ("width", "<spirit:left spirit:format=\"long\">", "<spirit:left spirit:format=\"long\">1"),
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
    ("range", ">65536</spirit:range>", ">4096</spirit:range>"),
    ("register's address", "<spirit:addressOffset>0x40<", "<spirit:addressOffset>0x48<"),
    ("register's access", "<spirit:access>read-only<", "<spirit:access>read-write<"),
    ("register's reset", ">1094931014</spirit:value>", ">1094931015</spirit:value>"),
    ("register's name", "<spirit:name>PORT1_BEATS<", "<spirit:name>PORT1_BEAT<"),
    ("register's meaning", "frames that passed", "frames"),
    ("channel's register", "<spirit:addressOffset>0x4044<", "<spirit:addressOffset>0x4048<"),
    ("field's place", "<spirit:bitOffset>3<", "<spirit:bitOffset>4<"),
    ("field's width", ">8</spirit:bitWidth>", ">9</spirit:bitWidth>"),
    ("ones clear", "<spirit:modifiedWriteValue>oneToClear</spirit:modifiedWriteValue>", ""),
    ("second block", "</spirit:addressBlock>", "</spirit:addressBlock><spirit:addressBlock><spirit:range>65536</spirit:range>"
                                               "<spirit:width>32</spirit:width></spirit:addressBlock>"),
    ("protocol", ">AXI4</spirit:value>", ">AXI3</spirit:value>"),
    ("bytes of a beat", ".TDATA_NUM_BYTES\">", ".TDATA_NUM_BYTES\">1"),
    ("address bits", ".ADDR_WIDTH\">64<", ".ADDR_WIDTH\">32<"),
    ("bursts under way", "_OUTSTANDING\">4<", "_OUTSTANDING\">8<"),
    ("interrupt", ">LEVEL_HIGH<", ">EDGE_RISING<"),
    ("frequency", "<spirit:parameters>", "<spirit:parameters><spirit:parameter><spirit:name>FREQ_HZ</spirit:name>"
                                         "<spirit:value>100000000</spirit:value></spirit:parameter>"),
    ("address space", "spirit:addressSpaceRef=\"m_axi_in\"", "spirit:addressSpaceRef=\"m_axi\""),
]


def main():
    options = folders.arguments(__doc__)
    schema = pathlib.Path(options.schema) if options.schema else None
    if not (schema and (schema / "component.xsd").is_file()):
        print("no schema of IP-XACT here: run scripts/ipxact_schema")
        schema = None
    found = set()
    for folder in folders.all_folders(options) + folders.folders_with_many_ports(options):
        file = folder / "component.xml"
        ports = top_description.read_ports(folder / "rtl" / f"{folder.name}.v", folder.name)
        content = file.read_text()
        said = complaints(ElementTree.fromstring(content), folder, ports) + (validate(schema, file) if schema else [])
        if said:
            folders.fail(f"{file}: {said}")
        for name, old, new in MUTATIONS:
            if old not in content or name in found:
                continue
            # All of them where the change is of an element's name: it must stay well-formed.
            mutant = content.replace(old, new, -1 if "xilinx:" in old else 1)
            if not complaints(ElementTree.fromstring(mutant), folder, ports):
                folders.fail(f"{file}: nobody minds: {name}: {old} -> {new}")
            found.add(name)
        print(f"{folder.parent.name}/{folder.name}: {len(ports)} ports, {content.count('<spirit:register>')} registers, component.xml {'valid' if schema else 'as it should be'}")
    missing = [name for name, _, _ in MUTATIONS if name not in found]
    if missing:
        folders.fail(f"mutations that fit no component: {missing}")
    print(f"{len(found)} mutations found out: {', '.join(sorted(found))}")


main()
