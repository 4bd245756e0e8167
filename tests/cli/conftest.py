"""Running a command inside the test's own process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from nnstudio.cli.entry import run


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        """The JSON value in the last line of standard output."""
        return json.loads(self.output.splitlines()[-1])


Command = Callable[..., Outcome]


@pytest.fixture
def nnstudio(capsys: pytest.CaptureFixture[str]) -> Command:
    """Calls the command line with the given arguments."""

    def call(*arguments: str) -> Outcome:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call
