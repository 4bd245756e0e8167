"""`nnstudio export`: the trained network as code, model or drawing, or the data as a table."""

from pathlib import Path
from typing import Annotated

import typer

from nnstudio.cli.errors import CommandError
from nnstudio.cli.options import EpochsOption, ExperimentArgument, SetOption, read_experiment
from nnstudio.cli.progress import progress_bar
from nnstudio.experiment import exports


def export(
    experiment: ExperimentArgument,
    to: Annotated[
        exports.Kind,
        typer.Option(
            "--to",
            help="numpy and pytorch: a Python program with the weights and the preprocessing that "
            "predicts from raw rows. onnx: the same as a model (needs the extra [export]). tikz, "
            "svg: a drawing of the network. csv: the data, without any training: raw features, "
            "target, and the split that each example is in.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")
    ],
    overrides: SetOption = None,
    epochs: EpochsOption = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", help="Override the seed.", show_default=False),
    ] = None,
) -> None:
    """The trained network for other programs, or the data."""
    document, folder = read_experiment(experiment, overrides, epochs, seed)
    exports.check(to, output)
    with progress_bar("epoch") as show:
        try:
            content = exports.export(
                document, folder, to, on_progress=lambda done, total, _: show(done, total)
            )
        except exports.TrainingFailed as failure:
            raise CommandError(f"nothing was exported: {failure}", 1) from None
    exports.write(output, content)
