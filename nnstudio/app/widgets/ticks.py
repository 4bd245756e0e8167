"""Numbers on axes: round ticks, ranges that end on round numbers, how they are written."""

import math
from functools import lru_cache

Ticks = tuple[tuple[float, str], ...]

MINUS = "\N{MINUS SIGN}"
_STEPS = (1.0, 2.0, 5.0, 10.0)
_CEILINGS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def tick_step(low: float, high: float, count: int) -> float:
    """The round step (1, 2 or 5 times a power of ten) giving at most `count` intervals."""
    raw = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9))


@lru_cache(maxsize=64)  # an axis asks for the same ones at every refresh
def linear_ticks(low: float, high: float, count: int) -> Ticks:
    """Round positions in [low, high], about `count` of them, with their labels."""
    step = tick_step(low, high, count)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    decimals = _decimals(step)
    return tuple((i * step, _written(i * step, decimals)) for i in range(first, last + 1))


def log_ticks(low: float, high: float, count: int) -> Ticks:
    """Powers of ten in [low, high] (both log10), thinned to about `count`; positions are log10."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    stride = max(1, math.ceil((last - first + 1) / max(count, 1)))
    return tuple((float(i), _power(i)) for i in range(last, first - 1, -stride))


def nice_ceiling(value: float) -> float:
    """The smallest round number that is not below `value` (> 0)."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(top * power for top in _CEILINGS if top * power >= value * (1 - 1e-9))


def grown(high: float, top: float) -> float:
    """A range's upper end that takes in `top`: `high` as long as it does and is not far off.

    It steps to the next round number instead of following every value, so that an axis stands
    still between steps; when less than a quarter is used it falls.
    """
    if top <= 0.0:
        return high if high > 0.0 else 1.0
    return high if top <= high <= 4.0 * top else nice_ceiling(top)


def number(value: float) -> str:
    """A measured number in few characters: 0.0398, 12.35, 1,234, 5.1e6."""
    size = abs(value)
    if not math.isfinite(value):
        return "\N{EM DASH}"
    if size != 0.0 and (size < 0.00095 or size >= 1e5):
        mantissa, exponent = f"{value:.1e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    elif size >= 1000:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.4f}" if size < 10 else f"{value:.2f}"
    return text.replace("-", MINUS)


def percent(share: float) -> str:
    """A share as percent with one decimal: "98.0 %"; 100 % alone means all."""
    if not math.isfinite(share):
        return "\N{EM DASH}"
    return f"{min(share, 0.999) if share < 1.0 else share:.1%}".replace("%", " %")


def _decimals(step: float) -> int:
    """How many decimals tell multiples of `step` apart."""
    return next((d for d in range(12) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 12)


def _written(value: float, decimals: int) -> str:
    """A tick's label."""
    if value == 0.0:
        return "0"
    if abs(value) >= 1e5 or decimals > 5:
        return _short(value)
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def _short(value: float) -> str:
    """A large or tiny tick: 2.5M, 100k, 2e-7."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < 1e3 * size:
            return f"{value / size:g}{unit}".replace("-", MINUS)
    return f"{value:g}".replace("-", MINUS)


def _power(exponent: int) -> str:
    """A power of ten: 100, 10, 1, 0.1, 0.01, 1e-3."""
    if -3 < exponent < 5:
        return f"{10.0**exponent:,.{max(-exponent, 0)}f}"
    return f"1e{exponent}".replace("-", MINUS)
