"""Statistics in as few characters as a narrow panel has room for."""

from nnstudio.app.widgets.ticks import MINUS


def short_number(value: float) -> str:
    """A number in at most five characters or so: 0.51, −12.3, 747, 1.2e+05."""
    size = abs(value)
    if size >= 1e5:
        text = f"{value:.1e}"
    else:
        decimals = 2 if size < 10 else 1 if size < 100 else 0
        text = f"{value:.{decimals}f}"
        text = text.lstrip("-") if float(text) == 0.0 else text
    return text.replace("-", MINUS)
