"""Random valid documents: an ordinary one after a random series of edits."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from nnstudio.core.spec import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS
from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import MAX_SEED, STEPS, Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError
from tests.experiment.drafts import example

Edit = Callable[[Experiment], Experiment]

_index = st.integers(-1, 5)
_seed = st.integers(0, MAX_SEED)
_number = st.floats(-1, 10, allow_nan=False)
_inputs = st.one_of(
    st.just("auto"),
    st.integers(0, 9),
    st.lists(st.sampled_from(["x1", "x2", "x1^2", "sin(x2)"]), max_size=3),
)
_fields = st.fixed_dictionaries(
    {},
    optional={
        "units": st.one_of(st.just("auto"), st.integers(0, 9)),
        "activation": st.sampled_from(ACTIVATIONS),
        "initializer": st.sampled_from(INITIALIZERS),
        "dropout": _number,
        "slope": _number,
        "pieces": st.integers(1, 5),
    },
)
_training = st.fixed_dictionaries(
    {},
    optional={
        "loss": st.sampled_from(LOSSES),
        "optimizer": st.sampled_from(OPTIMIZERS),
        "learning_rate": _number,
        "batch_size": st.integers(0, 100),
        "l2": _number,
    },
)
_data = st.fixed_dictionaries(
    {},
    optional={
        "samples": st.integers(5, 500),
        "noise": _number,
        "path": st.text(max_size=9),
        "seed": st.one_of(st.none(), _seed),
    },
)


def _edit(function: Callable[..., Experiment], *arguments: st.SearchStrategy[Any]) -> Any:
    """Edits that call `function` with drawn arguments."""
    return st.tuples(*arguments).map(lambda drawn: lambda e: function(e, *drawn))


def _edit_fields(function: Callable[..., Experiment], fields: Any) -> Any:
    return fields.map(lambda drawn: lambda e: function(e, **drawn))


any_edit: st.SearchStrategy[Edit] = st.one_of(
    _edit(edits.add_layer, _index),
    _edit(edits.remove_layer, _index),
    st.tuples(_index, _fields).map(lambda d: lambda e: edits.set_layer(e, d[0], **d[1])),
    _edit(edits.set_units, _index, st.one_of(st.just("auto"), st.integers(0, 5000))),
    _edit(edits.set_hidden_activation, st.sampled_from(ACTIVATIONS)),
    _edit(edits.freeze_layer, _index, st.booleans()),
    _edit(edits.freeze_unit, _index, st.integers(-1, 9), st.booleans()),
    _edit(edits.freeze_weight, _index, st.integers(-1, 9), st.integers(-1, 9), st.booleans()),
    _edit(edits.switch_unit, _index, st.integers(-1, 9), st.booleans()),
    _edit(edits.set_inputs, _inputs),
    _edit(edits.set_source, st.sampled_from(list(SOURCES))),
    _edit_fields(edits.set_data, _data),
    _edit(edits.toggle_step, st.sampled_from(STEPS), st.booleans()),
    _edit_fields(edits.set_training, _training),
    _edit(edits.set_seed, _seed),
    _edit(edits.new_weights, _seed),
    _edit(edits.rename, st.text(max_size=20)),
)


def apply(experiment: Experiment, edit: Edit) -> Experiment:
    """The document after an edit, or the same one when the edit was refused."""
    try:
        return edit(experiment)
    except ExperimentError:
        return experiment


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """A valid document."""
    experiment = example()
    for edit in draw(st.lists(any_edit, max_size=8)):
        experiment = apply(experiment, edit)
    return experiment
