"""The page of the center that shows what each step of preprocessing does to the training split."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.page import Page
from nnstudio.app.center.preprocessing.album import album
from nnstudio.app.center.preprocessing.chain import StageChain
from nnstudio.app.center.preprocessing.covariances import covariances
from nnstudio.app.center.preprocessing.feature_pair import FeaturePair
from nnstudio.app.center.preprocessing.histogram_strip import HistogramStrip
from nnstudio.app.center.preprocessing.images import ImagesView
from nnstudio.app.center.preprocessing.learning import LearningView
from nnstudio.app.center.preprocessing.look import Look, widest_columns
from nnstudio.app.center.preprocessing.numbers import FittedTable
from nnstudio.app.center.preprocessing.scatter import scatter
from nnstudio.app.center.preprocessing.scree import scree
from nnstudio.app.center.preprocessing.strip import StageStrip
from nnstudio.app.center.switch import Switch
from nnstudio.app.panels.step_words import TITLES, WHYS
from nnstudio.app.widgets.labeled_switch import LabeledSwitch
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.stages import Stage, Stages, stages
from nnstudio.experiment.editing import edits

VIEWS = (
    ("scatter", "Scatter", "Two features, with the principal axes drawn to their length"),
    ("histograms", "Histograms", "How the values of each feature are spread"),
    ("covariance", "Covariance", "The covariance matrix as a picture"),
    ("scree", "Scree", "The variance along each principal axis, and what is kept"),
    (
        "images",
        "Images",
        "Examples after each step, eigen-images, and an example rebuilt",
    ),
    ("numbers", "Numbers", "The fitted numbers of the chosen step"),
    ("learning", "Learning", "What preprocessing does to learning: train with and without"),
)
_LOOKS: dict[str, Callable[[Stages, Stage], Look]] = {
    "covariance": covariances,
}
_RAW = "Raw"
_WRONG_WAY = "▲ Fitted on the test examples, too: the test accuracy is not honest any more."
_RAW_WHY = "The training split as the data come."


class PreprocessingPage(Page):
    """Chooses a stage on top and, beside it, what of it is shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("preprocessingPage", "Preprocessing step by step", workspace, parent)
        self._prepared: Prepared | None = None
        self._found: Stages | None = None
        self._chosen = 0
        self._view = "scatter"
        self._has_common_axis = False
        self._shown: tuple[object, ...] = ()
        self._build_contents()
        self.setFocusProxy(self._switch)

    def _build_contents(self) -> None:
        self._chain = StageChain(self)
        self._chain.chosen.connect(self._on_stage)
        self._switch = Switch("preprocessing.view", VIEWS, self)
        self._switch.chosen.connect(self._on_view)
        self._switch.show_chosen(self._view)
        self._why = QLabel(self)
        self._why.setObjectName("preprocessing.why")
        self._why.setProperty("role", "muted")
        self._why.setWordWrap(True)
        self._pair = FeaturePair(self)
        self._pair.chosen.connect(self.refresh)
        self._wrong_way = LabeledSwitch(
            "preprocessing.wrongWay",
            "Wrong way: fit on all",
            "Lets the statistics see the test examples, to show what that does",
            self,
        )
        self._wrong_way.switched.connect(self._on_wrong_way)
        self._common = LabeledSwitch(
            "preprocessing.commonAxis",
            "Common axis",
            "One axis for all features, so that their ranges compare; else each has its own",
            self,
        )
        self._common.switched.connect(self._on_common_axis)
        self._strip, self._single = StageStrip(self), StageStrip(self)
        self._histograms = HistogramStrip(self)
        self._images, self._numbers = ImagesView(self), FittedTable(self)
        for stages_shown in (self._strip, self._single, self._histograms, self._images):
            stages_shown.chosen.connect(self._on_stage)
        self._learning = LearningView(self.workspace, self)
        self._arrange()

    def _arrange(self) -> None:
        self._stack = QStackedWidget(self)
        for part in (
            self._strip,
            self._single,
            self._histograms,
            self._images,
            self._numbers,
            self._learning,
        ):
            self._stack.addWidget(part)
        self.header.insertWidget(0, self._chain)
        line = QHBoxLayout()
        line.addWidget(self._switch)
        line.addStretch(1)
        line.addWidget(self._wrong_way)
        self.body.addLayout(line)
        words = QHBoxLayout()
        words.addWidget(self._why, 1)
        words.addWidget(self._pair)
        words.addWidget(self._common)
        self.body.addLayout(words)
        self.body.addWidget(self._stack, 1)

    def _on_stage(self, index: int) -> None:
        if self.workspace.prepared is not None:
            self._chosen = index
            self.refresh()
        elif self._found is not None:  # the network cannot train: what was seen last stays
            self._chain.show_stages(_titles(self._found), self._chosen)

    def _on_wrong_way(self, wrong: bool) -> None:
        text = f"fit preprocessing on {'all examples' if wrong else 'the training split'}"
        fit_on = "all" if wrong else "train"
        self.workspace.edit(text, partial(edits.set_data, fit_on=fit_on))

    def _on_common_axis(self, common: bool) -> None:
        self._has_common_axis = common
        self.refresh()

    def _on_view(self, name: str) -> None:
        self._view = name
        self._switch.show_chosen(name)
        self.refresh()

    @override
    def refresh(self) -> None:
        self._wrong_way.show_state(self.workspace.experiment.data.fit_on == "all")
        prepared = self.workspace.prepared
        if prepared is None:
            return
        if self._prepared is None or self._prepared.pipeline is not prepared.pipeline:
            self._take(prepared)
        if self._state() != self._shown:  # training changes nothing here
            self._show()
            self._shown = self._state()

    def _state(self) -> tuple[object, ...]:
        """All that decides what is to see."""
        pipeline = None if self._prepared is None else self._prepared.pipeline
        axes = self._pair.columns, self._has_common_axis
        return pipeline, self._chosen, self._view, axes, current_theme().name

    def _take(self, prepared: Prepared) -> None:
        """Look at new data; a stage that was chosen stays chosen while there is one."""
        was_last = self._found is None or self._chosen == len(self._found.stages) - 1
        self._prepared, self._found = prepared, stages(prepared)
        last = len(self._found.stages) - 1
        self._chosen = last if was_last else min(self._chosen, last)

    def _show(self) -> None:
        found, prepared = self._found, self._prepared
        if found is None or prepared is None:
            return
        titles = _titles(found)
        stage = found.stages[self._chosen]
        self._chain.show_stages(titles, self._chosen)
        self._why.setText(self._words(found, stage))
        has_images = found.stages[0].image_shape is not None
        self._switch.offer("images", has_images)
        if self._view == "images" and not has_images:
            self._view = "scatter"
            self._switch.show_chosen(self._view)
        names = found.stages[0].names
        self._pair.show_names(names, widest_columns(found.stages[0].rows, 2))
        self._pair.setVisible(self._view == "scatter" and len(names) > 2)
        self._common.setVisible(self._view == "histograms")
        match self._view:
            case "histograms":
                common = self._has_common_axis
                self._histograms.show_stages(titles, found, self._chosen, common=common)
                self._stack.setCurrentWidget(self._histograms)
            case "scree":
                self._single.show_looks([titles[stage.index]], [scree(found, stage)], 0)
                self._stack.setCurrentWidget(self._single)
            case "images":
                self._images.show_album(album(found, self._chosen))
                self._stack.setCurrentWidget(self._images)
            case "numbers":
                self._numbers.show_stage(found, stage)
                self._stack.setCurrentWidget(self._numbers)
            case "learning":
                self._stack.setCurrentWidget(self._learning)
            case view:
                looks = [self._look(view, found, each) for each in found.stages]
                self._strip.show_looks(titles, looks, self._chosen)
                self._stack.setCurrentWidget(self._strip)

    def _look(self, view: str, found: Stages, stage: Stage) -> Look:
        if view != "scatter":
            return _LOOKS[view](found, stage)
        columns = self._pair.columns if len(found.stages[0].names) > 1 else (0,)
        return scatter(found, stage, columns)

    def _words(self, found: Stages, stage: Stage) -> str:
        """One sentence why, what was special about the fit, and what is looked at."""
        told = _RAW_WHY if stage.step is None else WHYS[stage.step.name]
        if stage.step is not None and stage.step.note:
            told += f" Here {stage.step.note}."
        shown = len(found.stages[0].rows)
        if shown < found.examples:
            told += f" Shown: {shown:,} of {found.examples:,} training examples."
        if self.workspace.experiment.data.fit_on == "all":
            warning = current_theme().warning
            told += f" <b style='color:{warning}'>{_WRONG_WAY}</b>"
        return told


def title_of(stage: Stage) -> str:
    """What a stage is called."""
    return _RAW if stage.step is None else TITLES[stage.step.name]


def _titles(found: Stages) -> list[str]:
    return [title_of(stage) for stage in found.stages]
