"""The computations that a check may name where no training run says what is claimed.

A demonstration takes a seed and settings by name and returns its measures by name.
"""

from collections.abc import Callable, Mapping

from nnstudio.experiment.lessons.bumps import bumps
from nnstudio.experiment.lessons.identities import (
    contained_in_maxout,
    forward_by_hand,
    scaled_sigmoid,
    softmax_of_two,
)
from nnstudio.experiment.lessons.leak import leak
from nnstudio.experiment.lessons.zig_zag import zig_zag

DEMONSTRATIONS: Mapping[str, Callable[..., dict[str, float]]] = {
    "scaled_sigmoid": scaled_sigmoid,
    "contained_in_maxout": contained_in_maxout,
    "forward_by_hand": forward_by_hand,
    "softmax_of_two": softmax_of_two,
    "zig_zag": zig_zag,
    "bumps": bumps,
    "leak": leak,
}
