"""Edits: pure, always valid, and sensible about what else has to change."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import Experiment, LayerSettings, PcaStep, Source, dump
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.validation import parse
from tests.experiment.drafts import example, problems
from tests.experiment.strategies import Edit, any_edit, apply, experiments


def names(experiment: Experiment) -> list[str]:
    return [step.step for step in experiment.preprocessing]


def units(experiment: Experiment) -> list[int | str]:
    return [layer.units for layer in experiment.network.layers]


@given(experiments(), any_edit)
def test_that_no_edit_gives_an_invalid_document_or_changes_the_old_one(
    before: Experiment, edit: Edit
) -> None:
    copy = before.model_copy(deep=True)
    after = apply(before, edit)
    assert parse(dump(after)) == after
    assert before == copy


def shapes(experiment: Experiment) -> list[dict[str, object]]:
    """The hidden layers without what is frozen or switched off."""
    marks = {"frozen", "frozen_units", "frozen_weights", "off"}
    return [layer.model_dump(exclude=marks) for layer in experiment.network.layers[:-1]]


@given(experiments(), st.sampled_from(list(SOURCES)))
def test_that_every_source_can_be_chosen_from_anywhere(before: Experiment, source: Source) -> None:
    of_files = ("table", "images", "mnist", "cifar10")
    fields = {"path": "flowers.csv"} if source in of_files else {}
    after = edits.set_source(before, source, **fields)
    assert after.data.source == source
    assert len(after.network.layers) == len(before.network.layers)
    assert shapes(after) == shapes(before)


def test_that_a_layer_is_added_before_the_layer_named() -> None:
    added = edits.add_layer(example(), 1)
    assert units(added) == [6, 4, "auto"]
    assert added.network.layers[1].activation == "tanh"
    first = edits.add_layer(added, 0, LayerSettings(units=9, activation="relu"))
    assert units(first) == [9, 6, 4, "auto"]


def test_that_a_hidden_layer_can_be_removed() -> None:
    assert units(edits.remove_layer(example(), 0)) == ["auto"]


REFUSED: list[tuple[str, Callable[[Experiment], Experiment], str, str]] = [
    (
        "the output layer stays",
        lambda e: edits.remove_layer(e, 1),
        "network.layers.1",
        "the output layer cannot be removed",
    ),
    (
        "there is nothing behind the output",
        lambda e: edits.add_layer(e, 2),
        "network.layers",
        "there is no layer 2; it may be 0 to 1",
    ),
    (
        "a hidden layer needs a size",
        lambda e: edits.set_units(e, 0, "auto"),
        "network.layers.0.units",
        '"auto" is for the last layer alone; a hidden layer needs a whole number of units',
    ),
    (
        "a table needs a file",
        lambda e: edits.set_source(e, "table"),
        "data.path",
        'is missing; "table" needs the path of a CSV file, such as "flowers.csv"',
    ),
    (
        "a misspelt field is not ignored",
        lambda e: edits.set_training(e, momentom=1),
        "training.momentom",
        'there is no field "momentom" here; its fields are loss, optimizer, learning_rate, '
        "batch_size, epochs, l2, l1, input_noise, schedule, schedule_epochs, schedule_factor, "
        "until_loss, until_accuracy and patience",
    ),
    (
        "a seed is whole",
        lambda e: edits.set_seed(e, 0.5),
        "seed",
        "0.5 cannot be used here; it may be a whole number from 0 to 4294967295",
    ),
]


@pytest.mark.parametrize(
    ("edit", "field", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_that_an_impossible_edit_is_refused_with_a_reason(
    edit: Callable[[Experiment], Experiment], field: str, sentence: str
) -> None:
    assert problems(lambda: edit(example())) == {field: sentence}


def test_that_the_hidden_activation_is_for_hidden_layers_alone() -> None:
    changed = edits.set_hidden_activation(edits.add_layer(example(), 1), "relu")
    assert [layer.activation for layer in changed.network.layers] == ["relu", "relu", "linear"]


def test_that_steps_are_switched_on_in_their_usual_order() -> None:
    experiment = example()
    for step in ("whiten", "center", "pca", "standardize"):
        experiment = edits.toggle_step(experiment, step, True)
    assert names(experiment) == ["center", "standardize", "pca", "whiten"]


def test_that_a_step_is_switched_off_wherever_it_stands() -> None:
    twice = example(preprocessing=[{"step": "center"}, {"step": "scale"}, {"step": "center"}])
    assert names(edits.toggle_step(twice, "center", False)) == ["scale"]


def test_that_switching_a_step_on_twice_keeps_its_settings() -> None:
    with_pca = edits.set_preprocessing(example(), [PcaStep(components=1)])
    assert edits.toggle_step(with_pca, "pca", True) is with_pca


def test_that_regression_data_are_learned_with_squared_error_and_back() -> None:
    plane = edits.set_source(edits.set_units(example(), 1, 2), "plane")
    assert (plane.training.loss, units(plane)) == ("mse", [6, "auto"])
    assert edits.set_source(plane, "iris").training.loss == "cross_entropy"


def test_that_a_chosen_loss_and_output_survive_where_they_fit() -> None:
    svm = edits.set_training(edits.set_units(example(), 1, 1), loss="hinge")
    moved = edits.set_source(svm, "moons")
    assert (moved.training.loss, units(moved)) == ("hinge", [6, 1])
    assert units(edits.set_source(svm, "iris")) == [6, "auto"]


def test_that_plane_features_go_with_the_plane() -> None:
    chosen = edits.set_inputs(example(), ["x1", "x1^2"])
    assert edits.set_source(chosen, "circle").network.inputs == ("x1", "x1^2")
    assert edits.set_source(chosen, "iris").network.inputs == "auto"


def test_that_nothing_stays_frozen_or_off_where_other_data_are_learned() -> None:
    frozen = edits.freeze_weight(edits.freeze_unit(example(), 0, 1, True), 0, 2, 0, True)
    marked = edits.switch_unit(edits.freeze_layer(frozen, 1, True), 0, 3, False)
    assert edits.has_marks(marked)
    assert not edits.has_marks(edits.set_source(marked, "moons"))
    assert edits.has_marks(edits.set_source(marked, marked.data.source))
    assert edits.has_marks(edits.set_data(marked, noise=0.3))
    assert edits.set_source(marked, "moons").network == example().network


def test_that_image_steps_go_with_the_images() -> None:
    digits = edits.set_source(example(), "digits")
    both = edits.toggle_step(edits.toggle_step(digits, "mean_image", True), "whiten", True)
    assert names(edits.set_source(both, "wine")) == ["whiten"]


def test_that_pca_keeps_no_more_components_than_there_are_columns() -> None:
    wine = edits.set_preprocessing(
        edits.set_source(example(), "wine"), [PcaStep(components=4), PcaStep(components=2)]
    )
    assert edits.set_source(wine, "iris").preprocessing == wine.preprocessing
    assert edits.set_source(wine, "xor").preprocessing == (PcaStep(), PcaStep(components=2))


def test_that_the_file_of_a_table_goes_with_the_table() -> None:
    table = edits.set_source(example(), "table", path="a.csv", target="kind")
    assert (table.data.path, table.data.target) == ("a.csv", "kind")
    back = edits.set_source(table, "spiral")
    assert (back.data.path, back.data.target) == (None, None)


def test_that_new_weights_keep_the_data() -> None:
    renewed = edits.new_weights(edits.set_seed(example(), 5), 6)
    assert (renewed.seed, renewed.data.seed) == (6, 5)
    assert edits.new_weights(renewed, 7).data.seed == 5


def test_that_a_data_seed_can_be_taken_back() -> None:
    assert edits.set_data(edits.new_weights(example(), 1), seed=None).data.seed is None


def test_that_an_experiment_can_be_renamed() -> None:
    assert edits.rename(example(), "Größe").name == "Größe"


def test_that_layers_units_and_weights_are_frozen_and_thawed() -> None:
    frozen = edits.freeze_layer(example(), 0, True)
    frozen = edits.freeze_unit(frozen, 0, 3, True)
    frozen = edits.freeze_unit(frozen, 0, 1, True)
    frozen = edits.freeze_weight(frozen, 0, 2, 1, True)
    frozen = edits.freeze_weight(frozen, 0, 2, 1, True)
    layer = frozen.network.layers[0]
    assert (layer.frozen, layer.frozen_units, layer.frozen_weights) == (True, (1, 3), ((2, 1),))
    thawed = edits.freeze_layer(frozen, 0, False)
    thawed = edits.freeze_unit(edits.freeze_unit(thawed, 0, 3, False), 0, 1, False)
    assert edits.freeze_weight(thawed, 0, 2, 1, False) == example()


def test_that_a_unit_is_switched_off_and_on() -> None:
    off = edits.switch_unit(example(), 0, 2, False)
    assert off.network.layers[0].off == (2,)
    assert edits.switch_unit(off, 0, 2, True) == example()


def test_that_nothing_can_be_frozen_in_a_layer_that_is_not_there() -> None:
    with pytest.raises(ExperimentError, match="there is no layer 9"):
        edits.freeze_unit(example(), 9, 0, True)
