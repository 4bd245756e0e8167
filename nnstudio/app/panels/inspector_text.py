"""What the inspector says, as rich text made from plain values."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.canvas.wording import ACTIVATION_NAMES, counted, layer_terms, matrix_shape, signed
from nnstudio.app.colors import Theme
from nnstudio.app.naming import layer_name
from nnstudio.app.panels.neuron_facts import NeuronFacts
from nnstudio.core.counts import count_layers
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.snapshot import LayerActivity

MOST = 8
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Floats = NDArray[np.floating]


def network_text(network: NetworkSpec, theme: Theme) -> str:
    """How to see more, and the layers in a table: name, what it is, number of parameters."""
    rows = [_row("Input", counted(network.inputs, "feature"), "")]
    for index, (layer, counts) in enumerate(
        zip(network.layers, count_layers(network), strict=True)
    ):
        title = layer_name(index, len(network.layers))
        what = f"{layer.units:,} {ACTIVATION_NAMES[layer.activation]}"
        rows.append(_row(title, what, f"{counts.parameters:,} parameters"))
    return _muted("Click a layer or neuron to look inside.", theme) + _table(rows)


def layer_text(inputs: int, layer: LayerSpec, activity: LayerActivity | None, theme: Theme) -> str:
    """A layer's parameters and, when known, what its activations do."""
    lines = [f"W {matrix_shape(inputs, layer)}: {' + '.join(layer_terms(inputs, layer))}"]
    if activity is not None:
        mean, std = signed(activity.mean), f"{activity.std:.2f}"
        lines.append(f"activations: mean {mean}, σ {std}")
        lines.append(_health(activity, theme))
    return "<br>".join(lines)


def _health(activity: LayerActivity, theme: Theme) -> str:
    dead, units = int(activity.dead.sum()), len(activity.dead)
    words = [_colored(f"{dead} of {units} dead", theme.bad if dead else theme.good)]
    if activity.saturated_fraction is not None:
        share = activity.saturated_fraction
        color = theme.warning if share > 0.25 else theme.good
        words.append(_colored(f"{share:.0%} saturated", color))
    return " · ".join(words)


def neuron_text(
    rows: Floats,
    names: Sequence[str] | None,
    slope: float | None,
    facts: NeuronFacts | None,
    *,
    dead: bool,
    theme: Theme,
) -> str:
    """A neuron's weights and biases, `rows` (pieces, inputs + 1), and its behavior.

    With `names` the weights are listed by what they weigh, below the behavior.
    """
    lines = _behavior(facts, dead=dead, theme=theme)
    if slope is not None:
        lines.append(f"learned slope {signed(slope)}")
    if names is not None and len(rows) == 1:
        return "<br>".join(lines) + _named_weights(rows[0], names, theme)
    marks = [str(piece + 1).translate(SUBSCRIPTS) for piece in range(len(rows))]
    vectors = [
        _vector(row, mark if len(rows) > 1 else "", theme)
        for row, mark in zip(rows, marks, strict=True)
    ]
    return "<br>".join(vectors + lines)


def _behavior(facts: NeuronFacts | None, *, dead: bool, theme: Theme) -> list[str]:
    lines = []
    if dead:
        lines.append(_colored("● dead: its gradient is zero on every example", theme.bad))
    if facts is not None:
        if facts.active is not None:
            lines.append(f"active on {facts.active:.0%} of examples")
        saturated = "" if facts.saturated is None else f" · saturated {facts.saturated:.0%}"
        lines.append(f"mean {signed(facts.mean)}{saturated}")
    return lines


def _vector(row: Floats, mark: str, theme: Theme) -> str:
    numbers = [_weight(value, theme) for value in row[:-1][:MOST].tolist()]
    left = len(row) - 1 - len(numbers)
    more = _muted(f" … {left:,} more", theme) if left else ""
    return f"w{mark} = [ {', '.join(numbers)}{more} ], b{mark} = {_weight(float(row[-1]), theme)}"


def _named_weights(row: Floats, names: Sequence[str], theme: Theme) -> str:
    weights = row[:-1]
    largest = np.sort(np.argsort(-np.abs(weights), kind="stable")[:MOST])
    lines = [_row(names[i], "", _weight(float(weights[i]), theme)) for i in largest]
    lines.append(_row("bias", "", _weight(float(row[-1]), theme)))
    head = f"<br>the {MOST} largest of {len(weights):,} weights" if len(weights) > MOST else ""
    return head + _table(lines)


def features_text(names: Sequence[str], theme: Theme) -> str:
    """The inputs by name, the first few of many."""
    most = 2 * MOST
    shown = ", ".join(escape(name) for name in names[:most])
    left = len(names) - most
    return shown + (_muted(f" … {left:,} more", theme) if left > 0 else "")


def _weight(value: float, theme: Theme) -> str:
    return _colored(signed(value), theme.negative if value < 0 else theme.positive)


def _table(rows: Sequence[str]) -> str:
    return f"<table width='100%' cellspacing='0' cellpadding='0'>{''.join(rows)}</table>"


def _row(left: str, middle: str, right: str) -> str:
    return f"<tr><td>{escape(left)}</td><td>{middle}</td><td align='right'>{right}</td></tr>"


def _muted(text: str, theme: Theme) -> str:
    return _colored(text, theme.muted)


def _colored(text: str, color: str) -> str:
    return f"<span style='color:{color}'>{text}</span>"
