#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The checker finds what is wrong with a script: each script is changed in one place at a time (a command dropped, a
command, option, setting, pin or file misspelt, ends swapped), and each change must be found out on some accelerator.

HARMLESS lists what may be left out without harm, with the reason; the list must not be longer than needed.
"""
import pathlib
import re
import shutil
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description

# Pattern of a dropped line: why nothing is wrong without it.
HARMLESS = {
    r"^\s*puts ": "a message",
    r"^\s*if \{\[get_property STATS\.WNS": "a warning",
    r"^\s*if \{\[get_property PROGRESS": "the error of an implementation that failed; the model's does not",
    r"^set (controls|memories|interrupts) \{\}": "lists that lappend makes; emptied for a second run in one session",
    r"\.srcs/sources_1/bd": "where Vivado before 2020.2 wrote the description",
    r"^  CONFIG\.P(CW|SU)_": "settings of a processing system without the board's preset",
    r"CONFIG\.PSU__FPGA_PL0_ENABLE": "on by default",
    r"^phys_opt_design": "an optimisation",
}


def statements(text):
    """(first, last) line numbers of every command, those inside of blocks too."""
    lines = text.splitlines()
    found = []
    for first, line in enumerate(lines):
        if not re.match(r"\s*[a-z$]", line) or (first and lines[first - 1].endswith("\\")):
            continue
        last, depth = first, 0
        while True:
            code = re.sub(r"\\.", "", lines[last])
            depth += code.count("{") - code.count("}")
            if depth <= 0 and not lines[last].endswith("\\"):
                break
            last += 1
            if last == len(lines):
                break
        if last < len(lines):
            found.append((first, last))
    return found


def drops(text):
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if re.match(r"\s+CONFIG\.[^\]]*$", line):
            yield f"drop {number + 1}: {line.strip()}", line, "".join(lines[:number] + lines[number + 1:])
    for first, last in statements(text):
        yield f"drop {first + 1}: {lines[first].strip()}", lines[first], "".join(lines[:first] + lines[last + 1:])


def misspellings(text):
    """Every command, option, setting, pin and interface once wrong."""
    kinds = [
        ("command", r"(?m)(?:^\s*|\[|\{ ?)((?:ipx::)?[a-z]+_[a-z_]+)(?= )"),
        ("option", r"(?<= )(-[a-z_]{3,})\b"),
        ("setting", r"CONFIG\.(\w+)"),
        ("pin", r"\b(?:ps|reset|accelerator|dma_\$k|interrupts|control|memory|\$through|\$name)/(\w+)"),
        ("IP", r"xilinx\.com:(?:ip|bd_rule):(\w+)"),
        ("file", r"\b(\w+)\.(?:tcl|xdc|bd|bit|hwh)\b"),
        ("property", r"set_property (?:-dict \[list )?([a-z_]+)\b"),
    ]
    for kind, pattern in kinds:
        for match in re.finditer(pattern, text):
            start = text.rfind("\n", 0, match.start()) + 1
            line = text[start:text.find("\n", match.start())]
            if line.lstrip().startswith("#"):
                continue
            first, last = match.span(1)
            wrong = text[:last] + "x" + text[last:]
            yield f"{kind} {match.group(1)}x: {line.strip()}", line, wrong


def swaps(text):
    """Ends of connections exchanged with those of the next connection, directions turned round."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        match = re.match(r"(\s*connect_interface )(\S+|\[.*\]) (\S+/\S+|\[lindex.*\])\s*$", line)
        if match:
            new = f"{match.group(1)}{match.group(3)} {match.group(2)}\n"
            yield f"turn {number + 1}: {line.strip()}", line, "".join(lines[:number] + [new] + lines[number + 1:])
    pairs = [("$ps_clock]", "$ps_reset]"), ("$clocked", "$reset_low"), ("MM2S accelerator/$input", "MM2S accelerator/$output"),
             ("$input_bytes [dma_bytes", "$output_bytes [dma_bytes"), ("_MM2S $through/S_AXIS", "_MM2S $through/M_AXIS"),
             ("concat $fr(readers) $fr(writers)", "concat $fr(writers) $fr(writers)"), ("control/S00_AXI", "memory/S00_AXI"),
             ("memory/M00_AXI", "control/M00_AXI"), ("$ps_memory", "$ps_control"), ("M%02d", "S%02d"),
             ("peripheral_aresetn", "peripheral_reset"), ("interrupts/dout", "interrupts/In0")]
    for old, new in pairs:
        for match in re.finditer(re.escape(old), text):
            start = text.rfind("\n", 0, match.start()) + 1
            line = text[start:text.find("\n", match.start())]
            if line != "" and not line.lstrip().startswith("#"):
                yield f"swap {old} -> {new}", line, text[:match.start()] + new + text[match.end():]


