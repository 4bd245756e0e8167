"""What tells experiments apart: as fields that can be set, and as a heading for each of them."""

import json
from collections.abc import Iterator, Mapping, Sequence

from nnstudio.experiment.document import Experiment, dump
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.editing.setting_words import hidden_words, setting_words

_LAYERS = "network.layers"
_UNTOLD = ("name", "schema")

Fields = dict[str, object]


def changes(base: Experiment, other: Experiment) -> tuple[str, ...]:
    """The assignments "path=value" that make `base` the same as `other`, but for the name."""
    before, after = _fields(base), _fields(other)
    if len(base.network.layers) != len(other.network.layers):
        before, after = _with_layers_whole(base, before), _with_layers_whole(other, after)
    return tuple(f"{path}={json.dumps(after.get(path))}" for path in _differing([before, after]))


def change_words(base: Experiment, other: Experiment) -> tuple[tuple[str, str], ...]:
    """The paths of `changes`, each with what `other` has there, in words."""
    paths = _differing(_comparable(base, other))
    return tuple((path, _words(other, path)) for path in paths)


def without_change(base: Experiment, other: Experiment, path: str) -> Experiment:
    """`other`, at `path` like `base` again; raises ExperimentError."""
    kept = [change for change in changes(base, other) if change.partition("=")[0] != path]
    return override(base, kept).model_copy(update={"name": other.name})


def titles(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """A heading for each experiment: what it has where they are not all the same.

    Those that are the same throughout are numbered.
    """
    paths = _paths_apart(experiments)
    words = [_heading(experiment, paths) for experiment in experiments]
    seen: dict[str, int] = {}
    made = []
    for word in words:
        seen[word] = seen.get(word, 0) + 1
        again = f" ({seen[word]})" if words.count(word) > 1 else ""
        made.append(f"{word}{again}" if word else f"Network {seen[word]}")
    return tuple(made)


def _heading(experiment: Experiment, paths: Sequence[str]) -> str:
    """The words for `paths`, each once."""
    return " · ".join(dict.fromkeys(_words(experiment, path) for path in paths))


def _paths_apart(experiments: Sequence[Experiment]) -> list[str]:
    """Where the experiments are not all the same; of layers that are not as many, only that."""
    fields = [_fields(experiment) for experiment in experiments]
    depths = {len(experiment.network.layers) for experiment in experiments}
    if len(depths) == 1:
        return _shared_by_hidden(experiments[0], _differing(fields))
    rest = [
        {path: value for path, value in own.items() if not path.startswith(_LAYERS)}
        for own in fields
    ]
    kinds = {_hidden_activations(experiment) for experiment in experiments} - {()}
    activation = [f"{_LAYERS}.0.activation"] if len(kinds) > 1 else []
    return [_LAYERS, *activation, *_differing(rest)]


def _hidden_activations(experiment: Experiment) -> tuple[str, ...]:
    return tuple(sorted({layer.activation for layer in experiment.network.layers[:-1]}))


def _shared_by_hidden(experiment: Experiment, paths: list[str]) -> list[str]:
    """`paths`, those of the first hidden layer for all where all hidden layers differ alike."""
    hidden = len(experiment.network.layers) - 1
    kept = []
    for path in paths:
        parts = path.split(".")
        if path.startswith(_LAYERS) and len(parts) == 4 and 0 < int(parts[2]) < hidden:
            alike = [f"{_LAYERS}.{index}.{parts[3]}" for index in range(hidden)]
            if parts[3] != "units" and set(alike) <= set(paths):
                continue
        kept.append(path)
    return kept


def _words(experiment: Experiment, path: str) -> str:
    if path == _LAYERS:
        return hidden_words(experiment)
    words = setting_words(experiment, path, _fields(experiment).get(path))
    everywhere = path.startswith(f"{_LAYERS}.0.") and not path.endswith(".units")
    if everywhere and words.endswith(" in hidden 1") and _is_alike(experiment, path):
        words = words.removesuffix(" in hidden 1")
    return words


def _is_alike(experiment: Experiment, path: str) -> bool:
    """Whether all hidden layers have the same there."""
    name = path.rpartition(".")[2]
    return len({getattr(layer, name) for layer in experiment.network.layers[:-1]}) == 1


def _differing(fields: Sequence[Fields]) -> list[str]:
    """The paths at which not all are the same, in the order of the document."""
    paths = dict.fromkeys(path for own in fields for path in own)
    first, *others = fields
    return [
        path
        for path in paths
        if path not in _UNTOLD and any(own.get(path) != first.get(path) for own in others)
    ]


def _fields(experiment: Experiment) -> Fields:
    return dict(_leaves("", dump(experiment)))


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Every single value with its path; lists that are one setting stay whole."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(f"{path}.{name}" if path else name, part)
    elif path == _LAYERS and isinstance(value, list):
        for index, layer in enumerate(value):
            yield from _leaves(f"{path}.{index}", layer)
    else:
        yield path, value


def _comparable(base: Experiment, other: Experiment) -> list[Fields]:
    """The fields of both, with layers as one of them where they are not as many."""
    both = [base, other]
    if len(base.network.layers) == len(other.network.layers):
        return [_fields(experiment) for experiment in both]
    return [_with_layers_whole(experiment, _fields(experiment)) for experiment in both]


def _with_layers_whole(experiment: Experiment, fields: Fields) -> Fields:
    others = {path: value for path, value in fields.items() if not path.startswith(_LAYERS)}
    return {**others, _LAYERS: dump(experiment)["network"]["layers"]}
