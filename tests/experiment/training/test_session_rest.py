"""A session at rest: the curves and the picture show the same moment."""

from nnstudio.experiment.training.events import MetricsAdded
from tests.experiment.session_driver import driven_session, experiment


def test_that_the_curves_end_where_a_step_or_a_pause_left_the_network() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training={"epochs": 100_000}))
        driver.session.step()
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics.step == 1)
        driver.wait(lambda: driver.of(MetricsAdded)[-1].metrics == shown.metrics)
        driver.session.run()
        driver.wait_for_epoch(run_id, 150)
        driver.session.pause()
        driver.wait_for_phase(run_id, "paused")
        driver.wait(lambda: driver.of(MetricsAdded)[-1].metrics == driver.snapshots[-1].metrics)
