"""Worker processes that survive each other: the work of a killed one is done again by a new one.

Every process has a pool of its own, so that the death of one is known to be about its own task and
interrupts nobody else's.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import LifoQueue
from threading import Thread
from types import TracebackType
from typing import ParamSpec, TypeVar

TRIES = 3

P = ParamSpec("P")
T = TypeVar("T")


class WorkerPool(Executor):
    """Runs tasks in so many spawned processes, started as they are needed.

    A task whose process dies is tried three times in all, then its future raises
    BrokenProcessPool. Leaving a `with` block by an exception ends the processes at once, and so
    does the end of this process, however it comes.
    """

    def __init__(self, workers: int) -> None:
        self._context = get_context("spawn")
        # Nothing is ever written: workers end when the other end of the pipe is gone.
        self._lifeline, self._hold = self._context.Pipe(duplex=False)
        self._threads = ThreadPoolExecutor(workers)
        self._idle: LifoQueue[ProcessPoolExecutor] = LifoQueue()
        for _ in range(workers):
            self._idle.put(self._process())

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have `fn(*args, **kwargs)` computed by the next process that is free."""
        return self._threads.submit(self._insist, partial(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; with `wait`, return when all are done and no process is left."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if not wait:
            return
        while not self._idle.empty():
            self._idle.get().shutdown()
        self._hold.close()
        self._lifeline.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._hold.close()
        self.shutdown(cancel_futures=kind is not None)

    def _insist(self, task: Callable[[], T]) -> T:
        for tries_left in range(TRIES, 0, -1):
            process = self._idle.get()
            try:
                return process.submit(task).result()
            except BrokenProcessPool:
                process.shutdown()
                process = self._process()
                if tries_left == 1 or self._hold.closed:
                    raise
            finally:
                self._idle.put(process)
        raise AssertionError("the last try returns or raises")

    def _process(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _serve, (self._lifeline,))


@contextmanager
def started(workers: int) -> Iterator[tuple[Executor, int]]:
    """A pool of so many workers, and their number."""
    with WorkerPool(workers) as pool:
        yield pool, workers


def _serve(lifeline: Connection) -> None:
    """How a worker starts: it leaves Ctrl-C to its parent, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    lifeline.poll(None)
    os._exit(1)
