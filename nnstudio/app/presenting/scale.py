"""How large the stage shows everything: from 100 to 300 %, remembered from lecture to lecture."""

from PySide6.QtCore import Qt

from nnstudio.app.workspace.settings import settings

SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
FIRST = 1.5  # 18 pixels on a screen of 96 dots an inch
LARGER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
SMALLER = (Qt.Key.Key_Minus,)
_KEY = "presenting/scale"


def remembered_scale() -> float:
    """The scale last chosen."""
    value = settings().value(_KEY)
    known = {str(scale): scale for scale in SCALES}
    return known.get(str(value), FIRST)


def next_scale(scale: float, larger: bool) -> float:
    """The next one up or down, remembered; the ends stay."""
    place = SCALES.index(scale) + (1 if larger else -1)
    chosen = SCALES[min(max(place, 0), len(SCALES) - 1)]
    settings().setValue(_KEY, str(chosen))
    return chosen
