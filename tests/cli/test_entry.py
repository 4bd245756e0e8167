"""Whatever goes wrong is one sentence on standard error and the right exit code."""

import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnstudio import __version__ as nnstudio_version
from tests.cli.conftest import Command

_NNSTUDIO = [sys.executable, "-m", "nnstudio"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["trian", "iris"], "train"),
        (["irs"], "did you mean the example iris?"),
        (["describe", ""], "the path is empty"),
        (["describe", "iris", "more"], "too many arguments: more"),
        (["describe", "iris", "--jason"], "there is no option --jason; did you mean --json?"),
        (["describe", "iris", "--json=1"], "--json takes no value"),
        (["train", "iris", "--epochs"], "--epochs needs a value"),
        (["train", "iris", "--epochs", "1.5"], "--epochs must be a whole number"),
        (["sweep", "iris", "--seeds", "0"], "--seeds must be at least 1"),
        (["render", "iris", "-o", "x", "--theme", "blue"], "it may be light, dark or contrast"),
        (["describe"], "EXPERIMENT is missing; it is a .json or .nnstudio file"),
        (["describe", "spiral", "--set", "data.formula="], "a formula in x"),
        (["--nonsense"], "--nonsense"),
        (["describe"], "EXPERIMENT"),
        (["describe", "nowhere.json"], "nowhere.json"),
        (["describe", "irish"], "irish"),
        (["describe", "iris", "--nonsense"], "--nonsense"),
        (["train", "iris", "--epochs", "many"], "--epochs"),
        (["train", "iris", "--epochs", "-1"], "training.epochs"),
        (["train", "iris", "--seed", "-1"], "seed"),
        (["train", "iris", "--set", "network.layers.0.units=0"], "network.layers.0.units"),
        (["train", "iris", "--set", "network.layers.0.activation=tanj"], "did you mean tanh"),
        (["train", "iris", "--set", "training.learning_rate=-1"], "training.learning_rate"),
        (["train", "iris", "--set", "training.momentun=1"], "training.momentun"),
        (["train", "iris", "--set", "seed"], "seed"),
        (["render", "iris"], "-o"),
        (["render", "iris", "-o", "x.png", "--size", "large"], "--size"),
        (["render", "iris", "-o", "x.png", "--theme", "pink"], "--theme"),
    ],
)
def test_that_wrong_input_is_one_sentence_that_names_it(
    nnstudio: Command, arguments: list[str], word: str
) -> None:
    outcome = nnstudio(*arguments)
    assert outcome.code == 2
    assert outcome.output == ""
    assert outcome.errors.startswith("nnstudio: ")
    assert outcome.errors.count("\n") == 1
    assert word in outcome.errors


def test_that_every_problem_of_a_file_is_told(nnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    document = {
        "schema": 1,
        "data": {"source": "spiral", "noise": -1},
        "network": {"layers": [{"units": 0}]},
    }
    path.write_text(json.dumps(document))
    outcome = nnstudio("describe", str(path))
    assert outcome.code == 2
    lines = outcome.errors.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["data.noise", "network.layers.0.units"]


def test_that_help_lists_the_commands_there_are(nnstudio: Command) -> None:
    outcome = nnstudio("--help")
    assert outcome.code == 0
    assert all(name in outcome.output for name in ("describe", "train", "render", "doctor"))


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], ["train", "-h"], ["describe", "--help"]])
def test_that_help_is_there_by_both_names(nnstudio: Command, arguments: list[str]) -> None:
    outcome = nnstudio(*arguments)
    assert outcome.code == 0
    assert outcome.output.startswith("Usage: nnstudio")


def test_that_the_version_is_told(nnstudio: Command) -> None:
    outcome = nnstudio("--version")
    assert (outcome.code, outcome.output) == (0, f"nnstudio {nnstudio_version}\n")


def test_that_a_reader_who_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*_NNSTUDIO, "describe", "iris"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_that_output_that_does_not_fit_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        command = [*_NNSTUDIO, "describe", "iris"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    sentence = "nnstudio: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, sentence)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes the output")
def test_that_a_closed_output_is_no_error() -> None:
    command = f"{shlex.join(_NNSTUDIO)} describe iris >&-"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_letters_the_output_has_no_code_for_are_escaped() -> None:
    done = subprocess.run(
        [*_NNSTUDIO, "describe", "iris", "--set", "name=αβ"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\\u03b1\\u03b2: ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_that_a_terminal_sees_progress_and_ctrl_c_ends_quietly() -> None:
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [*_NNSTUDIO, "train", "iris", "--epochs", "10000000"],
        stdout=subprocess.PIPE,
        stderr=end,
        env={**os.environ, "TERM": "xterm"},
        # Where the tests run in the background, a shell has them ignore Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    seen = b""
    while b"epoch" not in seen:
        seen += os.read(terminal, 1024)
    process.send_signal(signal.SIGINT)
    while process.poll() is None:  # a terminal that nobody reads would hold it up
        if select.select([terminal], [], [], 0.05)[0]:
            os.read(terminal, 1024)
    output, _ = process.communicate()
    os.close(terminal)
    os.close(end)
    assert (process.returncode, output) == (130, b"")
