"""Numbers of plots: round steps, ranges that end on round numbers, how values are written."""

import math

MINUS = "\N{MINUS SIGN}"
_STEPS = (1.0, 2.0, 5.0, 10.0)
_CEILINGS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def tick_step(low: float, high: float, count: float) -> float:
    """The round step (1, 2 or 5 times a power of ten) giving at most `count` intervals."""
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9))


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
