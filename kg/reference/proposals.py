"""New names that nobody has checked: the folder `reference.proposed` beside a sheet, for proposed rows only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.layout import PROPOSED
from kg.reference.fields import PROPOSED_FILES
from kg.reference.files import ReferenceReading, read_reference
from kg.reference.lookup import Reference

__all__ = ["complete", "read_proposals"]


def read_proposals(folder: Path, reference: Reference) -> ReferenceReading | None:
    """Return what is proposed beside the sheet in `folder`, on top of `reference`, or None when nothing is.

    An entry that the reference data has by now is not proposed any more, and left out without a finding; names that
    the reference data share among them are reported with the reference data, not once more with every draft.
    Raises InputError when a file cannot be read.
    """
    path = folder / PROPOSED
    if not path.is_dir():
        return None
    # A copy: what is proposed beside one sheet must not be known to the next one.
    extended = Reference(reference.vocabulary)
    for entry in (*reference.named.values(), *reference.propositions.values()):
        extended.add(entry)
    reading = read_reference(path, extended, PROPOSED_FILES)
    own = [
        finding
        for finding in reading.findings
        if finding.rule != "duplicate-slug"
        and (finding.rule != "shared-name" or path in Path(finding.file or "").parents)
    ]
    return replace(reading, findings=own)


def complete(reading: ReferenceReading) -> ReferenceReading:
    """Return the proposals that can be asserted: without the propositions that nobody has worded yet."""
    return replace(reading, rows=[item for item in reading.rows if item[1].maybe("sentence") != ""])
