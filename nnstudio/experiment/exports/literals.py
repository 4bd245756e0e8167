"""Arrays as Python source: lists of the shortest numbers that are exact, or packed when long."""

import json
import textwrap
from base64 import b64encode
from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats

LONGEST_LIST = 4096  # numbers; more are not for reading
_WIDTH, _INDENT = 96, 4
_FRAME = 30  # letters around a list on its line: a name, a call, a type


def numpy_array(values: Floats) -> str:
    """The expression that makes this array, of the same type, with NumPy."""
    if values.size > LONGEST_LIST:
        kind = f'"<f{values.itemsize}"'
        return f"np.frombuffer(base64.b64decode({_packed(values)}), {kind}).reshape{values.shape}"
    kind = ", dtype=np.float32" if values.dtype == np.float32 else ""
    return f"np.array({_nested(values)}{kind})"


def torch_tensor(values: Floats) -> str:
    """The expression that makes this array, of the same type, with PyTorch."""
    kind = f"dtype=torch.float{8 * values.itemsize}"
    if values.size > LONGEST_LIST:
        buffer = f"bytearray(base64.b64decode({_packed(values)}))"
        return f"torch.frombuffer({buffer}, {kind}).reshape{values.shape}"
    return f"torch.tensor({_nested(values)}, {kind})"


def with_imports(code: str, *imports: str) -> str:
    """The code after its imports, and that of base64 where a packed array needs it."""
    needed = ["import base64", ""] if "base64." in code else []
    return "\n".join([*needed, *imports, "", code])


def plain_list(values: Sequence[str | float]) -> str:
    """A list of texts or numbers, in ASCII, at the start of a line."""
    return _wrapped([json.dumps(value) for value in values], 0)


def _packed(values: Floats) -> str:
    little = values.astype(values.dtype.newbyteorder("<"), copy=False)
    text = b64encode(little.tobytes()).decode()
    return f'"""\n{textwrap.fill(text, _WIDTH)}\n"""'


def _nested(values: Floats, depth: int = 0) -> str:
    """A list, or a list of lists, that is indented `depth` times."""
    if values.ndim == 1:
        return _wrapped([str(value) for value in values], depth)
    indent = " " * _INDENT * depth
    rows = "".join(f"{indent}    {_nested(row, depth + 1)},\n" for row in values)
    return f"[\n{rows}{indent}]"


def _wrapped(items: list[str], depth: int) -> str:
    """The items in brackets: on one line, or on as few indented lines as it takes."""
    indent = " " * _INDENT * depth
    single = ", ".join(items)
    if len(indent) + len(single) + (0 if depth else _FRAME) <= _WIDTH:
        return f"[{single}]"
    lines, line = [], f"{indent}   "
    for item in items:
        if len(line) + len(item) + 2 > _WIDTH:
            lines.append(line)
            line = f"{indent}   "
        line += f" {item},"
    return "\n".join(["[", *lines, line, f"{indent}]"])
