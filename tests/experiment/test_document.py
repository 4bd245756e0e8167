"""The document: frozen, strict about numbers, and the same after a round trip through JSON."""

import json

import pytest
from hypothesis import given
from pydantic import ValidationError

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import STEPS, Experiment, Source, dump
from nnstudio.experiment.validation import parse
from nnstudio.experiment.wording import choices
from tests.experiment.drafts import example
from tests.experiment.strategies import experiments


@given(experiments())
def test_that_a_document_survives_the_way_through_json(experiment: Experiment) -> None:
    assert parse(json.loads(json.dumps(dump(experiment)))) == experiment


def test_that_a_document_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        example().seed = 1  # type: ignore[misc]


def test_that_equal_documents_have_equal_hashes() -> None:
    assert hash(example()) == hash(example())


def test_that_whole_numbers_stand_for_numbers() -> None:
    assert example(training={"learning_rate": 1}).training.learning_rate == 1.0


def test_that_the_catalog_knows_every_source() -> None:
    assert set(SOURCES) == set(choices(Source))


def test_that_every_step_has_its_place_in_the_usual_order() -> None:
    steps = tuple({"step": step} for step in STEPS)
    digits = example(data={"source": "digits"}, preprocessing=steps)
    assert tuple(step.step for step in digits.preprocessing) == STEPS
