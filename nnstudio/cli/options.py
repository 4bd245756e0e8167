"""The arguments that commands share, and the experiment they stand for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nnstudio.experiment.document import Experiment

ExperimentArgument = Annotated[
    str,
    typer.Argument(
        metavar="EXPERIMENT",
        help="A .json or .nnstudio file, or the name of a shipped example.",
        show_default=False,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Override a field by its dotted path, as in network.layers.0.units=20; repeatable.",
        show_default=False,
    ),
]
EpochsOption = Annotated[
    int | None,
    typer.Option("--epochs", metavar="N", help="Override training.epochs.", show_default=False),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="End standard output with one JSON value, on one line.")
]


def read_experiment(
    source: str,
    overrides: list[str] | None = None,
    epochs: int | None = None,
    seed: int | None = None,
) -> "tuple[Experiment, Path | None]":
    """The experiment a command was given, overrides applied, and the folder its paths start from.

    Raises ExperimentError.
    """
    from nnstudio.experiment.editing.acting import require_acting
    from nnstudio.experiment.editing.overrides import override
    from nnstudio.experiment.files.documents import load_with_folder

    experiment, folder = load_with_folder(source)
    assignments = list(overrides or ())
    if epochs is not None:
        assignments.append(f"training.epochs={epochs}")
    if seed is not None:
        assignments.append(f"seed={seed}")
    if assignments:
        experiment = override(experiment, assignments)
        require_acting(experiment, assignments)
    return experiment, folder
