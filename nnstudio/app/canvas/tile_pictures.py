"""The tiles of the canvas as small pictures for a file, in the colors of a theme."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.scene import unit_biases
from nnstudio.app.canvas.tiles import parts_of
from nnstudio.app.canvas.unit_marks import paint_bias, paint_dead, paint_frozen
from nnstudio.app.canvas.unit_pictures import UnitPictures
from nnstudio.experiment.exports.strokes import CORNER
from nnstudio.experiment.looks.snapshot import Snapshot

_EDGE = 44.0  # of a tile on the page
_SCALE = 3  # pixels for each of its units


def tile_pictures(
    pictures: UnitPictures,
    picture: ColumnPicture,
    shown: Sequence[int],
    snapshot: Snapshot,
    theme: Theme,
) -> list[str]:
    """A PNG as base64 for each of the units `shown`; empty for one that has no picture."""
    units = tuple(shown)
    image = pictures.image(picture, units, snapshot, theme)
    biases: tuple[float, ...] = ()
    if not picture.is_input:
        biases = unit_biases(snapshot.matrices[picture.layer], picture.units)
    largest = max(map(abs, biases), default=0.0) or 1.0
    dead = dead_units(picture, snapshot)
    made, parts = [], () if image is None else parts_of(image, len(units))
    for place, unit in enumerate(units):
        if image is None or unit in picture.off:
            made.append("")
            continue
        canvas, painter = _blank()
        tile = QRectF(0, 0, _EDGE, _EDGE)
        painter.drawImage(tile, image, parts[place])
        if biases:
            paint_bias(painter, tile, biases[unit], abs(biases[unit]) / largest, theme)
        if unit in dead:
            paint_dead(painter, tile, theme)
        if unit in picture.frozen:
            paint_frozen(painter, tile, theme)
        painter.end()
        made.append(_base64(canvas))
    return made


def dead_units(picture: ColumnPicture, snapshot: Snapshot) -> frozenset[int]:
    """The units of a layer that are dead on all training data, where that is known."""
    if picture.is_input or picture.layer >= len(snapshot.activity):
        return frozenset()
    return frozenset(snapshot.activity[picture.layer].dead.nonzero()[0].tolist())


def _blank() -> tuple[QImage, QPainter]:
    """An empty tile and a painter on it that leaves the corners clear."""
    size = round(_EDGE * _SCALE)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(_SCALE, _SCALE)
    corners = QPainterPath()
    corners.addRoundedRect(QRectF(0, 0, _EDGE, _EDGE), CORNER * _EDGE, CORNER * _EDGE)
    painter.setClipPath(corners)
    return image, painter


def _base64(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know file names alone
    return bytes(buffer.data().toBase64().data()).decode()
