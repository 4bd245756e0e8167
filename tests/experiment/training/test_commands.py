"""Which of several waiting commands still matter."""

import numpy as np
import pytest

from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.commands import (
    Command,
    Configure,
    Load,
    Pause,
    Request,
    Run,
    SetParameter,
    ShowMoment,
    Step,
    StepEpoch,
    still_matter,
)
from tests.experiment.session_driver import driven_session, experiment

DOCUMENT = experiment(4)
SAID_TO_A_RUN = [
    SetParameter(0, 0, 0, 1.0),
    ShowMoment(5, exactly=True),
    Step(),
    StepEpoch(),
]


def keeping(run_id: int, *, quiet: bool = False) -> Load:
    return Load(run_id, DOCUMENT, None, keep=True, quiet=quiet)


def fresh(run_id: int) -> Load:
    return Load(run_id, DOCUMENT, None)


@pytest.mark.parametrize("said", [*SAID_TO_A_RUN, Configure(DOCUMENT)])
def test_that_what_was_said_before_a_keeping_load_is_done_before_it(said: Command) -> None:
    assert still_matter([said, keeping(1)]) == [said, keeping(1)]
    assert still_matter([said, keeping(1), keeping(2)]) == [said, keeping(2)]
    assert still_matter([said, fresh(1)]) == [fresh(1)]


@pytest.mark.parametrize("said", SAID_TO_A_RUN)
def test_that_what_was_said_between_keeping_loads_is_said_to_the_first(said: Command) -> None:
    waiting: list[Command] = [keeping(1), keeping(2), said, keeping(3), keeping(4)]
    assert still_matter(waiting) == [keeping(2), said, keeping(4)]
    assert still_matter([*waiting, fresh(5)]) == [fresh(5)]


def test_that_keeping_loads_with_only_lasting_words_between_become_one() -> None:
    request = Request(ProbeRequest(regions=10))
    between: list[Command] = [Configure(DOCUMENT), Run(), request, Pause()]
    waiting = [keeping(1), *between, keeping(2, quiet=True)]
    assert still_matter(waiting) == [keeping(2), Run(), request, Pause()]


def test_that_a_load_that_overtakes_a_fresh_one_is_fresh() -> None:
    step = Step()
    assert still_matter([fresh(1), keeping(2)]) == [fresh(2)]
    assert still_matter([fresh(1), step, keeping(2)]) == [fresh(1), step, keeping(2)]


def test_that_a_weight_set_right_before_a_neuron_is_added_is_kept() -> None:
    with driven_session() as driver:
        driver.load(experiment(4))
        driver.session.set_parameter(0, 0, 0, 9.0)
        run_id = driver.session.load(experiment(5), keep=True)
        shown = driver.wait_for_snapshot(lambda shown: shown.run_id == run_id)
        assert shown.matrices[0].shape[0] == 5
        assert shown.matrices[0][0, 0] == 9.0


def test_that_a_moment_shown_right_before_an_edit_is_where_the_edit_goes_on() -> None:
    with driven_session() as driver:
        first = driver.load(experiment(4))
        there = driver.wait_for_snapshot().matrices[0]
        driver.session.run()
        driver.wait_for_phase(first, "finished")
        driver.session.show_moment(0, exactly=True)
        driver.session.set_parameter(0, 0, 0, 9.0)
        run_id = driver.session.load(experiment(5), keep=True)
        shown = driver.wait_for_snapshot(lambda shown: shown.run_id == run_id)
        assert shown.metrics.step == 0
        np.testing.assert_array_equal(shown.matrices[0][1:4], there[1:])
