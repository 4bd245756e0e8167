"""`nnstudio render`: the window as a picture, on a machine with or without a screen."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from nnstudio.cli.errors import CommandError
from nnstudio.cli.opening import check_libraries
from nnstudio.cli.options import EpochsOption, ExperimentArgument, SetOption, read_experiment
from nnstudio.experiment.files.documents import with_absolute_path

SMALLEST, LARGEST = (1280, 720), (7680, 4320)


def render(
    experiment: ExperimentArgument,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE.png", help="The picture to write."),
    ],
    overrides: SetOption = None,
    epochs: EpochsOption = None,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="In pixels.")] = "1600x1000",
    theme: Annotated[Literal["light", "dark", "contrast"], typer.Option("--theme")] = "light",
    present: Annotated[
        bool, typer.Option("--present", help="As it is presented: large letters, strong lines.")
    ] = False,
) -> None:
    """A picture of the window after training."""
    pixels = _size(size)
    document, folder = read_experiment(experiment, overrides, epochs)
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_libraries()
    from nnstudio.app.picture import draw_window

    draw_window(with_absolute_path(document, folder), output, pixels, theme, presenting=present)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    if match:
        width, height = int(match[1]), int(match[2])
        if SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]:
            return width, height
    smallest, largest = ("x".join(map(str, limit)) for limit in (SMALLEST, LARGEST))
    raise CommandError(f"--size: {text} is not a size from {smallest} to {largest}", 2)
