"""How fast training is, counting the time of the training steps alone."""

from math import exp

_MEMORY = 0.5  # seconds of training after which a measurement has lost most of its weight


class Throughput:
    """Examples per second over the whole run (`mean`) and lately (`recent`)."""

    def __init__(self) -> None:
        self._examples = self._seconds = 0.0
        self._recent_examples = self._recent_seconds = 0.0

    def add(self, examples: float, seconds: float) -> None:
        """`examples` went through training steps that took `seconds`."""
        faded = exp(-seconds / _MEMORY)
        self._examples += examples
        self._seconds += seconds
        self._recent_examples = self._recent_examples * faded + examples
        self._recent_seconds = self._recent_seconds * faded + seconds

    @property
    def mean(self) -> float:
        """Examples per second of the whole run, 0 before it."""
        return self._examples / self._seconds if self._seconds else 0.0

    @property
    def recent(self) -> float:
        """Examples per second of the last half second of training, 0 before it."""
        return self._recent_examples / self._recent_seconds if self._recent_seconds else 0.0
