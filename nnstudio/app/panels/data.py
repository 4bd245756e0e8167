"""The data panel: the gallery of sources, the numbers that make a set, and the facts about it."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nnstudio.app.canvas.wording import counted
from nnstudio.app.panels.data_gallery import GROUPS, SAME_TILE, DataGallery, group_of, seed_of
from nnstudio.app.panels.function_fields import FunctionFields
from nnstudio.app.panels.group_switch import GroupSwitch
from nnstudio.app.panels.image_choice import ImageChoice
from nnstudio.app.panels.more_data import MoreData
from nnstudio.app.panels.other_data import choose_data
from nnstudio.app.panels.value_slider import ValueSlider
from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import DataSettings, Experiment, Source
from nnstudio.experiment.editing import edits, painting
from nnstudio.experiment.wording import shortened

if TYPE_CHECKING:
    from nnstudio.app.panels.table_import import TableImportDialog
    from nnstudio.experiment.editing.table_edits import Task

DRAWN = ("plane", "function", "images")
_NOTE_LETTERS = 24  # of a note that fit into a line


class DataPanel(Card):
    """Shows and edits `experiment.data`."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Data", parent)
        self.setObjectName("data")
        self._workspace = workspace
        self._dialog: TableImportDialog | None = None
        self._images = ImageChoice(self)
        self._images.chosen.connect(self._on_images_chosen)
        self._build_gallery()
        self._function = FunctionFields(self)
        self._function.changed.connect(self._on_function_changed)
        self.body.addWidget(self._function)
        self._build_sliders()
        self._facts = QLabel(self)
        self._facts.setObjectName("data.facts")
        self._facts.setAccessibleName("Facts about the data")
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        below = QHBoxLayout()
        below.addWidget(self._facts, 1)
        below.addWidget(MoreData(workspace, self), 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(below)
        self.body.addStretch(1)
        self.body.setSpacing(3)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.prepared_changed.connect(self._show_facts)
        workspace.prepared_changed.connect(self._gallery.show_data)
        self._show_group(group_of(workspace.experiment.data.source))
        self._refresh()
        self._show_facts(workspace.prepared)
        self._gallery.show_data(workspace.prepared)

    def _build_gallery(self) -> None:
        names = [(group.name, group.title) for group in GROUPS]
        self._groups = GroupSwitch("data.group", names, self)
        self._groups.chosen.connect(self._show_group)
        self.header.addWidget(self._groups)
        self._gallery = DataGallery(seed_of(self._workspace.experiment), self)
        self._gallery.source_chosen.connect(self._on_source_chosen)
        self.body.addWidget(self._gallery)

    def _build_sliders(self) -> None:
        self._noise = self._slider("noise", ValueSlider("Noise", 0, 50, 1, _hundredths))
        self._noise.changed.connect(self._on_noise_changed)
        self._samples = self._slider("samples", ValueSlider("Samples", 20, 1000, 20, _thousands))
        self._samples.changed.connect(self._on_samples_changed)
        self._split = self._slider("testFraction", ValueSlider("Test split", 10, 90, 5, _percent))
        self._split.changed.connect(self._on_split_changed)

    def _slider(self, name: str, slider: ValueSlider) -> ValueSlider:
        slider.slider.setObjectName(f"data.{name}")
        self.body.addWidget(slider)
        return slider

    def _show_group(self, place: int) -> None:
        self._groups.set_chosen(place)
        self._gallery.setCurrentIndex(place)

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.data.source != new.data.source:
            self._show_group(group_of(new.data.source))
        if old.data != new.data:
            self._refresh()

    def _refresh(self) -> None:
        data = self._workspace.experiment.data
        info = SOURCES[data.source]
        drawn = info.kind in DRAWN and data.source != "points" and not info.is_fixed
        self._gallery.set_source(data.source)
        self._function.setVisible(data.source == "function")
        self._function.show_data(data)
        self._noise.setVisible(drawn)
        self._noise.set_value(round(100 * data.noise))
        self._samples.setVisible(drawn)
        self._samples.set_value(data.samples)
        self._split.set_value(round(100 * data.test_fraction))

    def _show_facts(self, prepared: Prepared | None) -> None:
        self._facts.setText("" if prepared is None else facts(prepared))
        self._facts.setToolTip("" if prepared is None else "\n".join(prepared.dataset.notes))

    def _on_source_chosen(self, name: str) -> None:
        self._gallery.set_source(self._workspace.experiment.data.source)
        source = cast(Source, name)
        if source == "table":
            self.choose_table()
        elif source == "images":
            self._images.open()
        elif source == "points":
            self._paint()
        else:
            text = f"{SOURCES[source].title} data"
            choose_data(self._workspace, text, lambda e: edits.set_source(e, source))

    def _open_dialog(self) -> "TableImportDialog":
        if self._dialog is None:
            from nnstudio.app.panels.table_import import TableImportDialog

            self._dialog = TableImportDialog(self)
            self._dialog.chosen.connect(self._on_table_chosen)
        self._dialog.show()
        self._dialog.raise_()
        return self._dialog

    def open_table(self, path: Path) -> None:
        """Show a table in the dialog that opens it."""
        self._open_dialog().open_file(path)

    def choose_table(self) -> None:
        """Show the dialog that opens a table, with the one in use if there is one."""
        dialog, data = self._open_dialog(), self._workspace.experiment.data
        if data.source == "table":
            dialog.show_table(data)

    def paste_table(self) -> None:
        """Show the table in the clipboard in the dialog that opens it."""
        self._open_dialog().paste()

    def _on_table_chosen(self, table: DataSettings, task: "Task") -> None:
        from nnstudio.experiment.editing.table_edits import use_table

        text = f"table {_name_of(table)}"
        choose_data(self._workspace, text, lambda e: use_table(e, table, task))

    def _on_images_chosen(self, source: str, path: str) -> None:
        choose_data(
            self._workspace,
            f"images {Path(path).name}",
            lambda e: edits.set_source(e, cast(Source, source), path=path),
        )

    def _paint(self) -> None:
        """Go on with the points of the plane as painted ones, or with an empty plane."""
        workspace = self._workspace
        points = painting.points_in(workspace.experiment, workspace.prepared)
        workspace.edit("painted points", lambda e: painting.with_points(e, points))
        workspace.paint_wanted.emit()

    def _on_function_changed(self, text: str, fields: dict[str, object]) -> None:
        self._workspace.edit(text, lambda e: edits.set_data(e, **fields))
        self._refresh()

    def _on_noise_changed(self, hundredths: int, gesture: int) -> None:
        self._set(f"noise {_hundredths(hundredths)}", f"noise {gesture}", noise=hundredths / 100)

    def _on_samples_changed(self, samples: int, gesture: int) -> None:
        self._set(f"{samples:,} samples", f"samples {gesture}", samples=samples)

    def _on_split_changed(self, percent: int, gesture: int) -> None:
        text = f"test split {percent} %"
        self._set(text, f"testFraction {gesture}", test_fraction=percent / 100)

    def _set(self, text: str, merge: str, **fields: float) -> None:
        self._workspace.edit(text, lambda e: edits.set_data(e, **fields), merge=f"data.{merge}")


def facts(prepared: Prepared) -> str:
    """The name of what has no tile, the numbers of examples, features and classes, the splits."""
    dataset = prepared.dataset
    examples, features = len(dataset), dataset.columns
    classes = len(dataset.class_names)
    task = counted(classes, "class") if classes else "regression"
    train, test = len(prepared.train_index), len(prepared.test_index)
    held = len(prepared.validation_index)
    data = prepared.experiment.data
    title = ""
    if data.source == "table":
        title = shortened(_name_of(data), 32) + "\n"
    elif data.source in SAME_TILE:
        title = SOURCES[data.source].title + "\n"
    return (
        f"{title}"
        f"{counted(examples, 'example')} · {counted(features, 'feature')}\n"
        f"{task} · {train:,} train / {f'{held:,} val / ' if held else ''}{test:,} test"
        f"{_noted(dataset.notes)}"
    )


def _noted(notes: tuple[str, ...]) -> str:
    """The beginning of the only note, or how many there are; a tool tip has them whole."""
    if not notes:
        return ""
    told = (
        shortened(notes[0], _NOTE_LETTERS) if len(notes) == 1 else f"{len(notes)} things left out"
    )
    return f"\n▲ {told}"


def _name_of(table: DataSettings) -> str:
    from nnstudio.experiment.data.tables.reading import PASTED  # loaded where there is a table

    return Path(table.path).name if table.path else PASTED


def _hundredths(value: int) -> str:
    return f"{value / 100:.2f}"


def _thousands(value: int) -> str:
    return f"{value:,}"


def _percent(value: int) -> str:
    return f"{value} %"
