# SPDX-License-Identifier: Apache-2.0
"""Host side of accelerators that finn-rtlgen generates.

    from finn_rtlgen_driver import Description
    ports = Description.load("out/<name>")
    image = ports.inputs[0].pack(ports.inputs[0].quantize(x))   # what the input's DMA sends
    result = ports.outputs[0].result(ports.outputs[0].unpack(received))

Needs numpy alone; with a C compiler (or the library of driver/c built) packing is tens of times as fast.
"""

from .layout import DataType, PortLayout
from .packing import PackError, backend
from .port import Description, InputPort, OutputPort, Port

__all__ = ["DataType", "Description", "InputPort", "OutputPort", "PackError", "Port", "PortLayout", "backend"]
