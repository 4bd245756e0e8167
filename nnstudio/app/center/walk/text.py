"""The arithmetic of a station as rich text: a title, and its lines."""

from html import escape

import numpy as np

from nnstudio.app.appearance.colors import Theme
from nnstudio.app.center.walk.arithmetic import strong
from nnstudio.app.center.walk.backward_text import backward_lines
from nnstudio.app.center.walk.forward_text import forward_lines
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.loss_text import gradient_lines, loss_lines
from nnstudio.app.center.walk.update_text import notes, update_lines


def page_text(look: Look, theme: Theme) -> str:
    """What is spelled out at the station of `look`."""
    lines, remarks = _lines(look), []
    if look.station.kind == "update":
        remarks = list(notes(look))
    muted = f"<div style='color:{theme.muted}'>{' '.join(remarks)}</div>" if remarks else ""
    return "".join(f"<div>{line}</div>" for line in lines) + muted


def _lines(look: Look) -> list[str]:
    name = strong(escape(look.name))
    match look.station.kind:
        case "input":
            return _input_lines(look)
        case "forward":
            return [name, *forward_lines(look)]
        case "loss":
            return loss_lines(look)
        case "scores":
            return gradient_lines(look)
        case "backward":
            return [name, *backward_lines(look)]
    return [name, *update_lines(look)]


def _input_lines(look: Look) -> list[str]:
    found = look.walk.trace
    count = len(found.inputs)
    words = f"{count:,} number{'s' if count > 1 else ''} x go in"
    if found.row.shape != found.inputs.shape or not np.array_equal(found.row, found.inputs):
        words += f", made of the {len(found.row):,} of the data by preprocessing"
    return [
        f"{words}.",
        "Next follows them through every layer to the scores and the loss, then the gradient "
        "back, and shows what one step down the gradient would change.",
        "A click on a number chooses its neuron.",
    ]
