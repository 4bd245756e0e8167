"""The rows of every menu."""

from functools import partial
from typing import TYPE_CHECKING

from nnstudio.app.center.view import VIEWS
from nnstudio.app.commands.actions import SEPARATOR, Item, Row, Submenu
from nnstudio.app.commands.export_commands import ExportCommands
from nnstudio.app.commands.remove_keys import REMOVE_KEYS

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow

_PANEL_WORDS = {
    "data": "Data panel",
    "preprocessing": "Preprocessing panel",
    "inspector": "Inspector",
    "regions": "Decision regions",
    "curves": "Loss",
    "activations": "Activations",
}


_THEME_WORDS = {
    "light": "&Light",
    "dark": "&Dark",
    "contrast": "&High contrast",
    "system": "As the &system",
}


def menus(window: "MainWindow") -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Titles and rows, left to right; what the rows do is done by `window` and its parts."""
    return (
        ("&File", _file(window)),
        ("&Edit", _edit(window)),
        ("&Network", _network(window)),
        ("&Train", _train(window)),
        ("&View", _view(window)),
        ("&Lessons", _lessons(window)),
        ("&Help", _help(window)),
    )


def _file(window: "MainWindow") -> tuple[Row, ...]:
    files = window.files
    return (
        Item("new", "&New", files.new, ("Ctrl+N",)),
        Item("open", "&Open…", files.open, ("Ctrl+O",)),
        Item("openTable", "Open &table…", window.choose_table, ("Ctrl+T",)),
        Item("pasteTable", "&Paste table", window.paste_table, ("Ctrl+Shift+V",)),
        Submenu("openExample", "Open &Example", files.fill_examples),
        Submenu("openRecent", "Open &Recent", files.fill_recent),
        SEPARATOR,
        Item("save", "&Save", files.save, ("Ctrl+S",)),
        Item("saveAs", "Save &As…", files.save_as, ("Ctrl+Shift+S",)),
        Item("saveWeights", "Save with trained &weights…", files.save_weights),
        Item("rename", "Rena&me…", files.rename, ("F2",)),
        Submenu("export", "&Export", ExportCommands(window).fill),
        SEPARATOR,
        Item("quit", "&Quit", window.close, ("Ctrl+Q",)),
    )


def _edit(window: "MainWindow") -> tuple[Row, ...]:
    stack, clipboard = window.workspace.undo_stack, window.network.clipboard
    return (
        Item("undo", "&Undo", stack.undo, ("Ctrl+Z",)),
        Item("redo", "&Redo", stack.redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
        SEPARATOR,
        Item("cut", "Cu&t layers", clipboard.cut, ("Ctrl+X",)),
        Item("copy", "&Copy layers", clipboard.copy, ("Ctrl+C",)),
        Item("paste", "&Paste layers", clipboard.paste, ("Ctrl+V",)),
        Item("duplicate", "&Duplicate layers", clipboard.duplicate, ("Ctrl+D",)),
        Item("selectAll", "Select &all hidden layers", window.network.select_all, ("Ctrl+A",)),
    )


def _network(window: "MainWindow") -> tuple[Row, ...]:
    network = window.network
    return (
        Item("addLayer", "&Add layer", network.add_layer, ("Insert",)),
        Item("remove", "&Remove selected", network.remove_chosen, REMOVE_KEYS),
        Item("removeLayer", "Remove &whole layers", network.remove_layers, ("Ctrl+Delete",)),
        Item("moveLeft", "Move selected layers &left", network.move_left, ("Ctrl+Left",)),
        Item("moveRight", "Move selected layers &right", network.move_right, ("Ctrl+Right",)),
        SEPARATOR,
        Submenu("presets", "&Presets", network.fill_presets),
        Submenu("activation", "Activation of all &hidden layers", network.fill_activations),
        SEPARATOR,
        Item("sideBySide", "&Duplicate to the side", window.compare.duplicate, ("Ctrl+Shift+D",)),
        Item("vary", "&Vary a setting…", window.compare.vary, ("Ctrl+Shift+Y",)),
    )


def _train(window: "MainWindow") -> tuple[Row, ...]:
    workspace = window.workspace
    return (
        Item("run", "&Run", workspace.toggle_run, ("Ctrl+Return",)),
        Item("step", "One &step", workspace.step, (".",)),
        Item("stepEpoch", "One &epoch", workspace.step_epoch, ("Shift+.", ">")),
        Item("stepBack", "One step &back", partial(workspace.move_steps, -1), (",",)),
        Item("epochBack", "One epoch b&ack", partial(workspace.move_epochs, -1), ("Shift+,", "<")),
        Item("goLive", "To the &newest moment", workspace.go_live),
        SEPARATOR,
        Item("reset", "Rese&t", workspace.reset, ("Ctrl+R",)),
        Item("newWeights", "New &weights", workspace.new_weights, ("Ctrl+Shift+R",)),
        SEPARATOR,
        Item("manyStarts", "Train 30 random &starts", window.compare.many_starts),
    )


def _view(window: "MainWindow") -> tuple[Row, ...]:
    toggles = tuple(
        Item(f"show.{name}", words, window.refresh_panels, checked=True)
        for name, words in _PANEL_WORDS.items()
    )
    pages = tuple(
        Item(
            f"view.{name}",
            word,
            partial(window.views.open_view, name),
            (f"Ctrl+{n}",),
            group="view",
        )
        for n, (name, word, _) in enumerate(VIEWS, start=1)
    )
    themes = tuple(
        Item(f"theme.{name}", words, partial(window.choose_theme, name), group="theme")
        for name, words in _THEME_WORDS.items()
    )
    return (
        *pages,
        SEPARATOR,
        Item("present", "&Present", window.presenter.toggle, ("F5",)),
        Item(
            "projector",
            "&Second window for the projector",
            window.presenter.toggle_projector,
            ("Shift+F5",),
        ),
        SEPARATOR,
        *themes,
        SEPARATOR,
        Item("zoomIn", "Zoom &in", partial(window.canvas.zoom_by, 1), ("Ctrl+=", "Ctrl++")),
        Item("zoomOut", "Zoom &out", partial(window.canvas.zoom_by, -1), ("Ctrl+-",)),
        Item("zoomToFit", "Zoom to &fit", window.canvas.zoom_to_fit, ("F",)),
        Item(
            "wheelScrolls",
            "&Wheel scrolls the canvas (Ctrl zooms)",
            window.canvas.set_wheel_scrolls,
            checked=window.canvas.view.wheel_scrolls,
        ),
        SEPARATOR,
        *toggles,
    )


def _lessons(window: "MainWindow") -> tuple[Row, ...]:
    lessons = window.lessons
    return (
        Item("lesson.continue", "&Begin, or go on", lessons.come_back, ("Ctrl+L",)),
        Item("lesson.forward", "&Next page", lessons.guide.forward, ("PgDown",)),
        Item("lesson.backward", "&Page before", lessons.guide.back, ("PgUp",)),
        SEPARATOR,
        Submenu("lessons", "&Lessons", lessons.fill),
        Item("lesson.folder", "Open a lesson’s &folder…", lessons.open_folder),
    )


def _help(window: "MainWindow") -> tuple[Row, ...]:
    return (
        Item("welcome", "&Welcome", window.show_welcome),
        Item("palette", "&Search everything…", window.show_palette, ("Ctrl+K",)),
        Item("shortcuts", "&Keyboard shortcuts", window.show_shortcuts, ("?", "F1")),
        Item("about", "&About NNStudio", window.show_about),
    )
