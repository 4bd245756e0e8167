"""What commands print: text and tables on standard output, problems on standard error."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer


def say(text: str = "") -> None:
    """Print a result."""
    typer.echo(text)


def complain(sentence: str) -> None:
    """Print one problem on one line, whatever was quoted in it."""
    from nnstudio.experiment.wording import printable

    typer.echo(f"nnstudio: {printable(sentence)}", err=True)


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    typer.echo(json.dumps(value, allow_nan=False))


def say_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print columns under their names: the first to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        cells = [
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        typer.echo("  ".join(cells).rstrip())
