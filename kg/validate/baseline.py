"""Findings that are known, and findings that a person has decided to live with.

A baseline file has two parts. `findings` is written by `kg validate --update-baseline`: what was
there on that day, by fingerprints that survive moved lines, so that only new findings fail a run.
A run that looks at a part only adds to them, since what it does not find may be elsewhere.
`suppressions` is written by hand: which findings are accepted, why, and until when. A suppression
that has expired counts no longer, and one that matches nothing is reported, so that neither
outlives its reason.
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

    #: Tells of a rule, and of a file or a folder, whether a run may have missed findings.
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
#: What a baseline file may hold.
BASELINE = RecordType(
    "baseline",
    (
        Field("findings", Listed(_KNOWN, 0), "findings present when the baseline was written"),
        Field("suppressions", Listed(_SUPPRESSION, 0), "findings accepted by a person"),
    ),
)


def _none(_: str, __: str | None) -> bool:
    """Say that a run has missed nothing."""
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
        """Return whether a finding is meant."""
        in_file = self.file is None or _matches(finding.file or "", self.file)
        slug = slug_of(finding.focus or "")
        # A person writes the id of a row as the sheet has it, `north`, and not `2024-05-02-talks.north`.
        about = self.focus is None or self.focus in (finding.focus, slug, slug.rpartition(".")[2])
        return self.rule == finding.rule and in_file and about

    def place(self) -> str | None:
        """Return what the pattern of files begins with, as far as it is no pattern."""
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

        Raises InputError when it cannot be read, FindingsError with the places when it is wrong.
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
        """Tell findings apart; a suppression that expired before `today`, or matches nothing, is a finding itself.

        `missed` tells of a rule and a file, or what a pattern of files begins with, whether there may be findings that
        the run did not look for: that a suppression matches nothing says nothing then.
        """
        # The last day counts as well, as it does everywhere in a sheet (`until`).
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
    """Return whether a file is meant by a pattern, from whichever folder the run names it."""
    whole = os.path.abspath(file) if file else ""
    return fnmatch(Path(file).as_posix(), pattern) or fnmatch(Path(whole).as_posix(), f"*/{pattern}")


def _suppression(row: Row, span: Span) -> Suppression:
    until = date.fromisoformat(row.text("until")) if "until" in row.values else None
    return Suppression(row.text("rule"), row.text("reason"), span, row.maybe("file"), row.maybe("focus"), until)


def update_baseline(path: Path, findings: Sequence[Finding], missed: Missed = _none) -> None:
    """Write `findings` as the known ones; suppressions, and comments on them, stay as they are.

    So do known findings of the rules and files for which `missed` is true: there may be findings of them that the run
    did not look for. The file is replaced as a whole, so that an interrupted run leaves the old one.

    Raises InputError and FindingsError as `Baseline.load` does, and leaves the file then.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 4096  # long messages stay on one line, so that a change of one finding is a change of its lines
    # Read once as a user would, for its findings: what is wrong in it must not be written over.
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
    # Kept ones stand among those of their file, so that the order does not tell which run wrote them.
    content["findings"] = sorted([*kept, *found.values()], key=lambda row: str(row.get("file", "")))
    content.setdefault("suppressions", [])
    with replacing(path) as stream:
        yaml.dump(content, stream)
