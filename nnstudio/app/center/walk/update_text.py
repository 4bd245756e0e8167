"""What a plain step down the gradient would make of a unit, and how training differs from it."""

from collections.abc import Iterator

from nnstudio.app.canvas.wording import counted
from nnstudio.app.center.walk.arithmetic import strong
from nnstudio.app.center.walk.look import Look
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.spec import Optimizer
from nnstudio.experiment.looks.walkthrough import layer_change, loss_after

_DIFFERENT: dict[Optimizer, str] = {
    "momentum": "Momentum adds 0.9 of its last step",
    "nesterov": "Nesterov momentum adds 0.9 of its last step",
    "adagrad": "Adagrad divides by the root of all squared gradients so far",
    "rmsprop": "RMSprop divides by the root of the recent squared gradients",
    "adam": "Adam takes mean gradients over the root of their squares",
}


def update_lines(look: Look) -> list[str]:
    """The rule, the first weight's numbers, and what the step does to the loss."""
    found, training = look.walk, look.walk.prepared.training
    step = layer_change(found, look.layer)
    row = look.chosen.rows_of(look.unit)[look.chosen.winner(look.unit)]
    has_penalty = bool(training.l1 or training.l2)
    rate = f"{found.rate:.6g}"
    parts = [look.factor(float(step.gradient[row, 0]))]
    if has_penalty:
        parts.append(look.factor(float(step.penalty[row, 0])))
    before, after = (look.written(float(v[row, 0])) for v in (step.before, step.after))
    rule = "∂L/∂w + penalty" if has_penalty else "∂L/∂w"
    first = f"{before} − {rate} × ({' + '.join(parts)}) = {strong(after)}"
    if step.frozen[row, 0]:
        first = f"{strong(before)}: it is frozen"
    loss, later = found.judgment.value, loss_after(found)
    change = f"{look.written(loss)} → {strong(look.written(later))} ({look.written(later - loss)})"
    return [
        f"One plain step on this example alone: w ← w − η ({rule}), η = {rate}",
        f"the first weight: {first}",
        f"L, if every number of the network takes its step: {change}",
    ]


def notes(look: Look) -> Iterator[str]:
    """What training does that this step does not."""
    prepared, training = look.walk.prepared, look.walk.prepared.training
    split = look.walk.trace.split
    if split != "train":
        yield f"This example is in the {split} split: training never takes its step."
    if training.batch_size > 1:
        yield f"Training averages the gradient over {training.batch_size:,} examples."
    if training.optimizer in _DIFFERENT:
        yield f"Its step is another one: {_DIFFERENT[training.optimizer]}."
    if training.l1 or training.l2:
        yield f"Penalty: {_penalty(training.l2, training.l1)}; biases bear none."
    for place, layer in enumerate(prepared.network.layers):
        if layer.dropout:
            name = layer_name(place, look.layers)
            share = f"{100 * layer.dropout:.4g} %"
            yield f"Training drops {share} of {name} at random; here it is whole."
    if training.input_noise:
        yield "Training adds noise to the inputs; here there is none."
    frozen = int(layer_change(look.walk, look.layer).frozen.sum())
    if frozen:
        name = layer_name(look.layer, look.layers)
        yield f"{counted(frozen, 'number')} of {name} frozen: with a gradient, but without a step."


def _penalty(l2: float, l1: float) -> str:
    parts = [f"{l2:.6g} × w"] if l2 else []
    if l1:
        parts.append(f"{l1:.6g} × the sign of w")
    return " + ".join(parts)
