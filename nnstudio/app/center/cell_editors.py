"""The editors of the layer table: a number to type or step, and a list to choose from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.widgets.number_edit import NumberEdit, by_five, by_one

Index = QModelIndex | QPersistentModelIndex
PADDING = 5
CHEVRON_ROOM = 10
_CHEVRON = 3.5
_NUMBER_WIDTH = 70


class Cell(QStyledItemDelegate):
    """Paints a cell with air around its text; the current one is outlined, without a dotted box."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(current_theme().window))
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        inner.state &= ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected)
        super().paint(painter, inner, index)
        if is_current:
            self._outline(painter, area)

    def _outline(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().accent), 1.5))
        painter.drawRoundedRect(area.adjusted(1.5, 2.5, -1.5, -2.5), 5, 5)
        painter.restore()


class NumberCell(Cell):
    """Edits whole numbers or, with `percent`, a share in percent."""

    def __init__(self, name: str, label: str, parent: QObject, *, percent: bool = False) -> None:
        super().__init__(parent)
        self._name, self._label, self._percent = name, label, percent

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        stepper = by_five if self._percent else by_one
        editor = NumberEdit(stepper, whole=not self._percent, parent=parent)
        editor.setSuffix(" %" if self._percent else "")
        return _named(editor, self._name, self._label)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, NumberEdit)
        value = index.data(Qt.ItemDataRole.EditRole)
        editor.show_value(round(100 * value, 6) if self._percent else value)
        editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, NumberEdit)
        editor.interpretText()
        value = editor.value()
        model.setData(index, value / 100 if self._percent else round(value))

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        _place(editor, option)


class ChoiceCell(Cell):
    """Chooses one of (value, words); a chevron says that there is a choice."""

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._name, self._label, self._choices = name, label, choices

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            area = QRectF(option.rect)
            tip = QPointF(area.right() - PADDING - _CHEVRON, area.center().y() + 2)
            left, right = QPointF(-_CHEVRON, -_CHEVRON), QPointF(_CHEVRON, -_CHEVRON)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_theme().muted), 1.2))
            painter.drawPolyline(QPolygonF([tip + left, tip, tip + right]))
            painter.restore()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QComboBox(parent)
        for value, words in self._choices:
            editor.addItem(words, value)
        editor.activated.connect(self._on_activated)
        return _named(editor, self._name, self._label)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        _place(editor, option)

    def _on_activated(self) -> None:
        editor: Any = self.sender()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _named(editor: QWidget, name: str, label: str) -> QWidget:
    editor.setObjectName(name)
    editor.setAccessibleName(label)
    return editor


def _place(editor: QWidget, option: QStyleOptionViewItem) -> None:
    """Over the cell, as wide as its contents need: to the left where the text is at the right."""
    area = option.rect
    is_number = isinstance(editor, NumberEdit)
    width = max(area.width(), _NUMBER_WIDTH if is_number else editor.sizeHint().width())
    height = min(area.height() - 4, editor.sizeHint().height())
    left = area.right() - width if is_number else area.left()
    editor.setGeometry(left, area.center().y() - height // 2, width, height)
