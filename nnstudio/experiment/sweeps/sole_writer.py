"""One writer at a time: a lock on a hidden file beside the one that is written.

The system drops the lock of a process that ends, however it does, so that none is ever stale.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP
from pathlib import Path

_NO_LOCKS = (ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP)


@contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Keep every other sole writer of the file at `path` out, by whatever name it has the file.

    Raises BlockingIOError when there is one already, and OSError when there can be no lock.
    """
    from filelock import FileLock, Timeout  # which only a sweep with a file needs

    target = Path(os.path.realpath(path))
    os.stat(os.path.join(target.parent, ""))  # filelock would make a folder that is missing
    name = target.with_name(f".{target.name}.lock")
    # Soft locks, which filelock has for drives that lock nothing, can outlive a killed process.
    lock = FileLock(name, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BlockingIOError from None
    except OSError as error:
        raise _told(error) from None
    try:
        yield
    finally:
        # Nobody else removes the file while this process has the lock. Who opened it before and
        # locks it after finds it gone, which filelock checks. Windows leaves this to filelock.
        with suppress(OSError):
            name.unlink()
        lock.release()


def _told(error: OSError) -> OSError:
    if error.errno in _NO_LOCKS:
        return OSError(error.errno, "its drive cannot lock files; name one on another drive")
    return error
