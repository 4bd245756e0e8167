"""Which settings applied at which step, and over which steps training alone leads."""

from dataclasses import replace

from nnstudio.core.spec import LayerSpec, NetworkSpec, TrainingSpec
from nnstudio.experiment.training.eras import Eras, Settings

SPEC = NetworkSpec(2, (LayerSpec(2),))


def settings(rate: float) -> Settings:
    return SPEC, replace(TrainingSpec(), learning_rate=rate)


def test_that_the_settings_of_a_step_are_those_it_was_taken_with() -> None:
    eras = Eras(0, settings(1))
    eras.begin(10, settings(2), by_hand=False)
    assert [eras.at(step) for step in (0, 9, 10, 99)] == [settings(rate) for rate in (1, 1, 2, 2)]


def test_that_no_era_begins_where_nothing_changed() -> None:
    eras = Eras(0, settings(1))
    eras.begin(10, settings(1), by_hand=False)
    assert eras.between(0, 99) == []


def test_that_going_on_from_before_an_era_forgets_it() -> None:
    eras = Eras(0, settings(1))
    eras.begin(10, settings(2), by_hand=False)
    eras.begin(5, settings(1), by_hand=False)
    assert eras.at(99) == settings(1)


def test_that_training_leads_across_settings_but_not_to_what_was_set_by_hand() -> None:
    eras = Eras(0, settings(1))
    eras.begin(10, settings(2), by_hand=False)
    eras.begin(20, settings(2), by_hand=True)
    assert [eras.lead(5, step) for step in (4, 9, 10, 19, 20)] == [False, True, True, True, False]
    assert eras.lead(20, 25)
