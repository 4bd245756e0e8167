"""What the optimizer would make of a unit on this example alone, and how training differs."""

from collections.abc import Iterator

from nnstudio.app.canvas.wording import counted
from nnstudio.app.center.walk.arithmetic import strong
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.optimizer_text import NAMES, number, rule_lines
from nnstudio.app.workspace.naming import layer_name
from nnstudio.experiment.looks.own_step import loss_after


def update_lines(look: Look) -> list[str]:
    """The rule, one weight's numbers, and what the step does to the loss."""
    found, step, (row, column) = look.walk, look.step, look.weight
    training = found.training
    names = [*look.source_names(look.layer), "bias"]
    lines = [f"One {NAMES[training.optimizer]} step on this example alone, η = {_rate(look)}"]
    if step.frozen.matrices[look.layer][row, column]:
        old = look.written(float(step.before.matrices[look.layer][row, column]))
        lines.append(f"{names[column]}: w stays {strong(old)}, it is frozen")
    else:
        lines.append(f"{names[column]}: {_gradient(look)}")
        n = number(step, look.layer, (row, column), found.rate, look.written)
        lines += rule_lines(training.optimizer, n)
    loss, later = found.judgment.value, loss_after(found, step)
    change = f"{look.written(loss)} → {strong(look.written(later))} ({look.written(later - loss)})"
    return [*lines, f"L, if every number of the network takes its step: {change}"]


def _gradient(look: Look) -> str:
    """Such as "g = ∂L/∂w + penalty = 0.1 + 0.02 = 0.12"."""
    training, step = look.walk.training, look.step
    parts = (step.gradient, step.penalty)
    gradient, penalty = (float(part.matrices[look.layer][look.weight]) for part in parts)
    if not (training.l1 or training.l2):
        return f"g = ∂L/∂w = {look.written(gradient)}"
    total = (
        f"{look.written(gradient)} + {look.factor(penalty)} = {look.written(gradient + penalty)}"
    )
    return f"g = ∂L/∂w + penalty = {total}"


def _rate(look: Look) -> str:
    """With what the schedule makes of it."""
    training, rate = look.walk.training, look.walk.rate
    if training.schedule == "constant":
        return f"{rate:.6g}"
    return (
        f"{rate:.6g} (the {training.schedule} schedule's, in epoch "
        f"{look.walk.metrics.epoch + 1:,} from {training.learning_rate:.6g})"
    )


def notes(look: Look) -> Iterator[str]:
    """What training does that this step does not."""
    prepared, training = look.walk.prepared, look.walk.training
    split = look.walk.trace.split
    if split != "train":
        yield f"This example is in the {split} split: training never takes its step."
    averaged = min(training.batch_size, len(prepared.train_rows))
    if averaged > 1:
        yield f"Training averages the gradient over {averaged:,} examples."
    if training.learning_rate != prepared.training.learning_rate:
        now = f"{prepared.training.learning_rate:.6g}"
        yield f"That is the rate of this past moment; Run goes on with {now}."
    if training.l1 or training.l2:
        yield f"Penalty: {_penalty(training.l2, training.l1)}; biases bear none."
    for place, layer in enumerate(prepared.network.layers):
        if layer.dropout:
            name = layer_name(place, look.layers)
            share = f"{100 * layer.dropout:.4g} %"
            yield f"Training drops {share} of {name} at random; here it is whole."
    if training.input_noise:
        yield "Training adds noise to the inputs; here there is none."
    frozen = int(look.step.frozen.matrices[look.layer].sum())
    if frozen:
        name = layer_name(look.layer, look.layers)
        yield f"{counted(frozen, 'number')} of {name} frozen: with a gradient, but without a step."


def _penalty(l2: float, l1: float) -> str:
    parts = [f"{l2:.6g} × w"] if l2 else []
    if l1:
        parts.append(f"{l1:.6g} × the sign of w")
    return " + ".join(parts)
