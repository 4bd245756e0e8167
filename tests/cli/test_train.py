"""`nnstudio train` trains, reports and saves."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.experiment.picture_files import random_images, write_folder

FIELDS = {
    "epochs",
    "steps",
    "train_loss",
    "test_loss",
    "penalty",
    "train_accuracy",
    "test_accuracy",
    "layers",
    "neurons",
    "weights",
    "biases",
    "parameters",
    "examples_per_second",
    "seconds",
    "seed",
    "diverged",
}
TIMES = {"examples_per_second", "seconds"}


def test_that_json_holds_the_fixed_fields(nnstudio: Command) -> None:
    outcome = nnstudio("train", "iris", "--epochs", "3", "--seed", "5", "--json")
    assert outcome.code == 0
    assert outcome.json.keys() == FIELDS
    assert (outcome.json["epochs"], outcome.json["seed"]) == (3, 5)
    assert outcome.errors == ""


def test_that_two_runs_give_the_same_numbers(nnstudio: Command) -> None:
    first, second = (nnstudio("train", "iris", "--epochs", "5", "--json").json for _ in range(2))
    assert {k: v for k, v in first.items() if k not in TIMES} == {
        k: v for k, v in second.items() if k not in TIMES
    }


def test_that_divergence_is_explained_and_exits_with_1(nnstudio: Command) -> None:
    rate = ("--set", "training.learning_rate=1e6", "--set", "training.optimizer=sgd")
    layers = '[{"units":8,"activation":"relu"},{"units":"auto"}]'
    outcome = nnstudio(
        "train", "spiral", *rate, "--set", f"network.layers={layers}", "--epochs", "99", "--json"
    )
    assert outcome.code == 1
    assert outcome.json["diverged"] is True
    assert "learning rate" in outcome.errors


def test_that_the_saved_experiment_trains_to_the_same_numbers(
    nnstudio: Command, tmp_path: Path
) -> None:
    path = str(tmp_path / "mine.json")
    saved = nnstudio("train", "iris", "--epochs", "4", "--seed", "2", "--save", path, "--json")
    again = nnstudio("train", path, "--json")
    assert saved.json["test_loss"] == again.json["test_loss"]


@pytest.mark.parametrize(
    ("name", "override"),
    [
        ("a.json", "network.inputs=3"),
        ("a.txt", "seed=1"),
        ("folder/a.json", "seed=1"),
        (".", "seed=1"),
    ],
)
def test_that_nothing_is_saved_or_trained_where_that_is_wrong(
    nnstudio: Command, tmp_path: Path, name: str, override: str
) -> None:
    path = tmp_path / name
    outcome = nnstudio("train", "iris", "--set", override, "--save", str(path))
    assert (outcome.code, outcome.output) == (2, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        *(f"training.{name}" for name in ("learning_rate", "l2", "l1", "input_noise")),
        *(f"network.layers.0.{name}" for name in ("scale", "bias_scale")),
    ],
)
def test_that_a_number_without_measure_is_refused(nnstudio: Command, path: str) -> None:
    outcome = nnstudio("train", "iris", "--set", f"{path}=1e300")
    assert outcome.code == 2
    assert outcome.errors.startswith(f"nnstudio: {path}: 1e+300 is too large; it may be a number ")


def test_that_the_table_counts_in_words_and_leaves_out_what_cannot_be(nnstudio: Command) -> None:
    layers = '[{"units":3,"activation":"relu"},{"units":2,"activation":"tanh"},{"units":"auto"}]'
    arguments = ("--epochs", "1", "--set", f"network.layers={layers}")
    lines = nnstudio("train", "iris", *arguments, "--set", "training.batch_size=999").output
    assert "\n1 epoch, 1 step in " in lines
    saturated = [line.split()[-3] for line in lines.splitlines() if line.startswith(("Hid", "Out"))]
    assert saturated[0] == saturated[2] == "-"
    assert saturated[1].endswith("%")


def test_that_the_table_ends_with_epochs_and_seed(nnstudio: Command) -> None:
    outcome = nnstudio("train", "iris", "--epochs", "2", "--seed", "7")
    last = outcome.output.splitlines()[-1]
    assert last.startswith("2 epochs, ")
    assert last.endswith("seed 7")


def test_that_a_run_that_reached_its_goal_says_so(nnstudio: Command) -> None:
    goal = ("train", "iris", "--set", "training.until_accuracy=0.9")
    text, told = nnstudio(*goal), nnstudio(*goal, "--json").json
    assert told["stopped"].startswith(f"Stopped at epoch {told['epochs']}: the training score")
    assert told["stopped"] in text.output
    assert text.code == 0


def test_that_patience_without_validation_is_wrong_input(nnstudio: Command) -> None:
    outcome = nnstudio("train", "iris", "--set", "training.patience=5")
    assert outcome.code == 2
    assert "training.patience" in outcome.errors


def test_that_pictures_that_are_left_out_are_told(nnstudio: Command, tmp_path: Path) -> None:
    images = {name: random_images(6, 8, 8, 3) for name in ("cat", "dog")}
    path = write_folder(tmp_path / "pets", images)
    (path / "cat" / "bad.png").write_bytes(b"no")
    chosen = ("data.source=images", f"data.path={path}", "data.image_size=8", "network.inputs=auto")
    sets = [word for change in chosen for word in ("--set", change)]
    outcome = nnstudio("train", "small-network", "--epochs", "1", "--json", *sets)
    assert outcome.code == 0
    assert '1 picture left out; "cat/bad.png" is no image' in outcome.errors
