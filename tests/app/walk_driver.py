"""Drives the page of one example, step by step, and reads its numbers from the models."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.walk.columns_table import ColumnsTable
from nnstudio.app.center.walk.page import WalkPage
from nnstudio.app.center.walk.stations import stations
from nnstudio.app.center.walk.terms_table import TermsTable
from nnstudio.app.workspace.workspace import Workspace
from tests.app.opened import child

USER = Qt.ItemDataRole.UserRole
Floats = NDArray[np.floating]


def _let_go(page: WalkPage, _widget: QWidget) -> None:
    page.hide()


def shown(qtbot: QtBot, workspace: Workspace) -> WalkPage:
    page = WalkPage(workspace)
    # Holds the page to the end of the test: it must not be collected while it is being painted.
    qtbot.addWidget(page, before_close_func=partial(_let_go, page))
    page.resize(660, 470)
    page.show()
    return page


def text(page: WalkPage) -> str:
    return child(page, QTextBrowser, "walk.text").toPlainText()


def press(page: WalkPage, name: str, times: int = 1) -> None:
    for _ in range(times):
        child(page, QAbstractButton, name).click()


def status(page: WalkPage) -> str:
    return child(page, QLabel, "walk.status").text()


def go(page: WalkPage, kind: str, layer: int = -1) -> None:
    assert page.workspace.prepared is not None
    every = stations(len(page.workspace.prepared.network.layers))
    page.go_to(next(n for n, s in enumerate(every) if (s.kind, s.layer) == (kind, layer)))


def column(page: WalkPage, layer: int, sign: str) -> list[float | None]:
    """The numbers of a column of the network, from the model."""
    model = child(page, ColumnsTable, "walk.network").columns
    place = next(n for n, c in enumerate(model.columns) if (c.layer, c.sign) == (layer, sign))
    return [model.index(row, place).data(USER) for row in range(len(model.columns[place].units))]


def cells(page: WalkPage, heading: str, table: str = "walk.terms") -> dict[str, float]:
    """The numbers of a column of the terms by the name of their row, from the model."""
    model = child(page, TermsTable, table).terms
    place = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    found = [model.index(row, place.index(heading)).data(USER) for row in range(model.rowCount())]
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    return {name: value for name, value in zip(names, found, strict=True) if value is not None}


def close(actual: Sequence[float | None], expected: Sequence[float] | Floats) -> None:
    np.testing.assert_allclose(
        np.array(actual, np.float64), np.asarray(expected), rtol=1e-6, atol=1e-9
    )
