"""Edits of single preprocessing steps: by place, validated like every edit."""

import pytest

from nnstudio.experiment.document import (
    CenterStep,
    Experiment,
    PcaStep,
    ScaleStep,
    StandardizeStep,
    WhitenStep,
)
from nnstudio.experiment.editing import edits, step_edits
from nnstudio.experiment.errors import ExperimentError
from tests.app.opened import experiment_on

THREE = experiment_on("wine", CenterStep(), PcaStep(), WhitenStep())


def names(experiment: Experiment) -> list[str]:
    return [step.step for step in experiment.preprocessing]


@pytest.mark.parametrize(
    ("index", "place", "order"),
    [
        (0, 2, ["pca", "whiten", "center"]),
        (2, 0, ["whiten", "center", "pca"]),
        (1, 1, ["center", "pca", "whiten"]),
    ],
)
def test_that_a_step_moves_to_its_new_place(index: int, place: int, order: list[str]) -> None:
    assert names(step_edits.move_step(THREE, index, place)) == order


def test_that_a_setting_is_changed_and_taken_back() -> None:
    kept = step_edits.set_step(THREE, 1, {"variance": 0.95})
    assert kept.preprocessing[1] == PcaStep(variance=0.95)
    assert step_edits.set_step(kept, 1, {"variance": None, "components": 3}).preprocessing[
        1
    ] == PcaStep(components=3)


def test_that_one_of_two_equal_steps_goes() -> None:
    twice = experiment_on("wine", ScaleStep(), StandardizeStep(), ScaleStep(low=0.0))
    assert step_edits.remove_step(twice, 2).preprocessing == (ScaleStep(), StandardizeStep())


def test_that_what_pca_keeps_is_said_in_one_way() -> None:
    with pytest.raises(ExperimentError, match=r"preprocessing\.1\.variance: says what PCA keeps"):
        step_edits.set_step(THREE, 1, {"variance": 0.9, "components": 2})


@pytest.mark.parametrize("place", [-1, 3])
def test_that_there_is_no_step_beyond_the_pipeline(place: int) -> None:
    with pytest.raises(ExperimentError, match="there are 3"):
        step_edits.move_step(THREE, 0, place)


@pytest.mark.parametrize(
    ("pipeline", "step", "place"),
    [([], "pca", 0), (["whiten"], "center", 0), (["whiten", "center"], "pca", 0),
     (["scale", "center"], "whiten", 2)],
)  # fmt: skip
def test_that_a_step_belongs_before_what_usually_follows_it(
    pipeline: list[str], step: str, place: int
) -> None:
    assert edits.usual_place(pipeline, step) == place
