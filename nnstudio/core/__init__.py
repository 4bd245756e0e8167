"""The training core: networks, their training and their diagnosis, in NumPy alone.

It works on plain arrays and knows nothing of files, threads or windows:

    network = NetworkSpec(2, (LayerSpec(8, "tanh"), LayerSpec(1)))
    trainer = Trainer(network, TrainingSpec(), x, y, seed=0)
    trainer.advance(1000)
    trainer.network.forward(x)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnstudio.core.counts import (
        Counts,
        count_layer,
        count_layers,
        count_network,
        network_name,
    )
    from nnstudio.core.losses import data_loss, predicted_labels, probabilities
    from nnstudio.core.network import Network
    from nnstudio.core.spec import LayerSpec, NetworkSpec, TrainingSpec
    from nnstudio.core.trainer import Diverged, Evaluation, Trainer

__all__ = [
    "Counts",
    "Diverged",
    "Evaluation",
    "LayerSpec",
    "Network",
    "NetworkSpec",
    "Trainer",
    "TrainingSpec",
    "count_layer",
    "count_layers",
    "count_network",
    "data_loss",
    "network_name",
    "predicted_labels",
    "probabilities",
]

_MODULES = ("counts", "losses", "network", "spec", "trainer")


def __getattr__(name: str) -> Any:
    """Names from the modules are loaded when first used: a window draws before anything trains."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"{__name__}.{module}")
            if hasattr(found, name):
                return getattr(found, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
