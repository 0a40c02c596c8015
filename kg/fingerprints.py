"""What makes a finding the same finding after lines have moved: its rule and what it is about.

A fingerprint leaves out lines and columns, and the message too, which may name a line. It has the row that the
finding is about, and the value that it complains of (of a key that is missing, the key). Equal findings of one file
are told apart by their order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
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
    """Name the finding without its place; of the file, folder and name only: a checkout may lie anywhere."""
    file = "/".join(PurePath(finding.file).parts[-2:]) if finding.file else ""
    return (finding.rule, file, finding.focus or "", finding.path or "", finding.value or "")
