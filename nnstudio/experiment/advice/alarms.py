"""Alarms: bad verdicts that last, so that what is shown of them does not flicker.

While training, a verdict that turns bad counts when several looks in a row find it so, and stops to
count when more of them do not; at rest what is seen counts at once.
"""

from collections.abc import Sequence

from nnstudio.experiment.advice.verdicts import Kind, Verdict

TURNS_ON, TURNS_OFF = 5, 15  # looks in a row


class Alarms:
    """Remembers the looks at the layers of one network."""

    def __init__(self) -> None:
        self._standing: dict[tuple[int, Kind], Verdict] = {}
        self._streaks: dict[tuple[int, Kind], int] = {}

    def look(
        self, layers: Sequence[Sequence[Verdict]], *, hurried: bool
    ) -> tuple[tuple[Verdict, ...], ...]:
        """The bad verdicts that last, layer by layer, after one more look; `hurried` in training.

        They are as last seen bad.
        """
        bad = {
            (layer, verdict.kind): verdict
            for layer, verdicts in enumerate(layers)
            for verdict in verdicts
            if verdict.level == "bad"
        }
        if not hurried:
            self._standing, self._streaks = bad, {}
        else:
            self._count(bad)
        return tuple(
            tuple(verdict for (layer, _), verdict in self._standing.items() if layer == index)
            for index in range(len(layers))
        )

    def _count(self, bad: dict[tuple[int, Kind], Verdict]) -> None:
        for place in {*bad, *self._standing}:
            if (place in bad) == (place in self._standing):
                self._streaks.pop(place, None)
            else:
                self._streaks[place] = self._streaks.get(place, 0) + 1
        self._streaks = {
            place: streak
            for place, streak in self._streaks.items()
            if place in bad or place in self._standing
        }
        for place, verdict in bad.items():
            if place in self._standing or self._streaks[place] >= TURNS_ON:
                self._standing[place] = verdict
                self._streaks.pop(place, None)
        for place in tuple(self._standing):
            if self._streaks.get(place, 0) >= TURNS_OFF:
                del self._standing[place]
                del self._streaks[place]
