"""What networks knew that an edit replaced: a layer that comes back by undo knows it again."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnstudio.core.network import Network
from nnstudio.core.transplant import Places, Source, transplant
from nnstudio.experiment.editing.lineage import Lineage, sources

_MOST = 16  # networks
_LARGEST = 2**21  # learned numbers in all of them: 8 MB


@dataclass(frozen=True, slots=True, eq=False)
class Forebear:
    """A network at the moment at which an edit replaced it."""

    network: Network
    lineage: Lineage
    input_names: tuple[str, ...]

    def origins(
        self, heir: Network, lineage: Lineage, input_names: Sequence[str]
    ) -> tuple[Places, list[Source | None]]:
        """Where the inputs, layers and units of an heir are in this network."""
        known = {name: place for place, name in enumerate(self.input_names)}
        mine, its = [[layer.units for layer in one.spec.layers] for one in (self.network, heir)]
        inputs = [known.get(name) for name in input_names]
        return inputs, sources(self.lineage, mine, lineage, its)

    def hand_down(self, heir: Network, lineage: Lineage, input_names: Sequence[str]) -> None:
        """Copy what the heir shares with this network."""
        transplant(self.network, heir, *self.origins(heir, lineage, input_names))


def remembered(last: Forebear, earlier: Sequence[Forebear], copied: int) -> tuple[Forebear, ...]:
    """The forebears worth keeping when `copied` numbers of the last one live on, newest first."""
    last.network.rest()
    is_needed = copied < last.network.parameters.size
    kept = [*([last] if is_needed else []), *earlier][:_MOST]
    while sum(one.network.parameters.size for one in kept) > _LARGEST:
        kept.pop()
    return tuple(kept)
