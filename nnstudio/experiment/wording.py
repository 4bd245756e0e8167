"""Values and limits of the document in words: what stands there, and what may stand there."""

import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from math import isinf, isnan
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import BaseMetadata, Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

_LONGEST = 40
_LONGEST_PATH = 400
_LARGEST = 10**20


def shown(value: object) -> str:
    """A value as it stands in the file, shortened; lists and objects are only named."""
    match value:
        case str():
            return quoted(value)
        case bool() | None:
            return json.dumps(value)
        case int() if abs(value) > _LARGEST:
            return "a number that large"
        case float() if isnan(value):
            return "NaN"
        case float() if isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "an object"
        case _:
            return f"a value of type {type(value).__name__}"


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Text in quotes, on one line and printable everywhere, its end left out when it is long."""
    return '"' + printable(shortened(text, longest)).replace('"', '\\"') + '"'


def quoted_path(path: object) -> str:
    """A path in quotes, longer than other text because its end matters."""
    return quoted(str(path), _LONGEST_PATH)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Text of at most `longest` characters, its end left out when there are more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def printable(text: str) -> str:
    """Text that a terminal only shows: line ends, control and direction characters as codes."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def counted(number: int, noun: str) -> str:
    """So many of them: "1 class", "2 classes"."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def either(words: Sequence[str]) -> str:
    """The words as alternatives: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def closest(word: object, words: Iterable[str]) -> str | None:
    """The one of `words` that was probably meant, if any."""
    if not isinstance(word, str) or len(word) > _LONGEST:
        return None
    by_plain = {_plain(candidate): candidate for candidate in words}
    found = get_close_matches(_plain(word), list(by_plain), n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None


def _plain(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def suggestion(word: object, words: Iterable[str]) -> str:
    """What was probably meant, in parentheses after a space, or nothing."""
    found = closest(word, words)
    return f" (did you mean {found}?)" if found else ""


def allowed(annotation: Any, metadata: Sequence[Any] = ()) -> str:
    """What a field of this type may be: "a whole number from 1 to 64", "a, b or c"."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return allowed(arguments[0], _flat(arguments[1:]))
    if origin is Literal:
        return either([str(choice) for choice in arguments])
    if origin in (Union, UnionType):
        return either([allowed(kind, metadata) for kind in arguments if kind is not NoneType])
    if annotation is bool:
        return "true or false"
    if annotation is int:
        return f"a whole number{_range(metadata)}"
    if annotation is float:
        return f"a number{_range(metadata)}"
    if annotation is str:
        longest = [limit.max_length for limit in metadata if isinstance(limit, MaxLen)]
        return f"text of at most {longest[0]} characters" if longest else "text"
    if origin is tuple and Ellipsis not in arguments:
        return f"a list of {len(arguments)} numbers"
    return _allowed_object(annotation)


def allowed_in(field: FieldInfo) -> str:
    """What a field of the document may be, in its own words if it has some."""
    return field.description or allowed(field.annotation, field.metadata)


def choices(annotation: Any) -> tuple[str, ...]:
    """The words that a field chooses from; empty if it is not such a field."""
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _flat(metadata: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for item in metadata:
        found.extend(item.metadata if isinstance(item, FieldInfo) else [item])
    return found


def _range(metadata: Sequence[BaseMetadata]) -> str:
    low = next((limit for limit in metadata if isinstance(limit, Ge | Gt)), None)
    high = next((limit for limit in metadata if isinstance(limit, Le | Lt)), None)
    if isinstance(low, Ge) and isinstance(high, Le):
        return f" from {_short(low.ge)} to {_short(high.le)}"
    words = [_bound(limit) for limit in (low, high) if limit is not None]
    return f" {' and '.join(words)}" if words else ""


def _bound(limit: Ge | Gt | Le | Lt) -> str:
    match limit:
        case Ge(ge=value):
            return f"of at least {_short(value)}"
        case Gt(gt=value):
            return f"above {_short(value)}"
        case Le(le=value):
            return f"at most {_short(value)}"
        case Lt(lt=value):
            return f"below {_short(value)}"


def _short(limit: Any) -> str:
    return str(int(limit)) if limit == int(limit) else str(limit)


def _allowed_object(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        names = [field.alias or name for name, field in annotation.model_fields.items()]
        return f"an object with {'the field' if len(names) == 1 else 'fields such as'} {names[0]}"
    return "a list"
