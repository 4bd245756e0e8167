"""The experiments that ship with NNStudio, in the order in which a course may show them."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class ExampleInfo:
    """`name` opens the example from the command line, `title` is in the menu."""

    name: str
    title: str
    description: str


@cache
def list_examples() -> tuple[ExampleInfo, ...]:
    """All examples, as listed in index.json."""
    entries = json.loads((_folder() / "index.json").read_text(encoding="utf-8"))
    return tuple(ExampleInfo(**entry) for entry in entries)


def example_names() -> tuple[str, ...]:
    """What the examples are opened by."""
    return tuple(example.name for example in list_examples())


def example_text(name: str) -> str:
    """The JSON of one of `example_names`."""
    return (_folder() / f"{name}.json").read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files("nnstudio.resources") / "examples"
