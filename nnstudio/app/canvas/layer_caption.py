"""The caption under a column: its weight matrix, "W1 6 × 2", and "12 weights + 6 biases"."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnstudio.app.canvas.picture import ColumnPicture

_APART = 10


class LayerCaption(QWidget):
    """Two labels that never take the pointer; terms stand in one line where there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.matrix = QLabel(self)
        self.terms = QLabel(self)
        self.terms.setProperty("role", "muted")
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.matrix.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for label in (self.matrix, self.terms):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        self._column: ColumnPicture | None = None

    def show_column(self, column: ColumnPicture) -> None:
        """Show this column's matrix and terms."""
        self._column = column
        self.setObjectName(f"canvas.layer.{column.layer}.counts")
        self.setAccessibleName(f"{column.matrix}: {' + '.join(column.terms)}")

    def arrange(self, width: int) -> None:
        """Fit into `width` pixels: in one line, in several, in short words, or not at all."""
        if self._column is None:
            return
        shape = self._column.matrix.partition(" ")[2]
        self.matrix.setText(_fitting((self._column.matrix, shape), self.matrix.font(), width))
        lines = term_lines(self._column.terms, self.terms.font(), width)
        fit = all(_fitting((line,), self.terms.font(), width) for line in lines)
        self.terms.setText("\n".join(lines) if fit else "")
        self.resize(self.sizeHint())


def term_lines(terms: tuple[str, ...], font: QFont, width: float) -> list[str]:
    """The terms of a layer in `width` pixels: in one line, in several, or in short words."""
    metrics = QFontMetricsF(font)
    weights, biases, *slopes = terms
    lines = [f"{weights} + {biases}", *(f"+ {slope}" for slope in slopes)]
    if max(metrics.horizontalAdvance(line) for line in lines) > width - _APART:
        lines = [weights, *(f"+ {term}" for term in (biases, *slopes))]
    if max(metrics.horizontalAdvance(line) for line in lines) > width:
        lines = [_short(line) for line in lines]
    return lines


def _fitting(texts: tuple[str, ...], font: QFont, width: float) -> str:
    """The first of `texts` that fits; nothing rather than text that is cut."""
    metrics = QFontMetricsF(font)
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "")


def _short(line: str) -> str:
    """The line with its noun's first letter for the noun: "65,536 w"."""
    number, _, noun = line.rpartition(" ")
    return f"{number} {noun[0]}"
