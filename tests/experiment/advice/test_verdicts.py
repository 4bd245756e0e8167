"""Verdicts: constructed networks have exactly the known shares, and thresholds are kept."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.advice import verdicts
from nnstudio.experiment.advice.verdicts import DEFINITIONS, Verdict, judge, judge_all, shown_share
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks.activity import measure
from nnstudio.experiment.looks.calm_range import CalmRange
from nnstudio.experiment.looks.gradient_facts import gradient_facts
from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import LayerActivity, ProbeRequest
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

FACTS = GradientFacts(size=1.0, one_signed=0, pushed=4, batch=8)


def activity(
    dead: int = 0, units: int = 20, saturated: float | None = None, std: float = 0.3
) -> LayerActivity:
    return LayerActivity(
        edges=np.linspace(0.0, 1.0, 41),
        counts=np.full(40, 10, np.int64),
        zeros=0,
        mean=-0.5,
        std=std,
        dead=np.arange(units) < dead,
        saturated_fraction=saturated,
    )


def found(kind: str, given: tuple[Verdict, ...]) -> Verdict:
    return next(verdict for verdict in given if verdict.kind == kind)


def test_that_a_network_built_with_dead_units_has_that_share() -> None:
    network = Network(NetworkSpec(2, (LayerSpec(8, "relu"), LayerSpec(2))))
    network.initialize(np.random.default_rng(0))
    network.matrices[0][:5] = 0.0
    network.matrices[0][:5, -1] = -1.0
    network.matrices[0][5:, -1] = 100.0
    inputs = np.random.default_rng(1).standard_normal((300, 2)).astype(np.float32)
    layers = measure(network, inputs, [CalmRange()] * 2)
    assert found("dead", judge(layers[0])) == Verdict("dead", "5 of 8 dead", "bad", 0.625)
    assert found("dead", judge(layers[1])).text == "0 dead"


def test_that_a_network_built_to_saturate_has_that_share() -> None:
    network = Network(NetworkSpec(2, (LayerSpec(10, "sigmoid"), LayerSpec(4, "tanh"))))
    network.matrices[0][:3, -1] = 10.0
    network.matrices[1][:1, -1] = -10.0
    layers = measure(network, np.zeros((50, 2), np.float32), [CalmRange()] * 2)
    assert found("saturated", judge(layers[0])).text == "30 % saturated"
    assert found("saturated", judge(layers[0])).value == pytest.approx(0.3)
    assert found("saturated", judge(layers[1])).value == 0.25


@pytest.mark.parametrize(("activation", "share"), [("sigmoid", 1.0), ("relu", 1.0), ("tanh", 0.0)])
def test_that_one_example_pushes_all_weights_one_way_where_inputs_have_one_sign(
    activation: str, share: float
) -> None:
    training = {"batch_size": 1, "optimizer": "sgd"}
    document = experiment(30, 30, source="digits", activation=activation, training=training)
    run = TrainingRun(1, prepare(document))
    snapshot = run.snapshot(ProbeRequest(verdicts=True))
    facts = snapshot.gradient_facts[1]
    assert facts.batch == 1
    assert facts.pushed > 0
    assert facts.one_signed / facts.pushed == share


def test_that_signs_are_counted_unit_by_unit_without_zeros_and_biases() -> None:
    batch = np.array([[1, 2, -9], [0, -3, 9], [-1, 2, 0], [0, 0, 5]], np.float32)
    maxout = np.array([[1, 2, 0], [3, 0, 0], [0, 4, 0], [-1, 0, 0]], np.float32)
    layers = [LayerSpec(4), LayerSpec(2, "maxout", pieces=2)]
    made = gradient_facts(layers, [batch, maxout], [batch, maxout], 8)
    assert (made[0].one_signed, made[0].pushed) == (2, 3)
    assert (made[1].one_signed, made[1].pushed) == (1, 2)
    assert made[0].size == pytest.approx(np.sqrt(19 / 8))


def test_that_a_unit_with_one_input_is_not_called_one_signed() -> None:
    facts = gradient_facts([LayerSpec(2)], [np.ones((2, 2))], [np.ones((2, 2))], 3)[0]
    assert facts.pushed == 0
    assert all(verdict.kind != "one_sign" for verdict in judge(activity(), facts, facts))


@pytest.mark.parametrize(
    ("size", "level", "word"),
    [
        (0.9 * verdicts.VANISHING, "bad", "vanishing"),
        (1.1 * verdicts.VANISHING, "good", "gradient"),
        (0.9 * verdicts.EXPLODING, "good", "gradient"),
        (1.1 * verdicts.EXPLODING, "bad", "exploding"),
    ],
)
def test_that_gradients_vanish_and_explode_at_the_thresholds(
    size: float, level: str, word: str
) -> None:
    verdict = found("gradient", judge(activity(), replace(FACTS, size=size), FACTS))
    assert verdict.level == level
    assert verdict.text.startswith(word)


def test_that_deep_sigmoids_have_vanishing_gradients_and_relus_have_not() -> None:
    levels = {}
    for activation in ("sigmoid", "relu"):
        hidden = [20] * 8
        document = experiment(*hidden, source="digits", activation=activation)
        layers = tuple(
            layer.model_copy(update={"initializer": "he" if activation == "relu" else "glorot"})
            for layer in document.network.layers
        )
        network = document.network.model_copy(update={"layers": layers})
        run = TrainingRun(1, prepare(document.model_copy(update={"network": network})))
        snapshot = run.snapshot(ProbeRequest(verdicts=True, activity=True))
        first = judge_all(snapshot.activity, snapshot.gradient_facts)[0]
        levels[activation] = found("gradient", first).level
    assert levels == {"sigmoid": "bad", "relu": "good"}


def test_that_a_network_that_learned_all_it_can_has_no_vanishing_gradient() -> None:
    still = replace(FACTS, size=0.0)
    assert found("gradient", judge(activity(), still, still)).level == "muted"


@pytest.mark.parametrize(
    ("share", "level"), [(0.1, "good"), (0.11, "warning"), (0.89, "warning"), (0.9, "bad")]
)
def test_that_only_extreme_saturation_is_bad(share: float, level: str) -> None:
    assert found("saturated", judge(activity(saturated=share))).level == level


def test_that_activations_without_spread_are_doubtful() -> None:
    assert found("spread", judge(activity(std=0.001))).level == "warning"
    assert found("spread", judge(activity())).text == "mean −0.50  σ 0.30"


@pytest.mark.parametrize(("ratio", "level"), [(1e-3, "good"), (1e-6, "warning"), (0.5, "warning")])
def test_that_updates_are_judged_by_their_ratio_to_the_weights(ratio: float, level: str) -> None:
    assert found("update", judge(activity(), update_ratio=ratio)).level == level


def test_that_shares_are_never_rounded_to_all_or_nothing() -> None:
    shares = [0.0, 0.001, 0.5, 0.999, 1.0]
    assert [shown_share(share) for share in shares] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]


def test_that_every_verdict_has_a_definition() -> None:
    given = judge(activity(saturated=0.5), FACTS, FACTS, 1e-3)
    assert [verdict.kind for verdict in given] == list(
        dict.fromkeys(("saturated", "dead", "spread", "gradient", "one_sign", "update"))
    )
    assert {verdict.kind for verdict in given} == set(DEFINITIONS)


def test_that_numbers_of_any_size_have_room() -> None:
    spread = found("spread", judge(replace(activity(), mean=1e30, std=2.5e30)))
    assert spread.text == "mean +1.0e+30  σ 2.5e+30"
