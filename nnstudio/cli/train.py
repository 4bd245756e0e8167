"""`nnstudio train`: one run without a window, the same numbers as with one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nnstudio.cli.options import (
    EpochsOption,
    ExperimentArgument,
    JsonOption,
    SetOption,
    read_experiment,
)
from nnstudio.cli.output import complain, say, say_json, say_table
from nnstudio.cli.progress import progress_bar

if TYPE_CHECKING:
    from nnstudio.experiment.document import Experiment, NetworkSettings

_BOUNDED = ("sigmoid", "tanh")  # activations with two ends, where a unit can saturate


def train(
    experiment: ExperimentArgument,
    overrides: SetOption = None,
    epochs: EpochsOption = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", help="Override the seed.", show_default=False),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Save the experiment, overrides applied. Trained weights are not saved.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """One run, reported: losses, accuracies, every layer."""
    from nnstudio.experiment.files import documents
    from nnstudio.experiment.training.run import train as trained

    document, folder = read_experiment(experiment, overrides, epochs, seed)
    if save is not None:
        documents.check_target(save)

    def save_document() -> None:
        if save is not None:
            documents.save(documents.relocate(document, folder, save.absolute().parent), save)

    with progress_bar("epoch") as show:
        result = trained(
            document,
            folder,
            on_progress=lambda done, total, _: show(done, total),
            on_prepared=save_document,
        )
    for note in result.notes:
        complain(note)
    if as_json:
        say_json(result.as_dict())
    else:
        _show(document, result.as_dict())
    if result.explanation is not None:
        complain(result.explanation)
    return int(result.diverged)


def _show(experiment: "Experiment", result: dict[str, Any]) -> None:
    from nnstudio.experiment.wording import counted

    neurons, parameters = result["neurons"], result["parameters"]
    say(f"{experiment.name}: {counted(neurons, 'neuron')}, {counted(parameters, 'parameter')}")
    say()
    score = "accuracy" if "train_accuracy" in result else "r2"
    say_table(
        ("", "loss", score.replace("r2", "R^2")),
        [
            (split, _number(result[f"{split}_loss"]), _number(result[f"{split}_{score}"]))
            for split in ("train", "validation", "test")
            if f"{split}_loss" in result
        ],
    )
    say()
    _show_layers(result["layers"], experiment.network)
    say()
    say(
        f"{counted(result['epochs'], 'epoch')}, {counted(result['steps'], 'step')} "
        f"in {result['seconds']:.1f} s "
        f"({result['examples_per_second']:,.0f} examples/s), seed {result['seed']}"
    )
    if "stopped" in result:
        say(result["stopped"])


def _show_layers(layers: list[dict[str, Any]], network: "NetworkSettings") -> None:
    from nnstudio.experiment.describe import layer_name

    say_table(
        ("layer", "neurons", "dead", "saturated", "mean", "std"),
        [
            (
                layer_name(index, len(layers)),
                str(layer["neurons"]),
                _share(layer["dead_fraction"]),
                _share(layer["saturated_fraction"] if settings.activation in _BOUNDED else None),
                _number(layer["activation_mean"]),
                _number(layer["activation_std"]),
            )
            for index, (layer, settings) in enumerate(zip(layers, network.layers, strict=True))
        ],
    )


def _share(fraction: float | None) -> str:
    return "-" if fraction is None else f"{fraction:.0%}"


def _number(value: float | None) -> str:
    """Four digits; a number that was not finite comes as None."""
    return "not finite" if value is None else f"{value:.4g}"
