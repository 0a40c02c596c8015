"""Baseline files: findings that are already known, and findings that a person has accepted.

A baseline file has two parts. `kg validate --update-baseline` writes `findings`: those present on that day, by
fingerprints that survive moved lines, so that only new findings fail a run. A partial run only adds findings, because
those that it does not see may still exist elsewhere. `suppressions` is written by hand: which findings are accepted,
why, and until when. A suppression that has expired no longer applies, and it is reported. One that matches nothing is
reported too, so that no suppression outlives its reason.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import FindingsError, InputError
from kg.files import replacing
from kg.findings import Finding, Severity, fingerprints
from kg.forms.reader import Reader
from kg.forms.types import Day, Field, Listed, RecordType, Text
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import slug_of
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.findings import Span
    from kg.forms.row import Row

    #: Returns, for a rule and a file or folder, whether a run may have missed findings.
    Missed = Callable[[str, str | None], bool]

__all__ = ["BASELINE", "Baseline", "Sorted", "Suppression", "update_baseline"]

_KNOWN = RecordType(
    "known finding",
    (
        Field("fingerprint", Text("[0-9a-f]{32}", "a fingerprint"), "what makes the finding the same one later", True),
        Field("rule", Text(), "the rule's name", True),
        Field("file", Text(), "where it was"),
        Field("message", Text(), "what it said"),
    ),
)
_SUPPRESSION = RecordType(
    "suppression",
    (
        Field("rule", Text(), "the rule whose findings are accepted", True),
        Field("reason", Text(), "why they are accepted", True),
        Field("file", Text(), "only in files that match this pattern, as in `seeds/2012-*/sheet.yaml`"),
        Field("focus", Text(), "only about this statement, actor or proposition: an IRI, or its slug"),
        Field("until", Day(), "the last day on which it applies"),
    ),
)
#: The fields of a baseline file.
BASELINE = RecordType(
    "baseline",
    (
        Field("findings", Listed(_KNOWN, 0), "findings present when the baseline was written"),
        Field("suppressions", Listed(_SUPPRESSION, 0), "findings accepted by a person"),
    ),
)


def _none(_: str, __: str | None) -> bool:
    """Return False: the run has missed nothing."""
    return False


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings of one rule that are accepted for a reason: all, those in some files, about a node, or for a time."""

    rule: str
    reason: str
    span: Span
    file: str | None = None
    focus: str | None = None
    until: date | None = None

    def covers(self, finding: Finding) -> bool:
        """Return whether the suppression applies to a finding."""
        in_file = self.file is None or _matches(finding.file or "", self.file)
        slug = slug_of(finding.focus or "")
        # In a baseline file, a row is named by its id in the sheet, `north`, and not by `2024-05-02-talks.north`.
        about = self.focus is None or self.focus in (finding.focus, slug, slug.rpartition(".")[2])
        return self.rule == finding.rule and in_file and about

    def place(self) -> str | None:
        """Return the literal beginning of the file pattern, before the first wildcard."""
        return re.split(r"[*?[]", self.file)[0] if self.file else None


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings in three groups: those that count, those known from before, and those that are accepted."""

    new: list[Finding]
    known: list[Finding]
    suppressed: list[Finding]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The contents of one baseline file."""

    marks: frozenset[str] = frozenset()
    suppressions: tuple[Suppression, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline file.

        Raises InputError when it cannot be read, and FindingsError with the places of its faults.
        """
        try:
            document = parse_yaml(path.read_bytes(), str(path))
        except OSError as error:
            hint = "write it with --update-baseline"
            raise InputError(error.strerror or "cannot be read", file=str(path), hint=hint) from None
        reader = Reader(document, Vocabulary())
        row = reader.record(document.root, BASELINE) if document.root else None
        if document.findings:
            raise FindingsError(document.findings)
        if row is None:
            return cls()
        marks = frozenset(known.text("fingerprint") for known in row.rows("findings"))
        return cls(marks, tuple(_suppression(item, document.span(item.node)) for item in row.rows("suppressions")))

    def sort(self, findings: Sequence[Finding], today: date, missed: Missed = _none) -> Sorted:
        """Sort findings into groups, and add a finding for each expired or unused suppression, as of `today`.

        `missed` takes a rule and a file (or the beginning of a file pattern). It returns whether the run may have
        skipped such findings. A suppression that matches nothing is then not reported.
        """
        # The last day is included, as it is for `until` in sheets.
        current = [item for item in self.suppressions if item.until is None or item.until >= today]
        told = Sorted([], [], [])
        for finding, mark in zip(findings, fingerprints(findings), strict=True):
            accepted = any(item.covers(finding) for item in current)
            (told.suppressed if accepted else told.known if mark in self.marks else told.new).append(finding)
        told.new.extend(self._stale(findings, current, missed))
        return told

    def _stale(self, findings: Sequence[Finding], current: Sequence[Suppression], missed: Missed) -> list[Finding]:
        stale = []
        for item in self.suppressions:
            matches = any(item.covers(finding) for finding in findings)
            if not matches and missed(item.rule, item.place()):
                continue
            if item not in current:
                message = (
                    f"the suppression of {item.rule} ended on {item.until}: fix the findings it covered, or renew it"
                )
                stale.append(Finding.at(item.span, "suppression-expired", message, severity=Severity.WARNING))
            elif not matches:
                message = f"the suppression of {item.rule} matches nothing any more: remove it"
                stale.append(Finding.at(item.span, "suppression-unused", message, severity=Severity.WARNING))
        return stale


def _matches(file: str, pattern: str) -> bool:
    """Return whether a file matches a pattern, whatever folder its path is relative to."""
    whole = os.path.abspath(file) if file else ""
    return fnmatch(Path(file).as_posix(), pattern) or fnmatch(Path(whole).as_posix(), f"*/{pattern}")


def _suppression(row: Row, span: Span) -> Suppression:
    until = date.fromisoformat(row.text("until")) if "until" in row.values else None
    return Suppression(row.text("rule"), row.text("reason"), span, row.maybe("file"), row.maybe("focus"), until)


def update_baseline(path: Path, findings: Sequence[Finding], missed: Missed = _none) -> None:
    """Write `findings` as the known ones; suppressions and their comments stay as they are.

    Known findings for which `missed` returns true are kept too, because the run may not have looked for them. The file
    is replaced as a whole, so an interrupted run leaves the old one.

    Raises InputError and FindingsError as `Baseline.load` does, and then leaves the file unchanged.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 4096  # long messages stay on one line, so that the diff of one finding is only its own lines
    # Load it first as a user would, to check it: a faulty file must not be overwritten.
    if path.exists():
        Baseline.load(path)
    content = (yaml.load(path) if path.exists() else None) or {}
    found = {
        mark: {"fingerprint": mark, "rule": finding.rule, "file": finding.file or "(none)", "message": finding.message}
        for finding, mark in zip(findings, fingerprints(findings), strict=True)
    }
    kept = [
        row
        for row in content.get("findings") or ()
        if row["fingerprint"] not in found and missed(row["rule"], row.get("file"))
    ]
    # Findings are sorted by file, so that the order does not depend on which run wrote them.
    content["findings"] = sorted([*kept, *found.values()], key=lambda row: str(row.get("file", "")))
    content.setdefault("suppressions", [])
    with replacing(path) as stream:
        yaml.dump(content, stream)
