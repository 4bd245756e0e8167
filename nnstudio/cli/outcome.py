"""From what a command does to an exit code: one sentence for whatever goes wrong.

Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted.
"""

import io
import os
import sys
from collections.abc import Callable

from nnstudio.cli.errors import CommandError
from nnstudio.experiment.errors import ExperimentError


def outcome_of(command: Callable[[], int | None]) -> int:
    """Do it; returns the exit code and never raises for what a user did."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except ExperimentError as error:
        return _told([str(problem) for problem in error.problems], 2)
    except CommandError as error:
        return _told([str(error)], error.exit_code)
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        return _told([f"the output cannot be written: {error.strerror or error}"], 1)
    except MemoryError:
        return _told(["there is not enough memory for this experiment"], 1)
    except KeyboardInterrupt:
        return 130
    return int(code or 0)


def _told(sentences: list[str], code: int) -> int:
    from nnstudio.cli.output import complain  # seldom needed, and slow to import

    for sentence in sentences:
        complain(sentence)
    return code


def _drop_output() -> None:
    """Nobody reads on, or nothing more fits: Python's own flush at exit must not complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
