"""A moment with the pictures of its units, also where nobody asked for them while it was taken."""

from dataclasses import replace

from nnstudio.experiment import probes
from nnstudio.experiment.prepare import Prepared
from nnstudio.experiment.snapshot import Plane, ProbeRequest, Snapshot
from nnstudio.experiment.trace import network_of


def pictured(prepared: Prepared, snapshot: Snapshot, request: ProbeRequest) -> Snapshot:
    """`snapshot` with the maps or histograms of `request`; those it has stay as they are.

    It must be of the prepared network. Maps are over the plane of the data.
    """
    lacks_maps = request.unit_maps > 0 and not snapshot.unit_maps
    lacks_histograms = request.unit_histograms > 0 and not snapshot.unit_histograms
    if not lacks_maps and not lacks_histograms:
        return snapshot
    cache, network = probes.ProbeCache(prepared), network_of(prepared.network, snapshot)
    if lacks_maps:
        maps = probes.unit_maps(cache, network, Plane(), request.unit_maps)
        snapshot = replace(snapshot, unit_maps=maps)
    if lacks_histograms:
        made = probes.histograms(cache, network, request.unit_histograms)
        snapshot = replace(snapshot, unit_histograms=made)
    return snapshot
