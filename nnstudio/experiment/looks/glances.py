"""What most snapshots hold: pictures of a plane, activity and histograms, each at its own pace.

While training, none of them may take more than a small share of the time, however large the network
is, and none is made more often than one can see.
"""

from nnstudio.core.network import Network
from nnstudio.experiment.looks import probes
from nnstudio.experiment.looks.paced import Paced
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import (
    Floats,
    LayerActivity,
    Plane,
    ProbeRequest,
    Regions,
    UnitHistograms,
)

Pictures = tuple[Regions | None, tuple[Floats, ...]]

_MAPS_INTERVAL, _ACTIVITY_INTERVAL = 0.05, 0.12  # seconds; regions are all that is made each time
_SHARE, _MOST = 0.03, 0.05  # of the time while training, for the maps and for the regions
_CALM = 0.01  # the same for each of the others: distributions change calmly


class Glances:
    """Makes them for one run; `hurried` while training, else all is of now."""

    def __init__(self, cache: ProbeCache) -> None:
        self._cache = cache
        self._both: Paced[Pictures] = Paced(0.0, _MOST + _SHARE)
        self._regions: Paced[Regions] = Paced(0.0, _MOST)
        self._maps: Paced[tuple[Floats, ...]] = Paced(_MAPS_INTERVAL, _SHARE)
        self._histograms: Paced[tuple[UnitHistograms, ...]] = Paced(_MAPS_INTERVAL, _CALM)
        self._activity: Paced[tuple[LayerActivity, ...]] = Paced(_ACTIVITY_INTERVAL, _CALM)

    def pictures(self, network: Network, request: ProbeRequest, *, hurried: bool) -> Pictures:
        """The regions and the unit maps that are asked for."""
        plane, cells = request.plane, request.regions
        if cells and cells == request.unit_maps:
            return self._both.get(
                (plane, cells),
                lambda: probes.plane_pictures(self._cache, network, request),
                hurried=hurried,
            )
        return (
            self._regions_of(network, plane, cells, hurried) if cells else None,
            self._maps_of(network, plane, request.unit_maps, hurried) if request.unit_maps else (),
        )

    def _regions_of(self, network: Network, plane: Plane, cells: int, hurried: bool) -> Regions:
        return self._regions.get(
            (plane, cells),
            lambda: probes.regions(self._cache, network, plane, cells),
            hurried=hurried,
        )

    def _maps_of(
        self, network: Network, plane: Plane, cells: int, hurried: bool
    ) -> tuple[Floats, ...]:
        return self._maps.get(
            (plane, cells),
            lambda: probes.unit_maps(self._cache, network, plane, cells),
            hurried=hurried,
        )

    def histograms(
        self, network: Network, bins: int, *, hurried: bool
    ) -> tuple[UnitHistograms, ...]:
        """The histograms of each unit of every layer."""
        return self._histograms.get(
            bins, lambda: probes.histograms(self._cache, network, bins), hurried=hurried
        )

    def activity(self, network: Network, *, hurried: bool) -> tuple[LayerActivity, ...]:
        """The activity of every layer on the training data."""
        return self._activity.get(
            None, lambda: probes.layer_activity(self._cache, network), hurried=hurried
        )
