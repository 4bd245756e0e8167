"""Decimal numbers by whole arrays, each exactly the one that Python's float() gives.

A number written 12.345 is the whole number 12345 divided by 10^3. Where both are exact as floats
the quotient is the nearest float by the rules of IEEE 754; where the whole number is longer than
53 bits, what it and the division lose is computed and added, and numbers so near to the middle
between two floats that this may not tell which is nearer are left to float() itself. The error
terms are those of T. J. Dekker, "A floating-point technique for extending the available precision",
Numerische Mathematik 18 (1971).
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats

MOST_DECIMALS = 22  # 10^22 is the last power of ten that is a float
_POWERS = np.array([float(10**power) for power in range(MOST_DECIMALS + 1)])
_EXACT = 2**53
_MOST = 2**62
_SPLITTER = float(2**27 + 1)
_NEAR = 1e-6  # of a float's spacing; the correction is wrong by less than 1e-14 of it


def quotients(
    whole: NDArray[np.int64], decimals: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_]]:
    """`whole` (n,), of at least 0, divided by 10^decimals, and where that may not be nearest."""
    powers = _POWERS[decimals]
    found = whole / powers
    doubtful = whole >= _MOST
    long = np.flatnonzero((whole > _EXACT) & ~doubtful)
    if long.size:
        found[long], doubtful[long] = _corrected(whole[long], powers[long])
    return found, doubtful


def _corrected(whole: NDArray[np.int64], powers: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    high = whole.astype(np.float64)
    low = (whole - high.astype(np.int64)).astype(np.float64)
    first = high / powers
    product, lost = _product(first, powers)
    correction = (((high - product) - lost) + low) / powers
    found = first + correction
    rest = np.abs(correction - (found - first)) / np.spacing(found)
    # Half of the spacing is the middle above a number, a quarter that below a power of two.
    return found, (np.abs(rest - 0.5) < _NEAR) | (np.abs(rest - 0.25) < _NEAR)


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The product as a float, and what that lacks to be exact."""
    product = a * b
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    lost = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, lost


def _halves(a: Floats) -> tuple[Floats, Floats]:
    """Two numbers of half as many bits that sum to `a`."""
    high = _SPLITTER * a - (_SPLITTER * a - a)
    return high, a - high
