"""Painted points: what may stand in a file, and a split that stays while one paints."""

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.sources.points import splits
from nnstudio.experiment.document import MAX_POINTS, Experiment
from nnstudio.experiment.editing.edits import set_data, set_source
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.editing.painting import Points, split_of, with_points
from nnstudio.experiment.errors import ExperimentError
from tests.experiment.drafts import example, problems

_POINT = (
    "is not a point; it may be [x1, x2, class]: two numbers between -1e6 and 1e6, and a class "
    "from 0 to 9"
)
_LEAST = "paint at least three points, of two classes or more"


def drawn(count: int, classes: int = 3, seed: int = 0) -> Points:
    rng = np.random.default_rng(seed)
    rows = rng.uniform(-5, 5, (count, 2)).round(4).tolist()
    return tuple((x1, x2, int(rng.integers(classes))) for x1, x2 in rows)


def painted(points: Points) -> Experiment:
    return with_points(set_source(example(), "moons"), points)


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        ("[[1, 2]]", "data.points.0", f"[1, 2] {_POINT}"),
        ("[[1, 2, 0], [1, 2, 10]]", "data.points.1", f"[1, 2, 10] {_POINT}"),
        ('[[1, "a", 0]]', "data.points.0", f"[1, 'a', 0] {_POINT}"),
        ("[[1, 1e7, 0]]", "data.points.0", f"[1, 10000000.0, 0] {_POINT}"),
        ("[[1, NaN, 0]]", "data.points.0", f"[1, nan, 0] {_POINT}"),
        ("[7]", "data.points.0", f"7 {_POINT}"),
    ],
)
def test_that_an_impossible_point_is_told_as_a_whole(text: str, field: str, sentence: str) -> None:
    found = problems(lambda: override(example(), ["data.source=points", f"data.points={text}"]))
    assert found == {field: sentence}


def test_that_a_word_or_too_many_points_are_told_in_one_sentence() -> None:
    found = problems(lambda: set_data(example(), points=[[0, 0, 0]] * (MAX_POINTS + 1)))
    assert list(found) == ["data.points"]
    assert found["data.points"].startswith("a list of 20001 is too long; it may be a list of at")
    assert list(problems(lambda: set_data(example(), points="dots"))) == ["data.points"]
    with pytest.raises(ExperimentError, match="no room for more than 20,000 points"):
        painted(drawn(MAX_POINTS + 1))


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ((), f"there are no points yet; {_LEAST}"),
        (
            ((0.0, 0.0, 1), (1.0, 0.0, 1)),
            f"there is nothing to tell apart in 2 points, all of class 1; {_LEAST}",
        ),
        (((0.0, 0.0, 0), (1.0, 0.0, 1)), f"with 2 points none is left to test on; {_LEAST}"),
    ],
)
def test_that_too_few_points_are_told_in_one_sentence(points: Points, sentence: str) -> None:
    assert problems(lambda: prepare(painted(points))) == {"data.points": sentence}


def test_that_three_points_of_two_classes_can_be_trained_on() -> None:
    prepared = prepare(painted(((0.0, 0.0, 0), (1.0, 0.0, 1), (2.0, 0.0, 1))))
    assert (len(prepared.train_index), len(prepared.test_index)) == (2, 1)


def test_that_the_highest_class_says_how_many_outputs_there_are() -> None:
    experiment = set_source(example(), "points", points=[[0, 0, 0], [1, 0, 4], [2, 0, 4]])
    assert prepare(experiment).network.outputs == 5


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_that_a_point_keeps_its_split_whatever_is_painted_after_it(fraction: float) -> None:
    labels = np.random.default_rng(1).integers(0, 4, 500)
    labels[:8] = [0, 1, 2, 3, 0, 1, 2, 3]
    whole = splits(labels, fraction, 0.0, 3)
    for count in range(30, 500):
        assert np.array_equal(splits(labels[:count], fraction, 0.0, 3), whole[:count])


def test_that_a_stroke_is_split_in_nearly_the_right_shares() -> None:
    found = splits(np.zeros(2000, np.int64), 0.3, 0.2, 5)
    for start in range(100, 1900, 50):
        stroke = found[start : start + 50]
        assert abs(np.mean(stroke == 2) - 0.3) <= 0.05
        assert abs(np.mean(stroke == 1) - 0.2) <= 0.05


def test_that_the_first_point_of_a_class_is_trained_on() -> None:
    for seed in range(20):
        labels = np.array([0, 0, 0, 0, 1, 1, 2, 1, 0])
        assert (splits(labels, 0.9, 0.0, seed)[[0, 4, 6]] == 0).all()


def test_that_the_seed_of_the_data_decides_the_split() -> None:
    experiment = painted(drawn(200))
    points = experiment.data.points or ()
    other = set_data(experiment, seed=8)
    assert not np.array_equal(split_of(experiment, points), split_of(other, points))
    assert np.array_equal(split_of(other, points) == 2, prepare(other).splits == 2)
