"""`nnstudio describe`: counts, shapes and the formula of the forward pass."""

from typing import Any

from nnstudio.cli.options import ExperimentArgument, JsonOption, SetOption, read_experiment
from nnstudio.cli.output import say, say_json, say_table


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
    say(f"{title}: {description['name']}")
    say()
    say_table(
        ("layer", "neurons", "activation", "matrix", "weights", "biases"),
        [
            (
                str(number),
                str(layer["neurons"]),
                layer["activation"],
                layer["shape"],
                str(layer["weights"]),
                str(layer["biases"]),
            )
            for number, layer in enumerate(description["layers"], start=1)
        ],
    )
    say()
    for line in description["formula"]:
        say(line)
    say()
    say(_total(description))


def _total(description: dict[str, Any]) -> str:
    parts = [f"{description['weights']} weights", f"{description['biases']} biases"]
    if description["extra_parameters"]:
        parts.append(f"{description['extra_parameters']} slopes")
    total = description["parameters"]
    return f"{description['neurons']} neurons, {' + '.join(parts)} = {total} parameters"