def register_changes(text):
    """Of accelerator.tcl: registers and fields dropped, their properties changed."""
    lines = text.splitlines(keepends=True)
    seen = set()
    for number, line in enumerate(lines):
        match = re.match(r"\s+([A-Z_]+)\d*\w* \{(?:address|bit)_offset ", line)
        if not match or match.group(1) in seen:
            continue
        seen.add(match.group(1))
        news = [re.sub(r"(?<=_offset )\w+", lambda found: found.group() + "1", line),
                re.sub(r"read-\w+|write-only", "write-any", line), re.sub(r"description", "remark", line)]
        if line.rstrip().endswith(("{}", "}}")):
            news.append("")
        for new in news:
            yield f"register {number + 1}: {new.strip() or 'without ' + line.strip()}", line, \
                "".join(lines[:number] + [new] + lines[number + 1:])


def main():
    options = folders.arguments(__doc__)
    cases = []
    for folder in folders.all_folders(options, [folders.STREAMS]) + folders.folders_with_many_ports(options):
        top = options.work / f"{folder.parent.name}_{folder.name}.top.tcl"
        top.write_text(top_description.describe(folder))
        cases.append((folder, top))
    caught, missed, harmless_used = Counter(), [], set()
    for name in ("accelerator.tcl", "package_ip.tcl", "synth_ooc.tcl", "board_design.tcl", "board_pynq_z2.tcl", "board_kv260.tcl"):
        seen = set()
        for folder, top in cases:
            file = folder / "vivado" / name
            makers = (register_changes,) if name == "accelerator.tcl" else (drops, misspellings, swaps)
            if name in seen or not file.is_file() or not any(True for make in makers for _ in make(file.read_text())):
                continue
            seen.add(name)
            text = file.read_text()
            for make in makers:
                for what, line, mutant in make(text):
                    if found_out(cases, name, mutant):
                        caught[make.__name__] += 1
                        print(f"{name}: {what}")
                        continue
                    reasons = [pattern for pattern in HARMLESS if re.search(pattern, line)]
                    if reasons and make in (drops, misspellings):
                        harmless_used.update(reasons)
                        print(f"{name}: harmless: {what} ({HARMLESS[reasons[0]]})")
                    else:
                        missed.append(f"{name}: {what}")
    for one in missed:
        print(f"NOBODY MINDS {one}")
    print(f"found out: {dict(caught)}; harmless: {sorted(harmless_used)}")
    idle = [pattern for pattern in HARMLESS if pattern not in harmless_used]
    if idle:
        print(f"HARMLESS, but found out: {idle}")
    if missed or idle:
        folders.fail(f"{len(missed)} changes that nobody minds, {len(idle)} entries too many")


def found_out(cases, name, mutant):
    """Whether any accelerator's scripts fail with this text in place of the file's."""
    for folder, top in cases:
        file = folder / "vivado" / name
        if not file.is_file():
            continue
        if name == "accelerator.tcl":
            scripts = [folder / "vivado" / "package_ip.tcl"]
        elif name == "board_design.tcl":
            scripts = [next(script for script in folders.scripts_of(folder)
                            if script.name in ("board_pynq_z2.tcl", "board_kv260.tcl"))]
        else:
            scripts = [file]
        original = file.read_text()
        file.write_text(mutant)
        try:
            for script in scripts:
                for parts in (folders.BOARD_PARTS, ""):
                    for leftover in ("out", "build", "reports"):
                        shutil.rmtree(folder / "vivado" / leftover, ignore_errors=True)
                    if folders.check(script, top, parts).returncode != 0:
                        return True
                    if "board" not in script.name:
                        break
        finally:
            file.write_text(original)
    return False


main()
