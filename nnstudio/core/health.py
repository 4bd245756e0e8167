"""Watching for divergence: which networks of an engine blew up, and their last good parameters.

Looks are taken after step 1, 2, 4, ... and then every 256 steps, however steps are grouped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnstudio.core.arrays import Floats

_BLOW_UP = 1000.0  # a loss this many times the initial one (plus 1) counts as diverged
_INTERVAL = 256


def is_check(step: int) -> bool:
    """Whether the networks are looked at after so many steps."""
    return step % _INTERVAL == 0 or (step < _INTERVAL and step & (step - 1) == 0)


def steps_to_check(step: int) -> int:
    """Steps from here to the next look."""
    if step < _INTERVAL:
        return max(1, 1 << step.bit_length()) - step
    return _INTERVAL - step % _INTERVAL


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of training: whole epochs, steps, and where the engine's random streams stood."""

    epoch: int
    step: int
    streams: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True, eq=False)
class Notes:
    """What is known of each network: its limit of the loss, and its parameters (networks, size).

    `good` are the last good ones, those of `moment`, and `latest` the candidates to follow them.
    Nobody writes to notes that were given away: moments of a run may share them.
    """

    limits: Floats
    good: Floats
    latest: Floats
    moment: Moment
    latest_moment: Moment


class Health:
    """The last good parameters (networks, size) of each network, and the loss it must not pass.

    A look sees the loss of the parameters before the latest step, so what is noted at one look
    counts as good only when the next look finds nothing wrong. The limits follow from each
    network's loss before training.
    """

    def __init__(self, parameters: Floats, initial_losses: Sequence[float], moment: Moment) -> None:
        self._parameters = parameters.reshape(-1, parameters.shape[-1])
        limits, present = _BLOW_UP * (1.0 + np.asarray(initial_losses)), self._parameters.copy()
        self.notes = Notes(limits, present, present, moment, moment)

    @property
    def notes(self) -> Notes:
        """All that it remembers; assigning notes goes on from them."""
        self._given = 2
        return self._notes

    @notes.setter
    def notes(self, notes: Notes) -> None:
        self._notes, self._given = notes, 2  # arrays that others may hold: good and latest

    @property
    def moment(self) -> Moment:
        """That of the last good parameters."""
        return self._notes.moment

    def note(self, moment: Moment) -> None:
        """Nothing is wrong: what was noted last is good, the present parameters are noted."""
        notes = self._notes
        # What was good is of no use any more: its memory is, unless somebody else holds it.
        present = np.empty_like(notes.good) if self._given else notes.good
        self._given = max(0, self._given - 1)
        present[:] = self._parameters
        self._notes = Notes(notes.limits, notes.latest, present, notes.latest_moment, moment)

    def restore(self, networks: Iterable[int]) -> None:
        """Put the last good parameters of these networks back, and note them as their latest."""
        good, latest = self._notes.good, self._notes.latest.copy()
        for network in networks:
            self._parameters[network] = latest[network] = good[network]
        self._notes = replace(self._notes, latest=latest)

    def complaints(self, mean_losses: Floats | None = None) -> dict[int, str]:
        """What is wrong, by network: with its parameters and, where given, its recent mean loss."""
        finite = np.isfinite(self._parameters).all(axis=1)
        found = {
            int(network): "a weight is no longer a finite number"
            for network in np.flatnonzero(~finite)
        }
        limits = self._notes.limits
        if mean_losses is not None:
            for network, loss in enumerate(np.atleast_1d(mean_losses)):
                if not np.isfinite(loss):
                    found[network] = "the loss is no longer a finite number"
                elif loss > limits[network]:
                    found[network] = f"the loss grew beyond {limits[network]:,.0f}"
        return found
