"""The rules of the house that a tool can check: layers, sizes, lazy imports, spelling."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnstudio.bootstrap import PROJECT

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
SOURCES = sorted([*PROJECT.glob("nnstudio/**/*.py"), *PROJECT.glob("tests/**/*.py")])
_IMPORTED_AS = {"pillow": "pil", "pyside6_essentials": "pyside6"}
PARTS_OF_OTHERS = {"annotated_types", "pydantic_core", "shiboken6"}
BRITISH = re.compile(
    r"colour|centre|optimis|regularis|standardis|initialis|normalis|behaviour|neighbour"
    r"|labelled|visualis|grey\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def test_that_imports_run_leftwards_only() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_that_the_core_imports_numpy_and_the_standard_library_alone() -> None:
    foreign = {
        (path.name, module)
        for path in PROJECT.glob("nnstudio/core/**/*.py")
        for module in _imported(path)
        if module not in {"numpy", "nnstudio"} and module not in sys.stdlib_module_names
    }
    assert not foreign


def test_that_every_package_is_in_the_wheel() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    folders = {path.parent for path in PROJECT.glob("nnstudio/**/*.py")}
    assert listed == {".".join(folder.relative_to(PROJECT).parts) for folder in folders} | {
        "nnstudio.resources"
    }


def test_that_every_dependency_is_used_and_everything_used_is_declared() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = _modules(project["dependencies"])
    optional = project.get("optional-dependencies", {}).values()
    extras = _modules([requirement for extra in optional for requirement in extra])
    used = {
        module.lower()
        for path in PROJECT.glob("nnstudio/**/*.py")
        for module in _imported(path)
        if module not in {"nnstudio", *PARTS_OF_OTHERS, *sys.stdlib_module_names}
    }
    assert declared <= used <= declared | extras


def test_that_experiments_load_neither_the_window_nor_the_slow_libraries() -> None:
    modules = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        for part in ("core", "experiment")
        for path in PROJECT.glob(f"nnstudio/{part}/**/*.py")
    ]
    heavy = ("PySide6", "filelock", "rich", "typer")
    script = f"import sys, {', '.join(modules)}\nprint([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_that_no_file_is_longer_than_400_lines() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_that_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{path.name}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in SOURCES
        for function in _functions(path)
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


@pytest.mark.parametrize("words", [BRITISH, UNFINISHED], ids=["spelling", "unfinished"])
def test_that_no_file_holds_words_the_house_does_not_use(words: re.Pattern[str]) -> None:
    texts = [*SOURCES, PROJECT / "README.md", *PROJECT.glob("resources/**/*.json")]
    found = {
        f"{path.name}: {match.group()}"
        for path in texts
        if path != Path(__file__)
        for match in words.finditer(path.read_text(encoding="utf-8"))
    }
    assert not found


def _modules(requirements: list[str]) -> set[str]:
    """What the required distributions are imported as."""
    names = {re.split(r"[^\w-]", line)[0].lower().replace("-", "_") for line in requirements}
    return {_IMPORTED_AS.get(name, name) for name in names}


def _imported(path: Path) -> Iterator[str]:
    """The top-level names of the modules that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
