"""A page that takes the place of all that its host shows, and gives it back as it was."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSplitter, QWidget

from nnstudio.app.lessons.guide import LessonGuide
from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.workspace.workspace import Workspace

_GAP = 8
_LESSON, _REST = 24, 76  # of the width, in percent


class Page(QWidget):
    """Shows `content`, and beside it the lesson, if one is open."""

    def __init__(self, content: QWidget, guide: LessonGuide, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("page")
        self.content = content
        self._guide = guide
        self._lesson = LessonPanel(guide, workspace, self)
        parts = QSplitter(self)
        parts.setHandleWidth(_GAP)
        parts.setChildrenCollapsible(False)
        for part, share in ((self._lesson, _LESSON), (content, _REST)):
            parts.addWidget(part)
            parts.setStretchFactor(parts.count() - 1, share)
        parts.setSizes([_LESSON * 100, _REST * 100])
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(parts)
        guide.turned.connect(self._show_lesson)
        self._show_lesson()

    def _show_lesson(self) -> None:
        gap = _GAP if self._guide.is_open else 0
        self._layout.setContentsMargins(gap, gap, 0, gap)
        self._lesson.setVisible(self._guide.is_open)


class Stand:
    """Where a page stands: at most one at a time."""

    def __init__(self) -> None:
        self._page: QWidget | None = None
        self._undo: list[Callable[[], object]] = []

    def put(self, page: QWidget, host: QWidget) -> None:
        """Show `page` instead of what `host` shows, or of where the page stood before."""
        self.uncover()
        layout = host.layout()
        assert isinstance(layout, QBoxLayout)  # desk and stage are columns
        for each in _widgets(layout):
            if not each.isHidden():
                each.hide()
                self._undo.append(each.show)
        for index in range(layout.count()):
            self._undo.append(partial(layout.setStretch, index, layout.stretch(index)))
            layout.setStretch(index, 0)
        for inner in _inner(layout):
            self._undo.append(partial(inner.setContentsMargins, inner.contentsMargins()))
            inner.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page, 1)
        page.show()
        self._page = page

    def uncover(self) -> None:
        """Take the page off its host, which is again as it was."""
        if self._page is None:
            return
        self._page.hide()
        self._page.setParent(None)
        for undo in self._undo:
            undo()
        self._page, self._undo = None, []


def _inner(layout: QLayout) -> Iterator[QLayout]:
    """The layouts in a layout."""
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = None if item is None else item.layout()
        if inner is not None:
            yield inner


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    """The widgets that a layout shows, those of layouts in it too."""
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget = None if item is None else item.widget()
        if widget is not None:
            yield widget
    for inner in _inner(layout):
        yield from _widgets(inner)
