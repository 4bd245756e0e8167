"""Icons: drawn once as SVG, colored when loaded with any color of the theme."""

from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 24, 32, 48, 64, 96)


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """The icon `name` in `color`; in `disabled` (default: `color`) where it cannot be used."""
    drawing = (resources.files("nnstudio.resources") / "icons" / f"{name}.svg").read_text("utf-8")
    result = QIcon()
    for mode, mode_color in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled or color)):
        painted = drawing.replace("currentColor", QColor(mode_color).name())
        renderer = QSvgRenderer(QByteArray(painted.encode()))
        for size in _SIZES:
            result.addPixmap(_pixmap(renderer, size), mode)
    return result


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def icon_url(name: str) -> str:
    """Where a style sheet finds the SVG `name`."""
    return str(resources.files("nnstudio.resources") / "icons" / f"{name}.svg").replace("\\", "/")
