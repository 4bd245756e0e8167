"""What the inspector says, as rich text made from plain values."""

from collections.abc import Sequence
from html import escape

from nnstudio.app.appearance.colors import Theme
from nnstudio.app.canvas.wording import ACTIVATION_NAMES, counted, layer_terms, matrix_shape, signed
from nnstudio.app.panels.neuron_facts import NeuronFacts
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.counts import count_layers
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.looks.snapshot import LayerActivity

MOST = 16


def network_text(network: NetworkSpec, theme: Theme) -> str:
    """The layers in a table: name, what it is, number of parameters; and how to see more."""
    rows = [_row("Input", counted(network.inputs, "feature"), _muted("parameters", theme))]
    for index, (layer, counts) in enumerate(
        zip(network.layers, count_layers(network), strict=True)
    ):
        title = layer_name(index, len(network.layers))
        what = f"{layer.units:,} {ACTIVATION_NAMES[layer.activation]}"
        rows.append(_row(title, what, f"{counts.parameters:,}"))
    return _table(rows) + _muted("Click a layer or neuron to look inside.", theme)


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


def neuron_text(facts: NeuronFacts | None, *, dead: bool, theme: Theme) -> str:
    """How a neuron behaves on the training data."""
    lines = []
    if dead:
        lines.append(_colored("● dead: no gradient on any example", theme.bad))
    if facts is not None:
        words = [f"μ {signed(facts.mean)}"]
        if facts.active is not None:
            words.append(f"{facts.active:.0%} active")
        if facts.saturated is not None:
            words.append(f"{facts.saturated:.0%} saturated")
        lines.append(" · ".join(words))
    return "<br>".join(lines)


def features_text(names: Sequence[str], theme: Theme) -> str:
    """The inputs by name, the first few of many."""
    shown = ", ".join(escape(name) for name in names[:MOST])
    left = len(names) - MOST
    return shown + (_muted(f" … {left:,} more", theme) if left > 0 else "")


def _table(rows: Sequence[str]) -> str:
    return f"<table width='100%' cellspacing='0' cellpadding='0'>{''.join(rows)}</table>"


def _row(left: str, middle: str, right: str) -> str:
    apart = "style='padding-right: 8px; white-space: nowrap'"
    cells = f"<td {apart}>{escape(left)}</td><td {apart}>{middle}</td>"
    return f"<tr>{cells}<td align='right'>{right}</td></tr>"


def _muted(text: str, theme: Theme) -> str:
    return _colored(text, theme.muted)


def _colored(text: str, color: str) -> str:
    return f"<span style='color:{color}'>{text}</span>"
