"""The data page: every example can be reached, and the mistakes are found."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.data.confusion_matrix import ConfusionMatrix
from nnstudio.app.center.data.example_table import ExampleTable
from nnstudio.app.center.data.image_grid import ImageGrid
from nnstudio.app.center.data.mistake_list import MistakeList
from nnstudio.app.center.data.page import ExamplesPage
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.example_choice import confusion
from nnstudio.experiment.document import DataSettings, Source
from nnstudio.experiment.editing import edits
from nnstudio.experiment.editing.table_edits import use_table
from tests.app.opened import child, experiment_on, opened


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        yield workspace


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ExamplesPage:
    page = ExamplesPage(workspace)
    qtbot.addWidget(page)
    page.resize(640, 460)
    page.show()
    return page


def learn(qtbot: QtBot, page: ExamplesPage, source: Source, **data: object) -> None:
    """Data with predictions, as far as one epoch makes them good."""
    page.workspace.edit("data", lambda e: edits.set_data(edits.set_source(e, source), **data))
    qtbot.waitUntil(lambda: page.workspace.phase == "ready")
    page.workspace.step_epoch()
    qtbot.waitUntil(lambda: page.workspace.phase == "paused" and page.predictions is not None)


def test_that_predictions_are_asked_for_only_while_the_page_is_seen(
    qtbot: QtBot, page: ExamplesPage, workspace: Workspace
) -> None:
    learn(qtbot, page, "iris")
    page.hide()
    workspace.step_epoch()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.history.epochs[-1] == 2)
    qtbot.waitUntil(lambda: workspace.snapshot is None or workspace.snapshot.predictions is None)


def test_that_images_are_a_grid_and_numbers_a_table(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "digits")
    assert child(page, ImageGrid, "examples.images").isVisible()
    learn(qtbot, page, "iris")
    table = child(page, ExampleTable, "examples.table")
    assert table.isVisible()
    assert table.model().rowCount() == 150


def test_that_a_click_on_an_image_selects_its_example(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "digits")
    grid = child(page, ImageGrid, "examples.images")
    place = grid.place_of(2)
    assert place is not None
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(grid.viewport(), left, pos=place.center())
    assert page.workspace.example == 2
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert page.workspace.example == 3


def test_that_a_row_of_the_table_selects_its_example(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "wine")
    table = child(page, ExampleTable, "examples.table")
    table.selectRow(7)
    assert page.workspace.example == 7
    page.workspace.select_example(12)
    assert table.currentIndex().row() == 12


def test_that_a_cell_of_the_confusion_matrix_opens_its_examples(
    qtbot: QtBot, page: ExamplesPage
) -> None:
    learn(qtbot, page, "iris")
    prepared, predictions = page.workspace.prepared, page.predictions
    assert prepared is not None
    assert predictions is not None
    targets = prepared.dataset.targets
    train = np.zeros(len(targets), bool)
    train[prepared.train_index] = True
    true = 2
    said = int(np.bincount(predictions[train & (targets == true)].astype(int)).argmax())
    matrix = child(page, ConfusionMatrix, "confusion")
    center = matrix.cell(true, said).center().toPoint()
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=center)
    table = child(page, ExampleTable, "examples.table")
    expected = np.flatnonzero(train & (targets == true) & (predictions == said))
    assert len(expected) > 0
    assert np.array_equal(table.examples.index_of_row, expected)


def test_that_the_confusion_matrix_can_be_walked_by_keys_and_says_where_it_is(
    qtbot: QtBot, page: ExamplesPage
) -> None:
    learn(qtbot, page, "iris")
    prepared, predictions = page.workspace.prepared, page.predictions
    assert prepared is not None
    assert predictions is not None
    matrix = child(page, ConfusionMatrix, "confusion")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(matrix, key)
    count = int(confusion(prepared, predictions, "train")[1, 2])
    name = f"Confusion matrix: true versicolor, taken for virginica: {count}"
    assert matrix.accessibleName() == name
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    shown = child(page, ExampleTable, "examples.table").examples.index_of_row
    assert len(shown) == count
    assert set(prepared.dataset.targets[shown]) <= {1}


def many_classes(classes: int) -> DataSettings:
    """Rows of a hundred classes, each twice as near to another as to itself."""
    rows = "".join(f"{i % classes},{i % 7},n{i % classes:03}\n" for i in range(4 * classes))
    return DataSettings(source="table", text=f"a,b,kind\n{rows}")


def test_that_of_a_hundred_classes_the_most_frequent_mistakes_are_listed(
    qtbot: QtBot, page: ExamplesPage
) -> None:
    page.workspace.edit("table", lambda e: use_table(e, many_classes(100), "classification"))
    qtbot.waitUntil(lambda: page.workspace.phase == "ready")
    page.workspace.step_epoch()
    qtbot.waitUntil(lambda: page.workspace.phase == "paused" and page.predictions is not None)
    assert not child(page, ConfusionMatrix, "confusion").isVisible()
    mistakes = child(page, MistakeList, "confusion.mistakes")
    assert mistakes.isVisible()
    texts = [item.text() for item in map(mistakes.item, (0, 0, 0), (0, 1, 2)) if item]
    prepared, predictions = page.workspace.prepared, page.predictions
    assert prepared is not None
    assert predictions is not None
    counts = confusion(prepared, predictions, "train")
    np.fill_diagonal(counts, 0)
    true, said = np.unravel_index(counts.argmax(), counts.shape)
    names = prepared.dataset.class_names
    whole = int((prepared.train_targets == true).sum())
    assert texts == [names[true], names[said], f"{counts.max()} of {whole}"]
    mistakes.setCurrentCell(0, 0)
    QTest.keyClick(mistakes, Qt.Key.Key_Return)
    shown = child(page, ExampleTable, "examples.table").examples.index_of_row
    assert set(prepared.dataset.targets[shown]) == {true}
    assert len(shown) == counts.max()


@pytest.mark.parametrize("source", ["digits", "iris"])
def test_that_examples_with_wrong_labels_are_told_apart(
    qtbot: QtBot, page: ExamplesPage, source: Source
) -> None:
    learn(qtbot, page, source, label_noise=0.2)
    child(page, QAbstractButton, "examples.mislabeled").click()
    prepared = page.workspace.prepared
    assert prepared is not None
    dataset = prepared.dataset
    found = np.flatnonzero(dataset.mislabeled)
    true = dataset.class_names[int(dataset.truth[found[0]])]
    count = child(page, QLabel, "examples.count")
    assert count.text() == f"{len(found):,} of {len(dataset):,}"
    if source == "digits":
        caption = child(page, ImageGrid, "examples.images").caption(int(found[0]))
        assert f", was {true}" in caption
    else:
        examples = child(page, ExampleTable, "examples.table").examples
        assert np.array_equal(examples.index_of_row, found)
        target = examples.index(0, 2)
        assert str(target.data()).endswith(f", was {true}")
        tip = target.data(Qt.ItemDataRole.ToolTipRole)
        assert tip == f"label changed by label noise: was {true}"


def test_that_only_mistakes_can_be_shown(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "iris")
    child(page, QAbstractButton, "examples.mistaken").click()
    prepared, predictions = page.workspace.prepared, page.predictions
    assert prepared is not None
    assert predictions is not None
    shown = child(page, ExampleTable, "examples.table").examples.index_of_row
    assert np.array_equal(shown, np.flatnonzero(predictions != prepared.dataset.targets))


def test_that_examples_of_one_split_can_be_shown(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "iris")
    combo = child(page, QComboBox, "examples.split")
    assert [combo.itemText(i) for i in range(combo.count())] == ["All splits", "Training", "Test"]
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    prepared = page.workspace.prepared
    assert prepared is not None
    shown = child(page, ExampleTable, "examples.table").examples.index_of_row
    assert np.array_equal(shown, np.sort(prepared.test_index))


def test_that_the_statistics_tell_the_balance_of_each_split(
    qtbot: QtBot, page: ExamplesPage
) -> None:
    page.workspace.edit("split", lambda e: edits.set_data(e, validation_fraction=0.2))
    learn(qtbot, page, "iris")
    child(page, QAbstractButton, "examples.view.splits").click()
    table = child(page, QTableWidget, "examples.statistics")
    header = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    assert [item.text() for item in header if item] == ["", "Training", "Validation", "Test"]
    first, balance = table.item(0, 2), table.item(1, 0)
    assert first is not None
    assert balance is not None
    assert first.text() == "30"
    assert balance.text() == "setosa"


def test_that_regressions_have_no_confusion(qtbot: QtBot, page: ExamplesPage) -> None:
    learn(qtbot, page, "plane")
    assert not child(page, ConfusionMatrix, "confusion").isVisible()
    assert child(page, ExampleTable, "examples.table").isVisible()
