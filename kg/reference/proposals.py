"""New names that nobody has checked: the folder `reference.proposed` beside a sheet, used only for proposed rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.layout import PROPOSED
from kg.reference.fields import PROPOSED_FILES
from kg.reference.files import ReferenceReading, read_reference
from kg.reference.lookup import Reference

__all__ = ["complete", "read_proposals"]


def read_proposals(folder: Path, reference: Reference) -> ReferenceReading | None:
    """Return the entries proposed beside the sheet in `folder`, on top of `reference`, or None if there are none.

    An entry that the reference data has in the meantime is no longer proposed, and is left out without a finding. Names
    shared within the reference data are reported there, and not again for every draft. Raises InputError when a file
    cannot be read.
    """
    path = folder / PROPOSED
    if not path.is_dir():
        return None
    # A copy: entries proposed beside one sheet must not be known to the next.
    extended = Reference(reference.vocabulary)
    for entry in (*reference.named.values(), *reference.propositions.values()):
        # As the repository's own: what nobody has checked replaces no entry of a package.
        extended.add(replace(entry, own=True) if entry.base else entry)
    reading = read_reference(path, extended, PROPOSED_FILES)
    own = [
        finding
        for finding in reading.findings
        if finding.rule not in ("duplicate-slug", "shared-sentence")  # `kg review` links what is known already
        and (finding.rule != "shared-name" or path in Path(finding.file or "").parents)
    ]
    return replace(reading, findings=own)


def complete(reading: ReferenceReading) -> ReferenceReading:
    """Return the proposals that can be asserted: without propositions that have no sentence yet."""
    return replace(reading, rows=[item for item in reading.rows if item[1].maybe("sentence") != ""])
