"""Ways back to where a run is now, for undoing what takes it elsewhere."""

from collections.abc import Callable

from nnstudio.app.workspace.driven_run import DrivenRun
from nnstudio.experiment.training.checkpoint import checkpoint_of


def way_back(run: DrivenRun) -> Callable[[], None]:
    """Shows this moment again; does nothing once training went on from another one."""
    snapshot, branches = run.snapshot, run.history.branches

    def come_back() -> None:
        now = run.snapshot
        is_there = now is not None and snapshot is not None and now.run_id == snapshot.run_id
        if is_there and snapshot is not None and run.history.branches is branches:
            run.show_moment(snapshot.metrics.step, exactly=True)

    return come_back


def weights_back(run: DrivenRun) -> Callable[[], None]:
    """Puts the present weights back into a network that started anew."""
    left = None if run.snapshot is None else checkpoint_of(run.snapshot)

    def come_back() -> None:
        if left is not None:
            run.put_weights(left)

    return come_back
