"""Layers as text: what was copied comes back, and nothing else does."""

import pytest
from hypothesis import given

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.layer_text import MAX_CHARACTERS, layers_from_text, layers_to_text
from tests.experiment.drafts import problems
from tests.experiment.strategies import experiments


@given(experiments())
def test_that_copied_layers_come_back_as_they_were(experiment: Experiment) -> None:
    hidden = experiment.network.layers[:-1]
    if hidden:
        assert layers_from_text(layers_to_text(hidden)) == hidden


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "layers are copied as a JSON list of objects"),
        ("x = 3", "layers are copied as a JSON list of objects"),
        ("[]", "layers are copied as a JSON list of objects"),
        ('{"units": 4}', "layers are copied as a JSON list of objects"),
        ("[" * 10_000, "layers are copied as a JSON list of objects"),
        ("[" + " " * MAX_CHARACTERS + "]", "the text is longer than 100,000 characters"),
        (
            '[{"units": 4, "activation": "tahn"}]',
            'network.layers.0.activation: "tahn" is not an activation; it may be linear, sigmoid, '
            "tanh, relu, leaky_relu, prelu or maxout (did you mean tanh?)",
        ),
        (
            '[{"units": "auto"}]',
            'network.layers.0.units: "auto" is for the last layer alone; a hidden layer needs a '
            "whole number of units",
        ),
    ],
)
def test_that_other_text_is_refused_with_a_reason(text: str, reason: str) -> None:
    assert problems(lambda: layers_from_text(text)) == {"": f"the text holds no layers: {reason}"}
