"""The files of a lesson's folder as text, and what its first lines say: its title and its claim.

A list of lessons needs no more than this.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import quoted

TEXT = "lesson.md"
MAX_BYTES = 2**20

_START = re.compile(
    r"\A\s*# (?P<title>[^\n]+)\n\s*(?P<claim>(?:>[^\n]*\n)+)(?P<rest>.*)\Z", re.DOTALL
)


def read_title(folder: Traversable) -> tuple[str, str]:
    """Title and claim of the lesson in `folder`; raises ExperimentError."""
    title, claim, _ = parts(read_text(folder, TEXT))
    return title, claim


def read_text(folder: Traversable, file: str) -> str:
    """What stands in `file`; raises ExperimentError when it is not a text of a decent size."""
    with at(file):
        try:
            content = (folder / file).read_bytes()
        except OSError:
            raise fault(f"is missing in {quoted(str(folder), longest=200)}") from None
        if len(content) > MAX_BYTES:
            raise fault(f"is larger than {MAX_BYTES // 2**20} MB")
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise fault("is not a text file in UTF-8") from None


def parts(text: str) -> tuple[str, str, str]:
    """Title, claim and the rest of a lesson; raises ExperimentError."""
    found = _START.match(text)
    if not found:
        message = "must begin with a line # title, and then the claim in a line that begins with >"
        raise ExperimentError(Problem(TEXT, message))
    claim = " ".join(line.removeprefix(">").strip() for line in found["claim"].splitlines())
    return found["title"].strip(), claim.strip(), found["rest"]


@contextmanager
def at(place: str) -> Iterator[None]:
    """Puts the place in front of the field of every problem found within."""
    try:
        yield
    except ExperimentError as error:
        placed = [
            Problem(
                f"{place}: {problem.field}" if problem.field else place,
                problem.message,
                problem.remedy,
            )
            for problem in error.problems
        ]
        raise ExperimentError(*placed) from None


def fault(message: str) -> ExperimentError:
    """The error that says `message` of the place it is raised at."""
    return ExperimentError(Problem("", message))
