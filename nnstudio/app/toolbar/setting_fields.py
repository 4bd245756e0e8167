"""The labeled fields of the training bar: each shows one setting and edits it."""

from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from nnstudio.app.toolbar.training_settings import ChoiceSetting, NumberSetting
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace.workspace import Workspace

_FieldWidget = TypeVar("_FieldWidget", bound=QWidget)


class _Field(QObject):
    """What both kinds share: a widget that can be closed with a reason."""

    widget: QWidget
    _setting: NumberSetting | ChoiceSetting

    def explain(self, reason: str, enabled: bool) -> None:
        """Open or close the field; a `reason` takes the place of its tip."""
        self.widget.setEnabled(enabled)
        self.widget.setToolTip(reason or self._setting.tip)


class NumberField(_Field):
    """A number box bound to a setting."""

    widget: NumberEdit
    _setting: NumberSetting

    def __init__(self, workspace: Workspace, setting: NumberSetting, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._setting = setting
        self.widget = _named(
            NumberEdit(setting.stepper, whole=setting.whole, zero=setting.zero, parent=parent),
            setting,
        )
        self.widget.setSuffix(setting.suffix)
        _fit_width(self.widget, "0" * setting.digits + setting.suffix)
        self.widget.valueChanged.connect(self._on_value_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what the experiment says."""
        self.widget.show_value(self._setting.read(self._workspace.experiment))

    def _on_value_changed(self, value: float) -> None:
        setting = self._setting
        self._workspace.edit(
            f"set {setting.phrase} to {self.widget.textFromValue(value)}{setting.suffix}",
            lambda experiment: setting.write(experiment, value),
            merge=setting.name,
        )
        self.refresh()


class ChoiceField(_Field):
    """A combo box bound to a setting."""

    widget: QComboBox
    _setting: ChoiceSetting

    def __init__(self, workspace: Workspace, setting: ChoiceSetting, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._setting = setting
        self.widget = _named(QComboBox(parent), setting)
        for value, words in setting.choices:
            self.widget.addItem(words, value)
        self.widget.currentIndexChanged.connect(self._on_index_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what the experiment says."""
        index = self.widget.findData(self._setting.read(self._workspace.experiment))
        blocked = self.widget.blockSignals(True)
        self.widget.setCurrentIndex(index)
        self.widget.blockSignals(blocked)

    def forbid(self, values: tuple[str, ...], reason: str) -> None:
        """Let every choice be chosen but `values`, which say why not."""
        model = self.widget.model()
        assert isinstance(model, QStandardItemModel)  # what a QComboBox makes itself
        for row in range(model.rowCount()):
            item = model.item(row)
            forbidden = item.data(Qt.ItemDataRole.UserRole) in values
            item.setEnabled(not forbidden)
            item.setToolTip(reason if forbidden else "")

    def _on_index_changed(self, index: int) -> None:
        value, words = self._setting.choices[index]
        self._workspace.edit(
            f"set {self._setting.phrase} to {words}",
            lambda experiment: self._setting.write(experiment, value),
        )
        self.refresh()


def field_for(
    workspace: Workspace, setting: NumberSetting | ChoiceSetting, parent: QWidget
) -> NumberField | ChoiceField:
    """The field of a setting."""
    if isinstance(setting, NumberSetting):
        return NumberField(workspace, setting, parent)
    return ChoiceField(workspace, setting, parent)


def labeled(label: str, field: QWidget) -> QVBoxLayout:
    """`field` under its label."""
    caption = QLabel(label, field.parentWidget())
    caption.setProperty("role", "muted")
    caption.setBuddy(field)
    layout = QVBoxLayout()
    layout.setSpacing(2)
    layout.addWidget(caption)
    layout.addWidget(field)
    return layout


def _named(widget: _FieldWidget, setting: NumberSetting | ChoiceSetting) -> _FieldWidget:
    widget.setObjectName(setting.name)
    widget.setAccessibleName(setting.label)
    widget.setToolTip(setting.tip)
    return widget


def _fit_width(widget: QWidget, text: str) -> None:
    widget.setFixedWidth(widget.fontMetrics().horizontalAdvance(text) + 40)
