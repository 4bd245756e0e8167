"""A small valid document as raw values, for tests to break."""

from collections.abc import Callable
from typing import Any

import pytest

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.validation import parse


def draft(**parts: Any) -> dict[str, Any]:
    """Valid raw values, with top-level `parts` put in place of the ordinary ones."""
    return {
        "schema": 1,
        "data": {"source": "spiral"},
        "network": {"layers": [{"units": 6, "activation": "tanh"}, {"units": "auto"}]},
        "training": {"learning_rate": 0.1},
        **parts,
    }


def example(**parts: Any) -> Experiment:
    """The document of `draft(**parts)`."""
    return parse(draft(**parts))


def problems(call: Callable[[], object]) -> dict[str, str]:
    """What `call` finds wrong: sentences by field."""
    with pytest.raises(ExperimentError) as caught:
        call()
    return {problem.field: problem.message for problem in caught.value.problems}
