"""Problems name what they are about as the window does."""

import pytest

from nnstudio.app.workspace.field_words import field_words, in_words
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.validation import parse


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("training.learning_rate", "learning rate"),
        ("data.test_fraction", "test split"),
        ("data.x_high", "highest x"),
        ("preprocessing.1", "preprocessing step 2"),
        ("preprocessing.0.components", "preprocessing step 1, components"),
        ("network.layers.0.units", "layer 1, units"),
        ("network.inputs", "inputs"),
        ("network.inputs.2", "inputs, 3"),
        ("schema", "schema"),
    ],
)
def test_every_field_has_words(field: str, words: str) -> None:
    assert field_words(field) == words


@pytest.mark.parametrize("name", DataSettings.model_fields)
def test_no_field_of_the_data_is_told_by_its_dotted_name(name: str) -> None:
    told = in_words(Problem(f"data.{name}", f"set data.{name} to 0"))
    assert f"data.{name}" not in told
    assert "_" not in told


def test_names_of_files_stay_what_they_are() -> None:
    told = in_words(Problem("data.path", '"data.path" is not there, nor data.csv or x/data.text'))
    assert told == 'Data: "data.path" is not there, nor data.csv or x/data.text'


def test_image_steps_are_told_as_the_panel_names_them() -> None:
    raw = {
        "schema": 1,
        "data": {"source": "digits"},
        "preprocessing": [{"step": "pca"}, {"step": "mean_image"}],
        "network": {"layers": [{"units": "auto"}]},
    }
    with pytest.raises(ExperimentError) as caught:
        prepare(parse(raw))
    (problem,) = caught.value.problems
    assert in_words(problem).startswith("Preprocessing step 2: mean image needs images")


def test_no_place_needs_no_colon() -> None:
    assert in_words(Problem("", "nothing is here")) == "nothing is here"
