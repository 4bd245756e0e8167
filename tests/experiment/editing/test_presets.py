"""Presets: each draws what its title says, from any document, and leaves the rest alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.core.counts import count_network
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.resolve import resolve_network
from nnstudio.experiment.document import Experiment, dump
from nnstudio.experiment.editing.presets import PRESETS, Preset, apply_preset
from nnstudio.experiment.validation import parse
from tests.experiment.drafts import example
from tests.experiment.strategies import experiments

FREE = [preset for preset in PRESETS if preset.is_free]
ON_DATA = [preset for preset in PRESETS if not preset.is_free]
PARAMETERS = {"two_layer": 26, "three_layer": 41, "alexnet": 58_631_144}


@given(experiments(), st.sampled_from(PRESETS))
def test_that_a_preset_changes_the_network_alone_and_is_valid(
    before: Experiment, preset: Preset
) -> None:
    after = apply_preset(before, preset)
    assert parse(dump(after)) == after
    assert after.model_copy(update={"network": before.network}) == before


@pytest.mark.parametrize("preset", ON_DATA, ids=lambda preset: preset.name)
def test_that_a_preset_that_follows_the_data_can_be_trained(preset: Preset) -> None:
    sizes = prepare(apply_preset(example(), preset)).network.sizes
    assert sizes == (2, *preset.hidden, 1 if preset.outputs == 1 else 2)


@pytest.mark.parametrize("preset", FREE, ids=lambda preset: preset.name)
def test_that_a_free_drawing_has_the_sizes_and_counts_its_title_names(preset: Preset) -> None:
    network = resolve_network(apply_preset(example(), preset), None, None, None)
    named = re.search(r"\(([\d-]+)\)", preset.title)
    assert named is not None
    assert "-".join(map(str, network.sizes)) == named.group(1)
    assert count_network(network).parameters == PARAMETERS[preset.name]
