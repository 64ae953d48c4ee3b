#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every script of generated folders through the checker: with and without board files, twice over (a second run finds
the files of the first), from a folder with a blank in its name. No script names an absolute path."""
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description

BOARDS = {"pynq_z2": ["pynq_z1", "pynq_z2"], "kv260": ["aup_zu3", "kv260", "ultra96", "zcu104"]}


def commands(file):
    """Lines of a script that start a command, blocks and their ends apart."""
    text = re.sub(r"\\\n", " ", file.read_text())
    return [line for line in text.splitlines() if re.match(r"\s*[a-z]", line)]


def absolute_words(text):
    """Words that are places on some machine. /UserIP is one of Vivado's categories."""
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    words = re.findall(r"(?:^|[\s{\[\"])(/[^\s\]}\"]*|~[^\s]*|[A-Za-z]:[\\/][^\s]*)", code)
    return [word for word in words if word != "/UserIP"]


def main():
    options = folders.arguments(__doc__)
    runs = 0
    for folder in folders.all_folders(options) + folders.folders_with_many_ports(options):
        top = options.work / "top.tcl"
        top.write_text(top_description.describe(folder))
        scripts = folders.scripts_of(folder)
        names = [path.stem.removeprefix("board_") for path in scripts if path.name.startswith("board_")]
        if names not in BOARDS.values():
            folders.fail(f"{folder}: scripts for the boards {names}")
        for file in [*(folder / "vivado").glob("*.tcl"), *(folder / "vivado").glob("*.xdc")]:
            words = absolute_words(file.read_text())
            if words:
                folders.fail(f"{file.name} names {words}")
        count = len(commands(folder / "vivado" / "package_ip.tcl"))
        if count >= 25:
            folders.fail(f"package_ip.tcl has {count} commands")
        moved = options.work / "some where" / folder.name
        shutil.copytree(folder, moved)
        for script in folders.scripts_of(moved):
            for parts in (folders.BOARD_PARTS, "", folders.BOARD_PARTS):
                result = folders.check(script, top, parts)
                if result.returncode != 0:
                    folders.fail(f"{folder.name}/vivado/{script.name} (board files: {parts or 'none'}):\n{result.stderr}")
                runs += 1
                if "board" not in script.name:
                    break
        for kind in ("bit", "hwh", "xsa"):
            if not (moved / "vivado" / "out" / f"{folder.name}.{kind}").is_file():
                folders.fail(f"{folder.name}: no out/{folder.name}.{kind}")
        print(f"{folder.parent.name}/{folder.name}: {', '.join(path.name for path in scripts)}")
        shutil.rmtree(moved)
    print(f"{runs} runs; package_ip.tcl: {count} commands")


main()
