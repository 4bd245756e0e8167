"""Data sets as others published them, with the numbers they have there, to choose from a list."""

from dataclasses import dataclass, field

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from nnstudio.experiment.document import DataSettings, Source

_PLAYGROUND, _CONVNETJS = "TensorFlow Playground", "ConvNetJS"
_WORDS = 22  # letters of an entry that are seen while the list is closed


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """A source with the fields that make it what `by` published as `name`."""

    by: str
    name: str
    source: Source
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called in the list."""
        return f"{self.by}: {self.name}"

    def is_in(self, data: DataSettings) -> bool:
        """Whether these data are it."""
        told = self.fields.items()
        return data.source == self.source and all(getattr(data, name) == is_ for name, is_ in told)


def _playground(name: str, source: Source, samples: int = 500) -> PublishedSet:
    return PublishedSet(_PLAYGROUND, name, source, {"samples": samples, "noise": 0.0})


PUBLISHED_SETS = (
    PublishedSet(_CONVNETJS, "13 points", "convnetjs_simple"),
    PublishedSet(_CONVNETJS, "random", "convnetjs_random", {"samples": 40, "noise": 0.0}),
    PublishedSet(_CONVNETJS, "circle", "convnetjs_circle", {"samples": 100, "noise": 0.0}),
    PublishedSet(_CONVNETJS, "spiral", "convnetjs_spiral", {"samples": 200, "noise": 0.0}),
    PublishedSet(
        _CONVNETJS,
        "x sin x",
        "function",
        {"samples": 20, "noise": 0.0, "formula": "x sin x", "x_low": -5.0, "x_high": 5.0},
    ),
    PublishedSet("CS231n", "three spirals", "three_spirals", {"samples": 300, "noise": 0.2}),
    _playground("circle", "circle"),
    _playground("xor", "xor"),
    _playground("gauss", "gauss"),
    _playground("spiral", "spiral"),
    _playground("plane", "plane", 1200),
    _playground("cones", "cones", 1200),
)


class PublishedSets(QComboBox):
    """`picked` carries the set that the user chose; shows which one the data are, if any."""

    picked = Signal(PublishedSet)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data.published")
        self.setAccessibleName("Data as published")
        self.setToolTip("A set as others published it: formula, number of samples and noise")
        self.setPlaceholderText("choose…")
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WORDS)
        self.setMaxVisibleItems(len(PUBLISHED_SETS))
        self.addItems([one.title for one in PUBLISHED_SETS])
        self.activated.connect(self._on_activated)

    def show_data(self, data: DataSettings) -> None:
        """Show which set these data are."""
        known = [place for place, one in enumerate(PUBLISHED_SETS) if one.is_in(data)]
        with QSignalBlocker(self):
            self.setCurrentIndex(known[0] if known else -1)

    def _on_activated(self, place: int) -> None:
        self.picked.emit(PUBLISHED_SETS[place])
