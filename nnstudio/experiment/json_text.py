"""Strict JSON: no name twice in an object, no text that cannot be written, no endless numbers."""

import json
import re
from typing import Any

from nnstudio.experiment.wording import quoted

# The line ends tell it from text, which has none.
_TRIPLE = re.compile(r"\[\n +([-+.\deE]+),\n +([-+.\deE]+),\n +([-+.\deE]+)\n +\]")


def read_json(text: str) -> Any:
    """The value in `text`; raises ValueError with words that go on "... is not JSON: "."""
    try:
        value = json.loads(text, object_pairs_hook=_distinct)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("its lists or objects are nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("it holds half of a surrogate pair, which is no character") from None
    except _TwiceError as error:
        raise ValueError(f"the field {error} is given twice in one object") from None
    except ValueError:
        raise ValueError("it holds a whole number with thousands of digits") from None
    return value


def write_json(value: object) -> str:
    """`value` as text to read and compare, a point or other triple of numbers a line."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _TRIPLE.sub(r"[\1, \2, \3]", text) + "\n"


class _TwiceError(Exception):
    """A name that occurs twice in one object."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        for name, _ in pairs:
            if values.pop(name, _TwiceError) is _TwiceError:
                raise _TwiceError(quoted(name))
    return values
