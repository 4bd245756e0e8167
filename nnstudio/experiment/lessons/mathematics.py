"""Mathematics in a lesson's text: LaTeX between dollar signs as characters that read the same."""

import re
from collections.abc import Callable

_FORMULA = re.compile(r"(\$\$?)\s*([^$]+?)\s*\1")
_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
_FUNCTION = re.compile(r"\\(max|min|log|ln|exp|tanh|sin|cos|sign)(?![a-z])")
_SINGLE = re.compile(r"\\?\w+")
_SPACES = re.compile(r" {2,}")


def with_characters(text: str, wrap: Callable[[str], str] = str) -> str:
    """`text` with each formula in characters, passed through `wrap`; the dollar signs go."""
    return _FORMULA.sub(lambda found: wrap(_characters(found[2])), text)


def _characters(latex: str) -> str:
    """W₂ ⋅ x for its LaTeX; a fraction stands on one line, an unknown command as it is."""
    import unicodeit  # thousands of signs, which only a reader of lessons needs

    signs: str = unicodeit.replace(_FRACTION.sub(_on_one_line, _FUNCTION.sub(r"\1", latex)))
    return _SPACES.sub(" ", signs.replace("{", "(").replace("}", ")"))


def _on_one_line(fraction: re.Match[str]) -> str:
    return "/".join(part if _SINGLE.fullmatch(part) else f"({part})" for part in fraction.groups())
