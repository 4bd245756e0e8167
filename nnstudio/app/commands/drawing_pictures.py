"""A drawing as a picture: its SVG document rendered to PNG or PDF."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.exports.drawing import Drawing
from nnstudio.experiment.exports.svg import svg_document

_POINTS = 0.75  # in a pixel
_MOST_PIXELS = 64_000_000


def widest_png(drawing: Drawing) -> int:
    """The most pixels that a PNG of `drawing` may be wide."""
    return int((_MOST_PIXELS * drawing.width / drawing.height) ** 0.5)


def png_picture(drawing: Drawing, width: int) -> bytes:
    """A PNG of `width` pixels, as high as the drawing then is; raises ExperimentError."""
    height = max(1, round(width * drawing.height / drawing.width))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExperimentError(Problem("", f"a picture of {width} × {height} pixels is too large"))
    image.fill(QColor(drawing.colors["ground"]))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _render(drawing, painter, QRectF(0, 0, width, height))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know file names alone
    return bytes(buffer.data().data())


def pdf_document(drawing: Drawing) -> bytes:
    """A PDF of one page that is as large as the drawing."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(drawing.title)
    size = QSizeF(drawing.width, drawing.height) * _POINTS
    writer.setPageLayout(_page(size))
    painter = QPainter(writer)
    _render(drawing, painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return bytes(buffer.data().data())


def _page(size: QSizeF) -> QPageLayout:
    """A page of `size` points without margins, upright whatever its shape."""
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    page = QPageSize(size, QPageSize.Unit.Point, "drawing", exact)
    return QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())


def _render(drawing: Drawing, painter: QPainter, area: QRectF) -> None:
    QSvgRenderer(svg_document(drawing).encode()).render(painter, area)
