"""Names that users chose, made fit for one line of a file or a place in a drawing."""

from unicodedata import east_asian_width

_LETTER, _WIDE = 0.58, 1.05  # of the font size: generous, because every reader has other fonts


def one_line(text: str) -> str:
    """The text with every space a single one and nothing that cannot be shown."""
    words = " ".join(text.split())
    return "".join(letter if letter.isprintable() else "?" for letter in words)


def shortened(text: str, longest: int) -> str:
    """The text on one line, its end left out when it has more letters than `longest`."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def text_width(text: str, size: float) -> float:
    """About how wide the text is in a sans-serif font of this size, in the unit of `size`."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return size * (_WIDE * wide + _LETTER * (len(text) - wide))
