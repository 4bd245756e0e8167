"""The panels beside the network: empty cards at first, filled once the window has been painted.

They take longer to load and to build than all the rest of the window. Each place of a card is as
high as its panel will be, so that nothing moves when the panel comes.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QSplitter

from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.workspace import Workspace

_DATA_HEIGHT = 243  # with two lines of facts
_PREPROCESSING_HEIGHT = 241  # with the plots, and no step that has settings
_INSPECTOR_HEIGHT = 71


def left_cards() -> dict[str, Card]:
    """What stands at first in the column of what goes into the network, by name."""
    cards = {
        "data": _card("Data"),
        "preprocessing": _card("Preprocessing"),
        "inspector": _card("Inspector"),
    }
    cards["data"].setMinimumHeight(_DATA_HEIGHT)
    cards["preprocessing"].setMinimumHeight(_PREPROCESSING_HEIGHT)
    cards["inspector"].setMinimumHeight(_INSPECTOR_HEIGHT)
    return cards


def right_cards() -> dict[str, Card]:
    """What stands at first in the column of plots, by name."""
    return {
        "regions": _card("Decision regions"),
        "curves": _card("Loss"),
        "activations": _card("Activations"),
    }


def _card(title: str) -> Card:
    """Nothing but a title, on top."""
    card = Card(title)
    card.body.addStretch(1)
    return card


def fill_left(column: QSplitter, cards: dict[str, Card], workspace: Workspace) -> None:
    """Put the panels in the places of the `cards`, shown or hidden as these are."""
    from nnstudio.app.panels.data import DataPanel
    from nnstudio.app.panels.inspector import InspectorPanel
    from nnstudio.app.panels.preprocessing import PreprocessingPanel
    from nnstudio.app.window.inspector_room import InspectorRoom

    panels = DataPanel(workspace), PreprocessingPanel(workspace), InspectorPanel(workspace)
    _replace(column, cards, panels)
    InspectorRoom(column, panels, workspace)


def fill_right(column: QSplitter, cards: dict[str, Card], workspace: Workspace) -> None:
    """Put the panels in the places of the `cards`, shown or hidden as these are."""
    from nnstudio.app.panels.activations import ActivationsPanel
    from nnstudio.app.panels.curves import CurvesPanel
    from nnstudio.app.panels.regions import RegionsPanel

    panels = RegionsPanel(workspace), CurvesPanel(workspace), ActivationsPanel(workspace)
    _replace(column, cards, panels)


def _replace(column: QSplitter, cards: dict[str, Card], panels: Sequence[Card]) -> None:
    for panel in panels:
        card = cards[panel.objectName()]
        is_hidden = card.isHidden()
        policy = panel.sizePolicy()
        policy.setVerticalStretch(card.sizePolicy().verticalStretch())
        panel.setSizePolicy(policy)
        column.replaceWidget(column.indexOf(card), panel)
        panel.setHidden(is_hidden)
        cards[panel.objectName()] = panel
        card.deleteLater()
