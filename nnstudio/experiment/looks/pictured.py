"""A moment with the pictures and the activity of its units, also where nobody asked for them."""

from dataclasses import replace

from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks import probes
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest, Snapshot
from nnstudio.experiment.looks.trace import network_of


def pictured(prepared: Prepared, snapshot: Snapshot, request: ProbeRequest) -> Snapshot:
    """`snapshot` with the maps, histograms and activity of `request`; what it has stays as it is.

    It must be of the prepared network. Maps are over the plane of the data.
    """
    lacks_maps = request.unit_maps > 0 and not snapshot.unit_maps
    lacks_histograms = request.unit_histograms > 0 and not snapshot.unit_histograms
    lacks_activity = request.activity and not snapshot.activity
    if not (lacks_maps or lacks_histograms or lacks_activity):
        return snapshot
    cache, network = probes.ProbeCache(prepared), network_of(prepared.network, snapshot)
    if lacks_maps:
        maps = probes.unit_maps(cache, network, Plane(), request.unit_maps)
        snapshot = replace(snapshot, unit_maps=maps)
    if lacks_histograms:
        made = probes.histograms(cache, network, request.unit_histograms)
        snapshot = replace(snapshot, unit_histograms=made)
    if lacks_activity:
        snapshot = replace(snapshot, activity=probes.layer_activity(cache, network))
    return snapshot
