"""The checked quads of a source whose text may not be passed on, in a file beside the sheet that replaces the text.

Offsets, prefixes and suffixes are computed from the text and are not in the sheet. If a source is distributed without
its text, `checked.nq.gz` has the quads computed from the text: the complete quotes, and a few words around each. They
are only used with the sheet that they were made from. Without the text, nobody can check a quote again.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.findings import Finding, Severity
from kg.text import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["KEPT", "kept_quads", "kept_text", "unchecked"]

#: The file beside a sheet.
KEPT = "checked.nq.gz"
_EXACT = "http://www.w3.org/ns/oa#exact"


def kept_text(sheet: bytes, quads: Iterable[ox.Quad]) -> bytes:
    """Return the content of the file with the quads of a sheet (its bytes) that was checked against its text."""
    lines = "".join(f"{quad} .\n" for quad in quads)
    # mtime=0, so that the same sheet gives the same bytes, and git shows no change.
    return gzip.compress(f"# made from a sheet with SHA-256 {_hash(sheet)}\n{lines}".encode(), mtime=0)


def kept_quads(sheet: Path) -> list[ox.Quad] | None:
    """Return the quads kept beside a sheet; None if there are none, or the sheet has changed since.

    Raises InputError for a damaged file.
    """
    path = sheet.parent / KEPT
    if not path.is_file():
        return None
    try:
        content = gzip.decompress(read_bytes(path))
        made_from = content.partition(b"\n")[0].rpartition(b" ")[2].decode()
        return list(ox.parse(content, format=ox.RdfFormat.N_QUADS)) if made_from == _hash(read_bytes(sheet)) else None
    except (OSError, EOFError, ValueError, SyntaxError, zlib.error) as error:
        raise InputError(f"damaged: {error}", file=str(path), hint="install the package again") from None


def unchecked(sheet: Path, quads: Iterable[ox.Quad], line: int | None) -> Finding:
    """Return the warning that the quotes were not checked."""
    count = sum(quad.predicate.value == _EXACT for quad in quads)
    message = f"{count} quotes not checked: the text is not distributed, and its publisher has it"
    return Finding("unchecked-quotes", message, Severity.WARNING, file=str(sheet), line=line, column=1)


def _hash(sheet: bytes) -> str:
    """Return the SHA-256 of a sheet, regardless of its line ends."""
    # git may write a sheet with other line ends on Windows; it is still the same sheet.
    return hashlib.sha256(sheet.replace(b"\r\n", b"\n")).hexdigest()
