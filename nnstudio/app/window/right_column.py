"""The column of plots: empty cards at first, filled once the window has been painted.

The plots stand on pyqtgraph, which takes as long to load as all the rest of the window.
"""

from PySide6.QtWidgets import QSplitter

from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.workspace import Workspace


def empty_cards() -> dict[str, Card]:
    """What stands in the column at first, by name."""
    return {
        "regions": Card("Decision regions"),
        "curves": Card("Loss"),
        "activations": Card("Activations"),
    }


def fill(column: QSplitter, cards: dict[str, Card], workspace: Workspace) -> None:
    """Put the panels in the places of the `cards`, shown or hidden as these are."""
    from nnstudio.app.panels.activations import ActivationsPanel
    from nnstudio.app.panels.curves import CurvesPanel
    from nnstudio.app.panels.regions import RegionsPanel

    for panel in (RegionsPanel(workspace), CurvesPanel(workspace), ActivationsPanel(workspace)):
        card = cards[panel.objectName()]
        is_hidden = card.isHidden()
        column.replaceWidget(column.indexOf(card), panel)
        panel.setHidden(is_hidden)
        cards[panel.objectName()] = panel
        card.deleteLater()
