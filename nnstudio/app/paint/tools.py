"""The tools to paint with: what each is called, its key, and what one stroke of it is called."""

from dataclasses import dataclass
from typing import Literal

from nnstudio.experiment.wording import counted

ToolName = Literal["brush", "point", "eraser", "move", "jitter", "magnet"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, the letter that takes it, and what it does."""

    name: ToolName
    word: str
    letter: str
    what: str


TOOLS = (
    Tool("brush", "Brush", "B", "spray points within the circle"),
    Tool("point", "Point", "P", "put down a single point"),
    Tool("eraser", "Eraser", "E", "take away the points within the circle"),
    Tool("move", "Move", "M", "drag a point to another place"),
    Tool("jitter", "Jitter", "J", "shake the points within the circle"),
    Tool("magnet", "Magnet", "G", "gather the points within the circle"),
)
BY_LETTER: dict[str, ToolName] = {tool.letter: tool.name for tool in TOOLS}
HELD: tuple[ToolName, ...] = ("jitter", "magnet")
"""The tools that go on working while they are held still."""


def stroke_text(tool: ToolName, label: int, change: int) -> str:
    """What a stroke is called that changed the number of points by `change`."""
    match tool:
        case "brush" | "point":
            return f"paint {counted(change, 'point')} of class {label}"
        case "eraser":
            return f"erase {counted(-change, 'point')}"
        case "move":
            return "move a point"
        case "jitter":
            return "jitter points"
        case "magnet":
            return "gather points"
