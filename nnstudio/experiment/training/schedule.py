"""When the metrics are taken: a fixed rule of the epoch alone, so that no curve depends on speed.

Every epoch to 128, then every 2nd to 256, every 4th to 512 and so on: 64 points per doubling.
"""

_DENSE = 128


def next_due(epoch: int) -> int:
    """The first epoch after `epoch` at whose end the metrics are taken."""
    stride = _stride(epoch + 1)
    return (epoch // stride + 1) * stride


def _stride(epoch: int) -> int:
    return 1 << ((max(epoch, 1) - 1) // _DENSE).bit_length()
