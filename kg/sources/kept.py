"""The checked quads of a source whose text may not be passed on: they lie beside the sheet and replace the text.

Offsets, prefixes and suffixes are computed from the text and stand in no sheet. Where a source is distributed
without its text, `checked.nq.gz` holds the quads that the text gave: the quotes whole, a few words around them. They
are used only with the sheet that they were made from, and nobody who has only them can check a quote again.
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
    """Return the content of the file that keeps the quads of a sheet (its bytes) that was checked against its text."""
    lines = "".join(f"{quad} .\n" for quad in quads)
    # mtime=0, so that the same sheet gives the same bytes, and git shows no change.
    return gzip.compress(f"# made from a sheet with SHA-256 {_hash(sheet)}\n{lines}".encode(), mtime=0)


def kept_quads(sheet: Path) -> list[ox.Quad] | None:
    """Return the quads that are kept beside a sheet, None where there are none, or the sheet has changed since.

    Raises InputError for a file that is damaged.
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
    """Return the warning that replaces the check of the quotes."""
    count = sum(quad.predicate.value == _EXACT for quad in quads)
    message = f"{count} quotes not checked: the text is not distributed, and its publisher has it"
    return Finding("unchecked-quotes", message, Severity.WARNING, file=str(sheet), line=line, column=1)


def _hash(sheet: bytes) -> str:
    """Return the SHA-256 of a sheet, whatever the ends of its lines."""
    # git may write a sheet with other line ends on Windows: that makes it no other sheet.
    return hashlib.sha256(sheet.replace(b"\r\n", b"\n")).hexdigest()
