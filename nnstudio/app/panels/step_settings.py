"""The settings of single preprocessing steps, small enough to stand in the step's row."""

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from nnstudio.app.widgets.number_edit import NumberEdit, by_ladder, by_one
from nnstudio.core.preprocessing import FittedRotation, FittedStep
from nnstudio.experiment.document import PcaStep, ScaleStep, Step, WhitenStep

USUAL_SHARE = 0.95


class StepSettings(QWidget):
    """`changed` carries what an edit is called and the fields it sets."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(3)
        self._samples: dict[QWidget, str] = {}

    def show_step(self, step: Step | None, fitted: FittedStep | None, columns: int) -> None:
        """Show the settings of `step`, fitted on rows of `columns`; None while it is off."""
        raise NotImplementedError

    def field(self, name: str, meaning: str, edit: NumberEdit, sample: str) -> NumberEdit:
        """Add a number field as wide as `sample`."""
        edit.setObjectName(f"preprocessing.{name}")
        edit.setAccessibleName(meaning)
        edit.setToolTip(meaning)
        self.row.addWidget(edit)
        self._samples[edit] = sample
        self._fit_fonts()
        return edit

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.Polish):
            QTimer.singleShot(0, self, self._fit_fonts)  # the fields get the font after this
        return super().event(event)

    def _fit_fonts(self) -> None:
        """Make every field as wide as its sample and as high as a line, in its own font."""
        for edit, sample in self._samples.items():
            metrics = edit.fontMetrics()
            edit.setFixedSize(metrics.horizontalAdvance(sample) + 34, metrics.height() + 4)


class PcaSettings(StepSettings):
    """How many components to keep, or which share of the variance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        whole = NumberEdit(by_one, whole=True, parent=self)
        self._components = self.field(
            "pcaComponents", "How many principal components to keep", whole, "64 of 64"
        )
        self._variance = self.field(
            "pcaVariance",
            "Keep the fewest components that hold this share of the variance",
            NumberEdit(by_one, parent=self),
            "64 of 64",
        )
        self._variance.setSuffix(" %")
        self._by_share = QToolButton(self)
        self._by_share.setText("%")
        self._by_share.setCheckable(True)
        self._by_share.setObjectName("preprocessing.pcaByVariance")
        self._by_share.setAccessibleName("Keep a share of the variance")
        self._by_share.setToolTip("Keep a share of the variance instead of a number of components")
        self._by_share.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.row.addWidget(self._by_share)
        self._components.valueChanged.connect(self._on_components)
        self._variance.valueChanged.connect(self._on_variance)
        self._by_share.clicked.connect(self._on_way)

    @override
    def show_step(self, step: Step | None, fitted: FittedStep | None, columns: int) -> None:
        pca = step if isinstance(step, PcaStep) else PcaStep()
        self._columns = columns
        with QSignalBlocker(self._components):
            self._components.setRange(1, max(columns, pca.components or 1))
        self._components.setSuffix(f" of {columns}" if columns else "")
        kept = len(fitted.axes) if isinstance(fitted, FittedRotation) else None
        self._components.show_value(pca.components or kept or columns or 1)
        self._variance.show_value(round(100 * (pca.variance or USUAL_SHARE), 4))
        self._by_share.setChecked(pca.variance is not None)
        self._components.setVisible(pca.variance is None)
        self._variance.setVisible(pca.variance is not None)

    def _on_components(self, value: float) -> None:
        components = None if value == self._columns else int(value)
        fields = {"components": components, "variance": None}
        self.changed.emit(f"keep {value:.0f} components", fields)

    def _on_variance(self, value: float) -> None:
        fields = {"components": None, "variance": value / 100}
        self.changed.emit(f"keep {value:g} % of the variance", fields)

    def _on_way(self, by_share: bool) -> None:
        if by_share:
            self._on_variance(self._variance.value())
        else:
            self._on_components(self._components.value())


class WhitenSettings(StepSettings):
    """ε, always visible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel("ε", self)
        self.row.addWidget(label)
        self._epsilon = self.field(
            "whitenEpsilon",
            "Whitening epsilon, added to each variance before dividing by its square root",
            NumberEdit(by_ladder, parent=self),
            "64 of 64",
        )
        self._epsilon.setToolTip(
            f"{self._epsilon.accessibleName()}. 0: the covariance becomes exactly the identity; "
            "CS231n's note takes 1e-5, so that weak directions are not blown up"
        )
        label.setBuddy(self._epsilon)
        self._epsilon.valueChanged.connect(self._on_epsilon)

    @override
    def show_step(self, step: Step | None, fitted: FittedStep | None, columns: int) -> None:
        shown = step if isinstance(step, WhitenStep) else WhitenStep()
        self._epsilon.show_value(shown.epsilon)

    def _on_epsilon(self, value: float) -> None:
        self.changed.emit(f"whitening epsilon {value:g}", {"epsilon": value})


class ScaleSettings(StepSettings):
    """Both ends of the range."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = self.field(
            "scaleLow", "Lower end of the range", NumberEdit(_up_or_down, parent=self), "−0.0"
        )
        self._high = self.field(
            "scaleHigh", "Upper end of the range", NumberEdit(_up_or_down, parent=self), "−0.0"
        )
        self._low.valueChanged.connect(self._on_low)
        self._high.valueChanged.connect(self._on_high)

    @override
    def show_step(self, step: Step | None, fitted: FittedStep | None, columns: int) -> None:
        shown = step if isinstance(step, ScaleStep) else ScaleStep()
        self._low.show_value(shown.low)
        self._high.show_value(shown.high)

    def _on_low(self, value: float) -> None:
        self.changed.emit(f"scale from {value:g}", {"low": value})

    def _on_high(self, value: float) -> None:
        self.changed.emit(f"scale to {value:g}", {"high": value})


def _up_or_down(value: float, direction: int) -> float:
    return value + direction


SETTINGS: dict[str, type[StepSettings]] = {
    "pca": PcaSettings,
    "whiten": WhitenSettings,
    "scale": ScaleSettings,
}
