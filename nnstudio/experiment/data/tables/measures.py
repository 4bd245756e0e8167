"""Numbers in a dress: $10.50, 12 %, 1,237, 5 cm, (0.5), 1.5D+03, and dates and times.

A column is read so only where its cells agree: one unit everywhere, thousands separated alike, one
order of day and month. Dates become days since 2000-01-01, times and durations become hours.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.cells import NO_VALUE, parse_number
from nnstudio.experiment.data.tables.moments import dates, hours
from nnstudio.experiment.wording import quoted

_ENOUGH = 0.8  # of the texts in a column; the others may be slips
_FEW = 50
_SPACES = "\u0020\u00a0\u2009\u202f"
_SPACE = re.compile(f"[{_SPACES}]")
_SYMBOLS = "$€£¥₹₽₩₺"
_CODES = "USD|EUR|GBP|CHF|JPY|CNY|INR|RUB|SEK|NOK|DKK|PLN|CZK|HUF|AUD|CAD|NZD|BRL|ZAR|KRW|TRY|MXN"
_UNITS = (
    "[munpµkM]?(?:m|g|s|l|L|V|W|J|N|Hz|Pa|bar|mol|eV)|[cdh]m|GHz|kWh|ha|min|h|d|K|°|°C|°F|in|ft|yd|mi"
    "|lbs?|oz|mph|mpg|rpm|ppm|km/h|m/s|dB|px|kB|MB|GB|[kM]"
)
_NUMBER = rf"(?P<digits>\d(?:[\d.,'’{_SPACES}]*\d)?\.?|[.,]\d+)(?P<power>[eEdD][+\-]?\d{{1,3}})?"
_CELL = re.compile(
    rf"(?P<open>\()?(?P<sign>[+\-\u2212])?\s*"
    rf"(?P<before>[{_SYMBOLS}]|(?:US|A|C|R)\$|(?:{_CODES}|Rs\.?|kr\.?|Fr\.?)(?=\s))?\s*"
    rf"(?P<inside>[+\-\u2212])?{_NUMBER}"
    rf"(?P<behind>\s*[%‰{_SYMBOLS}]|\s*(?:{_CODES})|(?:{_UNITS})|\s+[^\d\s()+,;:_#@'\"]"
    rf"(?:[^\d()+,;:_#@'\"]{{0,10}}[^\d\s()+,;:_#@'\"])?)?(?(open)\))"
)
_GROUPS = {mark: rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+" for mark in ",.'’ "}
_GROUPED = {mark: re.compile(groups) for mark, groups in _GROUPS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What the different texts of a column (levels,) are as numbers, NaN where one is none.

    `words` say how they were read, such as 'read as numbers, "$" left out'. Dates and times are
    moments.
    """

    values: Floats
    words: str
    is_moment: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A cell taken apart: its unit, the number as it is written and whether it is negative."""

    before: str
    behind: str
    digits: str
    power: str
    negative: bool
    in_parentheses: bool


def is_dressed(cell: str) -> bool:
    """Whether a cell that is no plain number may be one in a dress."""
    text = cell.strip()
    return text.lower() not in NO_VALUE and _CELL.fullmatch(text) is not None


def measured(levels: Sequence[str], decimal_comma: bool) -> Measured | None:
    """The texts of a column as numbers, if they agree on how they are written."""
    there = [level for level in levels if level.lower() not in NO_VALUE]
    few = there[:: max(len(there) // _FEW, 1)]
    ways: tuple[Callable[[Sequence[str]], tuple[Floats, str]], ...] = (
        lambda texts: _numbers(texts, decimal_comma),
        dates,
        lambda texts: (hours(texts), "read as hours"),
    )
    for way in ways:
        if not there or _share(way(few)[0]) < _ENOUGH / 2:
            continue
        values, words = way(there)
        if _share(values) >= _ENOUGH and _tells_more(there, values, decimal_comma):
            gaps = (level.lower() in NO_VALUE for level in levels)
            is_gap = np.fromiter(gaps, np.bool_, len(levels))
            numbers = np.full(len(levels), np.nan)
            numbers[~is_gap] = values
            return Measured(numbers, words, is_moment=way is not ways[0])
    return None


def _tells_more(texts: Sequence[str], values: Floats, decimal_comma: bool) -> bool:
    """Whether among the values is one of a cell that is no plain number."""
    pairs = zip(texts, values.tolist(), strict=True)
    return any(isnan(parse_number(text, decimal_comma)) for text, value in pairs if value == value)


def decimal_sign(cell: str) -> str | None:
    """What a cell tells of the decimal sign: "comma", "point", or nothing."""
    found = _CELL.fullmatch(cell.strip())
    if found is None:
        return None
    digits = re.sub(rf"['’{_SPACES}]", "", found["digits"])
    for sign, other, word, others in ((",", ".", "comma", "point"), (".", ",", "point", "comma")):
        if digits.count(sign) > 1 and not digits.count(other):
            return others if _GROUPED[sign].fullmatch(digits) else None
        if digits.count(sign) == 1 and sign in digits[digits.rfind(other) + 1 :]:
            whole, _, rest = digits.partition(sign)
            groups = len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole)
            return None if groups else word
    return None


def _share(values: Floats) -> float:
    return float(np.mean(~np.isnan(values))) if len(values) else 0.0


def _numbers(texts: Sequence[str], decimal_comma: bool) -> tuple[Floats, str]:
    """The numbers, and what was left out; NaN where a cell is not written as most are."""
    for few in (texts[:: max(len(texts) // _FEW, 1)], texts):
        parts = [_taken_apart(text) for text in few]
        units = Counter((part.before, part.behind) for part in parts if part is not None)
        unit = units.most_common(1)[0][0] if units else ("", "")
        known = [part for part in parts if part is not None]
        mark = _thousands([part.digits for part in known], decimal_comma)
        quick = _alike(texts, unit, mark, decimal_comma)
        if quick is not None:
            return quick, _words(known, unit, mark)
    values = np.array([_number(part, unit, mark, decimal_comma) for part in parts])
    return values, _words(known, unit, mark)


def _alike(
    texts: Sequence[str], unit: tuple[str, str], mark: str, decimal_comma: bool
) -> Floats | None:
    """The numbers where all cells are written in the simplest way, which is far quicker to read."""
    decimal = "," if decimal_comma else "."
    before, behind = map(re.escape, unit)
    groups = f"{_GROUPS[mark]}|" if mark else ""
    pattern = re.compile(rf"{before}\s?(-?(?:{groups}\d+)(?:{re.escape(decimal)}\d+)?)\s?{behind}")
    found = [pattern.fullmatch(text) for text in texts]
    if not all(found):
        return None
    numbers = (match[1].replace(mark, "").replace(decimal, ".") for match in found if match)
    return np.fromiter(map(float, numbers), np.float64, len(texts))


def _taken_apart(text: str) -> _Part | None:
    quoted_once = len(text) > 2 and text[0] == text[-1] == "'"
    found = _CELL.fullmatch(text[1:-1] if quoted_once else text)
    if found is None or (found["sign"] and found["inside"]):
        return None
    return _Part(
        (found["before"] or "").strip(),
        (found["behind"] or "").strip(),
        _SPACE.sub(" ", found["digits"]),
        (found["power"] or "").lower().replace("d", "e"),
        ((found["sign"] or found["inside"]) in ("-", "\u2212")) != bool(found["open"]),
        bool(found["open"]),
    )


def _thousands(digits: Sequence[str], decimal_comma: bool) -> str:
    """The mark that separates thousands in these numbers, if one does; none does behind a 0."""
    decimal = "," if decimal_comma else "."
    marks = [mark for mark in _GROUPED if mark != decimal and any(mark in d for d in digits)]
    alone = len(marks) == 1 and not any(d.startswith(f"0{marks[0]}") for d in digits)
    return marks[0] if alone else ""


def _number(part: _Part | None, unit: tuple[str, str], mark: str, decimal_comma: bool) -> float:
    if part is None or (part.before, part.behind) != unit:
        return float("nan")
    decimal = "," if decimal_comma else "."
    whole, sign, rest = part.digits.partition(decimal)
    if mark and mark in whole:
        if not _GROUPED[mark].fullmatch(whole):
            return float("nan")
        whole = whole.replace(mark, "")
    if not (whole + rest).isalnum():
        return float("nan")
    value = parse_number(f"{whole}{sign}{rest}{part.power}", decimal_comma)
    return -value if part.negative else value


def _words(parts: Sequence[_Part], unit: tuple[str, str], mark: str) -> str:
    left_out = [quoted(word) for word in unit if word]
    if mark:
        left_out.append(f"{'spaces' if mark == ' ' else quoted(mark)} between thousands")
    words = ["read as numbers", *([f"{' and '.join(left_out)} left out"] if left_out else [])]
    if any(part.in_parentheses for part in parts):
        words.append("( ) is minus")
    return ", ".join(words)
