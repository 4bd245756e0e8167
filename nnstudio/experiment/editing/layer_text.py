"""Hidden layers as text, as the clipboard carries them: a JSON list, written as in a file."""

import json
from collections.abc import Sequence

from nnstudio.experiment.document import LayerSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.json_text import read_json
from nnstudio.experiment.validation import parse

MAX_CHARACTERS = 100_000


def layers_to_text(layers: Sequence[LayerSettings]) -> str:
    """The layers as JSON."""
    return json.dumps([layer.model_dump(mode="json") for layer in layers], indent=1)


def layers_from_text(text: str) -> tuple[LayerSettings, ...]:
    """The layers in `text`; raises ExperimentError where it holds anything else."""
    if len(text) > MAX_CHARACTERS:
        raise _refused(f"the text is longer than {MAX_CHARACTERS:,} characters")
    try:
        values = read_json(text)
    except ValueError:
        raise _refused("layers are copied as a JSON list of objects") from None
    if not isinstance(values, list) or not values:
        raise _refused("layers are copied as a JSON list of objects")
    try:
        network = parse({**_AROUND, "network": {"layers": [*values, _OUTPUT]}}).network
    except ExperimentError as error:
        raise _refused(str(error.problems[0])) from None
    return network.layers[:-1]


_AROUND = {"schema": 1, "data": {"source": "spiral"}}
_OUTPUT = {"units": "auto"}


def _refused(reason: str) -> ExperimentError:
    return ExperimentError(Problem("", f"the text holds no layers: {reason}"))
