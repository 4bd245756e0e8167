"""`nnstudio describe`: counts, shapes and the formula of the forward pass."""

from typing import Any

from nnstudio.cli.options import ExperimentArgument, JsonOption, SetOption, read_experiment
from nnstudio.cli.output import say, say_json, say_table

FIELDS = ("neurons", "activation", "shape", "weights", "biases")


def describe(
    experiment: ExperimentArgument, overrides: SetOption = None, as_json: JsonOption = False
) -> None:
    """Counts, shapes and the formula of the forward pass."""
    from nnstudio.experiment.describe import describe as described

    document, folder = read_experiment(experiment, overrides)
    description = described(document, folder)
    if as_json:
        say_json(description)
    else:
        _show(document.name, description)


def _show(title: str, description: dict[str, Any]) -> None:
    from nnstudio.experiment.wording import counted

    say(f"{title}: {description['name']}")
    say()
    say_table(
        ("layer", "neurons", "activation", "matrix", "weights", "biases"),
        [[str(layer[field]) for field in ("name", *FIELDS)] for layer in description["layers"]],
    )
    say()
    for line in description["formula"]:
        say(line)
    say()
    say(f"{counted(description['neurons'], 'neuron')}: {description['sum']}")
