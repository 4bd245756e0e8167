"""The processor's floating-point mode while training.

Momentum of dead units and confident softmax outputs decay into denormal numbers, which single
precision handles at half speed. `fast_arithmetic` flushes them to zero where the processor can be
asked (x86-64 Linux) and leaves other machines as they are. Overflow is silent: the trainer looks
for it itself.
"""

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np

_FLUSH_AND_DENORMALS_ARE_ZERO = 0x8040  # bits 15 and 6 of MXCSR (Intel SDM vol. 1, 10.2.3)


class _Environment(ctypes.Structure):
    _fields_ = (("x87", ctypes.c_uint8 * 28), ("mxcsr", ctypes.c_uint32))


@cache
def _math_library() -> ctypes.CDLL | None:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return None
    try:
        return ctypes.CDLL("libm.so.6")
    except OSError:
        return None


@contextmanager
def fast_arithmetic() -> Iterator[None]:
    """Within it, this thread flushes denormals to zero and NumPy does not warn of overflow."""
    library = _math_library()
    with np.errstate(all="ignore"):
        if library is None:
            yield
            return
        before, during = _Environment(), _Environment()
        library.fegetenv(ctypes.byref(before))
        library.fegetenv(ctypes.byref(during))
        during.mxcsr |= _FLUSH_AND_DENORMALS_ARE_ZERO
        library.fesetenv(ctypes.byref(during))
        try:
            yield
        finally:
            library.fesetenv(ctypes.byref(before))
