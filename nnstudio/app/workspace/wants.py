"""What the visible panels want to see, merged into one request to the session."""

from collections.abc import Iterable
from typing import TypedDict

from nnstudio.experiment.looks.insights import Pair
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest

_CALM_MS = 150  # between two looks where nobody is in a hurry


class Want(TypedDict, total=False):
    """The fields of a ProbeRequest that one panel asks for, and the least time between two looks.

    Who says no time can wait a seventh of a second.
    """

    pace_ms: int
    regions: int
    unit_maps: int
    unit_histograms: int
    activity: bool
    gradients: bool
    predictions: bool
    verdicts: bool
    inside: bool
    sums: tuple[int, int] | None
    pair: Pair | None
    memory: bool
    plane: Plane


def pace(wants: Iterable[Want]) -> int:
    """The milliseconds between two looks at a running training that suit every panel."""
    return min((want.get("pace_ms", _CALM_MS) for want in wants), default=_CALM_MS)


def merged(wants: Iterable[Want]) -> ProbeRequest:
    """The least request that gives every panel what it wants; of planes the latest wins."""
    wants = tuple(wants)
    planes = [want["plane"] for want in wants if "plane" in want]
    return ProbeRequest(
        regions=max((want.get("regions", 0) for want in wants), default=0),
        unit_maps=max((want.get("unit_maps", 0) for want in wants), default=0),
        unit_histograms=max((want.get("unit_histograms", 0) for want in wants), default=0),
        activity=any(want.get("activity", False) for want in wants),
        gradients=any(want.get("gradients", False) for want in wants),
        predictions=any(want.get("predictions", False) for want in wants),
        verdicts=any(want.get("verdicts", False) for want in wants),
        inside=any(want.get("inside", False) for want in wants),
        sums=next((want["sums"] for want in wants if want.get("sums")), None),
        pair=next((want["pair"] for want in wants if want.get("pair")), None),
        memory=any(want.get("memory", False) for want in wants),
        plane=planes[-1] if planes else Plane(),
    )
