"""Writes files atomically: a reader finds either the old content or the new, whatever happens in between.

The new content is written beside the file and moved into place when it is complete. So a full disk or an interruption
leaves the old file as it was, and a link in place of the file is replaced and not followed.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress

from kg.errors import InputError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

#: What the system says where there is no room for a file.
FULL = (errno.ENOSPC, errno.EFBIG, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else []))

__all__ = ["FULL", "link_or_copy", "replacing", "write_file"]

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_file(path: str | os.PathLike[str], content: bytes | str, *, lasting: bool = True) -> None:
    """Replace the file at `path`; text is written as UTF-8. InputError when it cannot be written.

    A file that is not `lasting`, such as a cache that is checked when it is read, may be empty after a power cut.
    """
    with replacing(path, lasting=lasting) as output:
        output.write(content.encode() if isinstance(content, str) else content)


def link_or_copy(kept: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """Give a file a second name, by a hard link if possible, or else a copy; OSError when it cannot be written."""
    try:
        # A hard link costs nothing, and survives the removal of the other name.
        os.link(kept, target)
    except OSError:
        import shutil  # here, since no query needs it

        shutil.copyfile(kept, target)


@contextmanager
def replacing(path: str | os.PathLike[str], *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """Yield a file that replaces the one at `path` when the block ends without an error.

    A terminal, a pipe or another device is written to directly. Raises InputError when this is not possible; an OSError
    in the block that concerns the disk is turned into one too.
    """
    path = os.fspath(path)
    try:
        if _is_device(path):
            with open(path, "wb") as device:
                yield device
            return
        with _beside(path, lasting=lasting) as output:
            yield output
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = "is a folder" if isinstance(error, IsADirectoryError) else error.strerror or str(error)
        raise InputError(f"cannot be written: {reason}", file=path) from None


@contextmanager
def _beside(path: str, *, lasting: bool) -> Iterator[IO[bytes]]:
    folder, name = os.path.split(path)
    # In the same folder, since a file can only be moved within one file system.
    draft = os.path.join(folder, f".{name[:200]}.{os.urandom(4).hex()}.kg-new")
    mode = _mode(path)
    descriptor = os.open(draft, _FLAGS, 0o666 if mode is None else mode)
    try:
        with os.fdopen(descriptor, "wb") as output:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(output.fileno(), mode)
            yield output
            output.flush()
            # Otherwise the new name could reach the disk before the content, and a power cut would leave an empty file.
            if lasting:
                os.fsync(output.fileno())
        os.replace(draft, path)
    except BaseException:  # also on an interrupt: nothing is left beside the file
        with suppress(OSError):
            os.unlink(draft)
        raise


def _mode(path: str) -> int | None:
    """Return the permissions of the file to be replaced, None if there is none.

    Raises IsADirectoryError for a folder, and PermissionError for a write-protected file.
    """
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(path)
    if not stat.S_ISREG(status.st_mode):
        return None
    if not os.access(path, os.W_OK):  # a file that its owner has protected stays
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    return stat.S_IMODE(status.st_mode)


def _is_device(path: str) -> bool:
    """Return whether a path is a pipe, a terminal or the like, or an alias of one of our own streams."""
    folder = os.path.realpath(os.path.dirname(path) or ".")
    if folder in ("/dev", "/dev/fd") or folder.startswith("/proc/"):
        return True
    try:
        kind = os.lstat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind) or stat.S_ISLNK(kind))
