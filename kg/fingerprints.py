"""What makes a finding the same finding after lines have moved: its rule and what it is about.

A fingerprint leaves out lines and columns, and the message too, which may name a line. It has the row that the
finding is about, and the value that it complains of (of a key that is missing, the key). Equal findings of one file
are told apart by their order. It is the same from whichever folder the file is named.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.findings import Finding

__all__ = ["fingerprints"]


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a fingerprint for each finding, in their order: 32 hexadecimal digits, unique in the list."""
    seen: Counter[tuple[str, ...]] = Counter()
    marks = []
    for finding in findings:
        key = _key(finding)
        seen[key] += 1
        digest = hashlib.sha256("\x00".join((*key, str(seen[key]))).encode())
        marks.append(digest.hexdigest()[:32])
    return marks


def _key(finding: Finding) -> tuple[str, ...]:
    """Name the finding without its place."""
    file = _name(finding.file) if finding.file else ""
    return (finding.rule, file, finding.focus or "", finding.path or "", finding.value or "")


def _name(file: str) -> str:
    """Return the folder and the name of a file, or its name alone in the root of a checkout, which may lie anywhere."""
    path = Path(os.path.abspath(file))
    return path.name if (path.parent / ".git").exists() else "/".join(path.parts[-2:])
