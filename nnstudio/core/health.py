"""Watching for divergence: which networks of an engine blew up, and their last good parameters."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats

_BLOW_UP = 1000.0  # a loss this many times the initial one (plus 1) counts as diverged


class Health:
    """The last good parameters (networks, size) of each network, and the loss it must not pass.

    `limits` (networks,) follow from each network's loss before training.
    """

    def __init__(self, parameters: Floats, initial_losses: Sequence[float]) -> None:
        self._parameters = parameters.reshape(-1, parameters.shape[-1])
        self._limits = _BLOW_UP * (1.0 + np.asarray(initial_losses))
        self.keep(range(len(self._parameters)))

    def keep(self, networks: Sequence[int] | None = None) -> None:
        """Take the present parameters of these networks (None: of all) for good."""
        if networks is None or len(networks) == len(self._parameters):
            self._good = self._parameters.copy()
        else:
            self._good[networks] = self._parameters[networks]

    def restore(self, network: int) -> None:
        """Put a network's last good parameters back."""
        self._parameters[network] = self._good[network]

    def complaints(self, mean_losses: Floats | None = None) -> dict[int, str]:
        """What is wrong, by network: with its parameters and, where given, its recent mean loss."""
        finite = np.isfinite(self._parameters).all(axis=1)
        found = {
            int(network): "a weight is no longer a finite number"
            for network in np.flatnonzero(~finite)
        }
        if mean_losses is not None:
            for network, loss in enumerate(np.atleast_1d(mean_losses)):
                if not np.isfinite(loss):
                    found[network] = "the loss is no longer a finite number"
                elif loss > self._limits[network]:
                    found[network] = f"the loss grew beyond {self._limits[network]:,.0f}"
        return found
