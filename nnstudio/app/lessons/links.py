"""What the text of a lesson may do: be read. A lesson may come from anybody.

Pictures would be loaded from wherever they say, and HTML is drawn like Markdown; both are left out.
Links open in the browser, and only those that lead to the web.
"""

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_WEB = ("http", "https")
_PICTURE = re.compile(r"!(?=\s*\[)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def harmless(markdown: str) -> str:
    """`markdown` without pictures (their words stay, as links) and without HTML."""
    return _TAG.sub("&lt;", _PICTURE.sub("", markdown))


def open_link(link: str) -> None:
    """Show a page of the web in the browser; anything else stays closed."""
    url = QUrl(link)
    if url.scheme() in _WEB:
        QDesktopServices.openUrl(url)
