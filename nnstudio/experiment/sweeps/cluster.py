"""Running tasks on a Dask cluster, through the interface that the processes here have, too."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import quoted

_PATIENCE = 10  # seconds for the scheduler to answer


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster whose scheduler has this address, and its number of threads.

    Raises ExperimentError.
    """
    try:
        from distributed import Client
    except ImportError:
        needs = 'needs the extra [cluster]; please run: python3 -m pip install "nnstudio[cluster]"'
        raise ExperimentError(Problem("scheduler", needs)) from None
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError):
        problem = f"no Dask scheduler answers at {quoted(address)}"
        raise ExperimentError(Problem("scheduler", problem)) from None
    with client:
        yield client.get_executor(pure=False), max(1, sum(client.nthreads().values()))
