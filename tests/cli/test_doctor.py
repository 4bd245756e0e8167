"""`nnstudio doctor` reports this machine, and what would be missing on another."""

import pytest

from nnstudio import system
from nnstudio.cli.doctor import _satisfies
from tests.cli.conftest import Command


def test_that_a_working_machine_is_all_right(nnstudio: Command) -> None:
    outcome = nnstudio("doctor")
    assert outcome.code == 0
    assert all(line.startswith("OK ") for line in outcome.output.splitlines())
    assert "PySide6-Essentials" in outcome.output


def test_that_a_missing_library_is_named_with_the_command_that_installs_it(
    nnstudio: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "QT_LIBRARIES", {"libnowhere.so.1": "libnowhere1"})
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
    outcome = nnstudio("doctor")
    assert outcome.code == 1
    assert "missing  Qt's system libraries: libnowhere.so.1" in outcome.output
    assert "apt-get install -y libnowhere1" in outcome.output


@pytest.mark.parametrize(
    ("version", "wanted", "good"),
    [
        ("6.11.3", "!=6.11.1,<6.12,>=6.10.1", True),
        ("2.4", ">=2.4.0", True),
        ("2.4.0", "==2.4", True),
        ("6.11", "~=6.10", True),
        ("7.0", "~=6.10", False),
        ("6.10.9", "~=6.10.1", True),
        ("6.11.0", "~=6.10.1", False),
        ("2.0", "<=2,>1.9", True),
        ("6.11.1", "!=6.11.1,<6.12,>=6.10.1", False),
        ("6.12.0", "!=6.11.1,<6.12,>=6.10.1", False),
        ("2.2", ">=2.2", True),
        ("2.10.0", ">=2.2", True),
        ("2.1.9", ">=2.2", False),
    ],
)
def test_that_versions_are_compared_as_numbers(version: str, wanted: str, good: bool) -> None:
    assert _satisfies(version, wanted) is good
