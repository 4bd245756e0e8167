"""Copying layers: the clipboard holds their JSON as text, for this window or any editor."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.wording import counted
from nnstudio.app.workspace.problems import sentence
from nnstudio.experiment.document import LayerSettings
from nnstudio.experiment.editing.layer_text import layers_from_text, layers_to_text
from nnstudio.experiment.errors import ExperimentError

_NONE = "Select a hidden layer first"


class LayerClipboard:
    """Copies, cuts, pastes and duplicates the selected hidden layers."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures

    def copy(self) -> bool:
        """Put the selected layers on the clipboard; returns whether there were any."""
        gestures = self._gestures
        if not gestures.selected:
            gestures.say(_NONE)
            return False
        QApplication.clipboard().setText(layers_to_text(self._selected()))
        gestures.say(f"Copied {gestures.names(gestures.selected)}")
        return True

    def cut(self) -> None:
        """Copy the selected layers, then remove them."""
        if self.copy():
            self._gestures.remove_selected()

    def paste(self) -> None:
        """Insert the layers on the clipboard after the selected one; other text is refused."""
        try:
            layers = layers_from_text(QApplication.clipboard().text())
        except ExperimentError as error:
            self._gestures.say(f"Nothing pasted: {sentence(error.problems)}")
            return
        self._insert(layers, f"paste {counted(len(layers), 'layer')}")

    def duplicate(self) -> None:
        """Insert a copy of the selected layers behind them."""
        gestures = self._gestures
        if gestures.selected:
            self._insert(self._selected(), f"duplicate {gestures.names(gestures.selected)}")
        else:
            gestures.say(_NONE)

    def _selected(self) -> Sequence[LayerSettings]:
        return [self._gestures.hidden[index] for index in self._gestures.selected]

    def _insert(self, layers: Sequence[LayerSettings], text: str) -> None:
        gestures = self._gestures
        if gestures.insert(gestures.after_selected(), layers, text):
            gestures.say(f"Added {gestures.names(gestures.selected)}")
