# SPDX-License-Identifier: Apache-2.0
"""Networks of scripts/shape_network.py: the golden model computes what numpy did when the network was made.

    shapes_test.py FINN_RTLGEN SCRIPT FOLDER -- OPTIONS OF THE SCRIPT
"""

import pathlib
import shutil
import subprocess
import sys

try:
    import numpy as np
except ImportError:
    print("skipped: no numpy")
    sys.exit(77)


def main():
    program, script, folder = sys.argv[1:4]
    options = sys.argv[5:]
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    twice = [folder / "once", folder / "again"]
    for out in twice:
        subprocess.run([sys.executable, "-B", script, *options, "--out", str(out)], check=True)
    (network,) = twice[0].iterdir()
    for file in network.iterdir():
        again = twice[1] / network.name / file.name
        assert file.read_bytes() == again.read_bytes(), f"{file.name} is not reproducible"
    expected = np.load(network / "output.npy")
    assert np.ptp(expected) > 0, "constant outputs"
    subprocess.run([program, "run", str(network / "net.json"), "--raw", "--input", str(network / "input.npy"),
                    "--output", str(folder / "y.npy")], check=True)
    computed = np.load(folder / "y.npy")
    assert np.array_equal(computed.reshape(expected.shape), expected), "other outputs than numpy's"


main()
