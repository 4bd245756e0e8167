"""What a row of the inside page shows of its layer."""

from dataclasses import dataclass

from nnstudio.experiment.advice.verdicts import Verdict
from nnstudio.experiment.looks.histogram_past import Ridge
from nnstudio.experiment.looks.insights import Distribution


@dataclass(frozen=True, slots=True, eq=False)
class RowLook:
    """What a row shows: `name` and `kind` of the layer, `axis` what is measured along."""

    name: str
    kind: str
    axis: str
    verdicts: tuple[Verdict, ...]
    now: Distribution | None
    ridges: tuple[Ridge, ...]
    is_selected: bool
