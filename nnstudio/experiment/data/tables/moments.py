"""Dates as days and times as hours, by one rule for text, Excel and Parquet.

Dates are written 2024-05-01, 1.5.2024, 5/1/2024 or 1 May 2024, with or without a time behind them;
a column of 5/1/2024 is read only where some cell tells which is the day.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import numpy as np

from nnstudio.experiment.data.dataset import Floats

_START = datetime(2000, 1, 1)
_SECOND = 1_000_000  # microseconds
_HOUR = 3600 * _SECOND
_DAY = 24 * _HOUR
_WORDS = "read as days since 2000-01-01"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?P<part>\.\d{1,9})?)?"
_CLOCK = rf"{_TIME}\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_WITH_TIME = rf"(?:(?:[Tt]|,?\s+){_CLOCK}\s*(?P<zone>[Zz]|UTC|[+-]\d\d:?\d\d)?)?"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_DATES = tuple(
    re.compile(pattern + _WITH_TIME)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<one>\d{1,2})[/-](?P<other>\d{1,2})[/-](?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})\.?[\s-]{_NAME},?[\s-](?P<year>\d{{4}})",
        rf"{_NAME}\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})",
        r"(?P<year>1[5-9]\d\d|2[01]\d\d|2200)-(?P<month>\d\d)",  # others may well name things
    )
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?")
_DURATION = re.compile(rf"(?:(?P<days>-?\d+) days?,?\s)?{_CLOCK}")


def dates(texts: Sequence[str]) -> tuple[Floats, str]:
    """Days since 2000-01-01 (n,), NaN where there is no date, and words, or none if there are none.

    Which of two numbers is the day must show somewhere, or cells so written are no dates.
    """
    if all(map(_ISO.fullmatch, texts)):
        with suppress(ValueError):
            moments = np.array(texts, "datetime64[us]") - np.datetime64(_START, "us")
            return moments.astype(np.int64) / _DAY, _WORDS
    found = [_matched(text) for text in texts]
    pairs = [
        (int(match["one"]), int(match["other"] or 0))
        for match in found
        if match is not None and match["one"]
    ]
    day_first = any(one > 12 for one, _ in pairs)
    month_first = any(other > 12 for _, other in pairs)
    order = None if day_first == month_first else "one" if day_first else "other"
    values = np.array([_days(match, order) for match in found], np.float64)
    return values, _WORDS


def is_day_or_month(texts: Sequence[str]) -> bool:
    """Whether these are dates such as 5/1/2024 of which none tells which number is the day."""
    found = [_matched(text) for text in texts]
    there = [match for match in found if match is not None and match["one"]]
    return 2 * len(there) > len(texts) and bool(np.isnan(dates(texts)[0]).all())


def hours(texts: Sequence[str]) -> Floats:
    """Times of the day and durations in hours (n,), NaN where there is none."""
    return np.array([_hours(_DURATION.fullmatch(text)) for text in texts], np.float64)


def _matched(text: str) -> dict[str, str | None] | None:
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            names = ("one", "other", "day", "month", "name", "year", "zone", "hour", "minute")
            empty: dict[str, str | None] = dict.fromkeys((*names, "second", "part", "half"))
            return {**empty, **match.groupdict()}
    return None


def _days(found: dict[str, str | None] | None, day: str | None) -> float:
    if found is None or int(found["hour"] or 0) > 23:
        return float("nan")
    if found["one"]:
        if day is None:
            return float("nan")
        found = {**found, "day": found[day], "month": found["other" if day == "one" else "one"]}
    month = int(found["month"] or 0) or _month(found["name"] or "")
    try:
        moment = datetime(int(found["year"] or 0), month, int(found["day"] or 1))
    except ValueError:
        return float("nan")
    days = (moment - _START).days * _DAY
    return (days + _clock(found) - _offset(found["zone"] or "")) / _DAY


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _hours(found: re.Match[str] | None) -> float:
    if found is None:
        return float("nan")
    return (int(found["days"] or 0) * _DAY + _clock(found.groupdict())) / _HOUR


def _clock(found: dict[str, str | None]) -> int:
    """The time of the day in microseconds, 0 without one."""
    hour, half = int(found["hour"] or 0), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    seconds = (hour * 60 + int(found["minute"] or 0)) * 60 + int(found["second"] or 0)
    return seconds * _SECOND + int((found["part"] or ".")[1:7].ljust(6, "0"))


def _offset(zone: str) -> int:
    """How many microseconds a zone is ahead of universal time."""
    if zone[:1] not in ("+", "-") or not zone:
        return 0
    ahead = (int(zone[1:3]) * 60 + int(zone[-2:])) * 60 * _SECOND
    return -ahead if zone.startswith("-") else ahead
