"""`nnstudio [EXPERIMENT]`: the window."""

from typing import Annotated

import typer

from nnstudio.cli.opening import open_window


def window(
    experiment: Annotated[
        str | None, typer.Argument(metavar="[EXPERIMENT]", show_default=False)
    ] = None,
) -> int:
    """Open the window."""
    return open_window(experiment)
