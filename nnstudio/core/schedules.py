"""Learning-rate schedules: the rate of an epoch is a function of its number alone.

With learning rate r, factor f and length n = `schedule_epochs`, epochs counted from 0:

    constant     r
    step         r f^floor(epoch / n)                          times f after every n epochs
    exponential  r f^(epoch / n)                               the same, evenly
    cosine       r (1 + cos(pi min(1, epoch / n))) / 2         down to 0 in n epochs, and 0 then
                                                               (Loshchilov and Hutter 2017)

So a run that is rewound, cut in pieces or trained in a population meets the same rates.
"""

import math

from nnstudio.core.spec import TrainingSpec


def rate_at(training: TrainingSpec, epoch: int) -> float:
    """The learning rate throughout an epoch, counted from 0, in double precision."""
    rate, length = training.learning_rate, training.schedule_epochs
    match training.schedule:
        case "step":
            return float(rate * training.schedule_factor ** (epoch // length))
        case "exponential":
            return float(rate * training.schedule_factor ** (epoch / length))
        case "cosine" if epoch >= length:
            return 0.0
        case "cosine":
            return rate * 0.5 * (1.0 + math.cos(math.pi * epoch / length))
    return rate
