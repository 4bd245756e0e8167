"""The table: one line for each figure, beside what it has to reach, with a verdict."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.table import Table

Verdict = Literal["stretch", "met", "missed", "not measured"]
_STYLES = {"stretch": "bold green", "met": "green", "missed": "bold red", "not measured": "dim"}


@dataclass(frozen=True, slots=True)
class Line:
    """One measured figure. `value` is None, and `note` says why, where it cannot be measured.

    It is reached from `at_least` on, and at best `stretch`: upwards when that is the larger one.
    """

    what: str
    value: float | None
    unit: str
    at_least: float
    stretch: float
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """How far the figure gets."""
        if self.value is None:
            return "not measured"
        sign = 1 if self.stretch > self.at_least else -1
        if sign * self.value >= sign * self.stretch:
            return "stretch"
        return "met" if sign * self.value >= sign * self.at_least else "missed"

    def as_dict(self) -> dict[str, Any]:
        """All fields and the verdict."""
        return {**asdict(self), "verdict": self.verdict}


def show(title: str, lines: Iterable[Line], console: Console) -> None:
    """Print one part of the table."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column("what", min_width=40)
    for heading in ("measured", "at least", "stretch"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("note", max_width=46)
    for line in lines:
        style = _STYLES[line.verdict]
        table.add_row(
            line.what,
            _number(line.value, line.unit),
            _number(line.at_least, line.unit),
            _number(line.stretch, line.unit),
            f"[{style}]{line.verdict}[/]",
            line.note,
        )
    console.print(table)


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    digits = f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()
