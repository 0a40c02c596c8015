"""Large graphs as compressed N-Quads, written and read in pieces, so that a graph is never in memory as a whole."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["PACKED", "in_pieces", "packed", "unpacked"]

T = TypeVar("T")
#: The suffix of a packed file, after the name of its source.
PACKED = ".rest.nq.gz"


def in_pieces(parts: Iterable[T], size: int, length_of: Callable[[Any], int] = len) -> Iterator[list[T]]:
    """Yield parts in lists; all but the last are together longer than `size` (characters or bytes), by one part."""
    held: list[T] = []
    length = 0
    for part in parts:
        held.append(part)
        length += length_of(part)
        if length > size:
            yield held
            held, length = [], 0
    if held:
        yield held


def packed(pieces: Iterable[bytes]) -> bytes:
    """Return N-Quads as gzip, with the same bytes for the same quads. They shrink to about a twentieth."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1, mtime=0) as file:
        for piece in pieces:
            file.write(piece)
    return buffer.getvalue()


def unpacked(path: Path, size: int) -> Iterator[bytes]:
    """Yield the contents of a packed file in pieces of whole lines, of about `size` bytes."""
    with gzip.open(path, "rb") as file:
        while piece := file.read(size):
            yield piece + file.readline()
