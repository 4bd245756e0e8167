"""A setting that is named by hand and cannot act on the source is told, not ignored."""

import pytest

from nnstudio.experiment.editing.acting import require_acting
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.errors import ExperimentError
from tests.experiment.drafts import example

DRAWN = "only data that are drawn at random have it"


@pytest.mark.parametrize(
    ("source", "assignment", "reason"),
    [
        ("spiral", "data.formula=x", "only a function has it"),
        ("iris", "data.noise=0.2", DRAWN),
        ("digits", "data.samples=50", DRAWN),
        ("spiral", "data.missing=drop", "only a table has it"),
        ("digits", "data.color=false", "only image files of your own have it"),
    ],
)
def test_that_what_cannot_act_is_refused(source: str, assignment: str, reason: str) -> None:
    assignments = [f"data.source={source}", assignment]
    with pytest.raises(ExperimentError) as caught:
        require_acting(override(example(), assignments), assignments)
    (problem,) = caught.value.problems
    assert problem.field == assignment.partition("=")[0]
    assert problem.message == f"it cannot act here: {reason}, and the source is {source}"


def test_that_another_source_may_be_named_over_noise_that_stays_in_the_document() -> None:
    noisy = example(data={"source": "spiral", "noise": 0.2})
    assignments = ["data.source=iris"]
    changed = override(noisy, assignments)
    require_acting(changed, assignments)
    assert changed.data.noise == 0.2


@pytest.mark.parametrize("assignment", ["data.noise=0", "data.noise=0.1", "data.classes=3"])
def test_that_what_acts_or_changes_nothing_is_taken(assignment: str) -> None:
    source = "iris" if assignment == "data.noise=0" else "spiral"
    require_acting(override(example(data={"source": source}), [assignment]), [assignment])
