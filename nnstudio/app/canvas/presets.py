"""The presets to choose from, in the Network menu and under a button on the canvas."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.header_parts import ChoiceButton
from nnstudio.experiment.editing.presets import PRESETS, Preset


def fill_presets(menu: QMenu, gestures: Gestures) -> None:
    """One action for each preset, the free drawings after a line."""
    free = False
    for preset in PRESETS:
        if preset.is_free and not free:
            menu.addSeparator()
        free = preset.is_free
        action = menu.addAction(preset.title)
        action.setObjectName(f"preset.{preset.name}")
        action.triggered.connect(partial(_apply, gestures, preset))


class PresetsButton(ChoiceButton):
    """Opens the presets as a menu."""

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas.presets")
        self.setAccessibleName("Presets")
        self.setToolTip("Start from a well-known network")
        self.setText("Presets")
        menu = QMenu(self)
        menu.setObjectName("canvas.presets.menu")
        fill_presets(menu, gestures)
        self.setMenu(menu)


def _apply(gestures: Gestures, preset: Preset, _checked: bool = False) -> None:
    gestures.apply_preset(preset)
