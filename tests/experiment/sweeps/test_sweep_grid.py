"""The grid of a sweep: values as they are typed, their combinations, and what is refused."""

import pytest

from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.sweeps.grid import build_grid
from nnstudio.experiment.sweeps.units import measure, plan
from tests.experiment.session_driver import experiment


@pytest.mark.parametrize(
    ("varied", "values"),
    [
        ("training.l2=0, 0.1", [0.0, 0.1]),
        ("network.layers.0.activation=tanh,relu", ["tanh", "relu"]),
        ("data.seed=null,4", [None, 4]),
        ('network.inputs="auto",["x1","x2"],["x1"]', ["auto", ["x1", "x2"], ["x1"]]),
        (
            'preprocessing=[],[{"step":"pca","components":1}]',
            [[], [{"step": "pca", "components": 1}]],
        ),
    ],
)
def test_that_values_are_read_as_overrides_are(varied: str, values: list[object]) -> None:
    grid = build_grid(experiment(), [varied], 1)
    assert [setting.values for setting in grid.settings] == [(value,) for value in values]


def test_that_commas_in_formulas_and_strings_separate_nothing() -> None:
    base = experiment(source="function", training={"loss": "mse"})
    named = build_grid(base, ['name="a,b","c\\"d,",e'], 1)
    assert [setting.values for setting in named.settings] == [("a,b",), ('c"d,',), ("e",)]
    formulas = build_grid(base, ["data.formula=sin(2*(x+1)),x"], 1)
    assert [setting.values for setting in formulas.settings] == [("sin(2*(x+1))",), ("x",)]


def test_that_the_grid_is_every_combination_with_every_seed() -> None:
    varied = ["training.l2=0,0.1", "network.layers.0.units=2,3,4"]
    points = build_grid(experiment(seed=7), varied, 2).points
    assert len({point.key for point in points}) == len(points) == 2 * 3 * 2
    assert [point.key for point in points[:3]] == [
        ("0.0", "2", "7"),
        ("0.0", "2", "8"),
        ("0.0", "3", "7"),
    ]
    last = points[-1].experiment
    assert (last.seed, last.training.l2, last.network.layers[0].units) == (8, 0.1, 4)


def test_that_the_mark_is_that_of_the_experiment_whatever_its_name_seed_and_grid() -> None:
    first = build_grid(experiment(seed=1), ["training.l2=0,0.1"], 2)
    renamed = build_grid(override(experiment(seed=2), ["name=other"]), ["training.l2=0.5"], 9)
    longer = build_grid(experiment(training={"epochs": 41}), ["training.l2=0,0.1"], 2)
    assert first.mark == renamed.mark != longer.mark


@pytest.mark.parametrize(
    ("varied", "field", "word"),
    [
        (["training.l2=0,-1"], "training.l2", "too small"),
        (["training.l2="], "training.l2", "a number"),
        (["network.layers.0.activation=tanh,tanj"], "network.layers.0.activation", "tanh?"),
        (["network.layers.9.units=1"], "network.layers.9.units", "from 0 to 2"),
        (["training.l2"], "", "training.l2=0,0.01"),
        (["training.l2=0,0.0"], "training.l2", "twice"),
        (["training.l2=0", "training.l2=1"], "training.l2", "one of them"),
        (["network.layers.0.units=1", "network.layers=[]"], "network.layers", "one of them"),
        (["seed=1,2"], "seed", "number of seeds"),
    ],
)
def test_that_a_bad_value_is_told_with_its_field(varied: list[str], field: str, word: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        build_grid(experiment(), varied, 1)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert word in problem.message


def test_that_a_setting_that_does_not_fit_its_data_is_refused_before_anything_runs() -> None:
    with pytest.raises(ExperimentError, match=r"network\.inputs: .* 3 inputs"):
        measure(build_grid(experiment(), ["network.inputs=2,3"], 1), None)


def test_that_runs_with_the_same_data_and_architecture_train_together() -> None:
    varied = [
        "training.learning_rate=0.01,0.1",
        "training.l2=0,1",
        "network.layers.0.scale=1,2",
        "network.layers.0.initializer=he,normal",
    ]
    grid = build_grid(override(experiment(), ["data.seed=1"]), varied, 1)
    (unit,) = plan(grid.points, measure(grid, None), None, workers=1)
    assert len(unit.points) == 16


@pytest.mark.parametrize(
    "varied",
    [
        "training.epochs=1,2",
        "training.batch_size=10,20",
        "network.layers.0.slope=0.1,0.2",
        "data.noise=0,0.1",
    ],
)
def test_that_runs_which_differ_otherwise_do_not(varied: str) -> None:
    grid = build_grid(override(experiment(), ["data.seed=1"]), [varied], 2)
    units = plan(grid.points, measure(grid, None), None, workers=1)
    assert [len(unit.points) for unit in units] == [2, 2]


def test_that_seeds_that_draw_the_data_train_alone_but_with_other_rates() -> None:
    grid = build_grid(experiment(), ["training.learning_rate=0.01,0.1"], 3)
    units = plan(grid.points, measure(grid, None), None, workers=1)
    assert [{point.seed for point in unit.points} for unit in units] == [{3}, {4}, {5}]


def test_that_every_worker_gets_its_share_and_large_data_a_unit_each() -> None:
    small = build_grid(override(experiment(), ["data.seed=1"]), (), 30)
    assert [len(u.points) for u in plan(small.points, measure(small, None), None, 4)] == [
        7,
        8,
        7,
        8,
    ]
    large = build_grid(override(experiment(2000, 2000), ["data.seed=1"]), (), 3)
    assert [len(u.points) for u in plan(large.points, measure(large, None), None, 1)] == [1, 1, 1]
