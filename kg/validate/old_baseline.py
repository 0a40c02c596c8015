"""Rewrites a baseline file of an older version of the ontology: what it covered then, it covers now.

The fingerprint of a finding has its rule and its property in it. Where both have another name today, a known finding
would count as a new one after `kg migrate`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.editing import EditedFile, scalar
from kg.findings import Finding, fingerprints
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import DP
from kg.text import read_inside
from kg.validate.baseline import Baseline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.forms.yaml_nodes import Document, YamlNode

__all__ = ["migrate_baseline"]

#: The rules that were called otherwise in version 1, with the name and the property that they had.
_FORMER = {"statement-target": ("statement-addressee", DP + "addressee")}
#: The rule that no sheet violates any more once it has been migrated.
_SETTLED = "addressee-as-target"


def migrate_baseline(path: Path, findings: Sequence[Finding]) -> list[Finding]:
    """Rename the rules of entries and suppressions in the baseline at `path`, and drop entries that have no cause now.

    `findings` are those of the sources after these have been migrated. Comments and order stay. Returns each change
    with its place. Raises the same errors as `Baseline.load`.
    """
    baseline = Baseline.load(path)
    document = parse_yaml(read_inside(path), str(path))
    former = [_former(finding) for finding in findings if finding.rule in _FORMER]
    # The mark that a finding had, and what it is today.
    known = dict(zip(fingerprints(former), _marked(findings), strict=True))
    edits = [edit for row in _rows(document, "findings") for edit in _entry(row, known, document)]
    still = {finding.rule for finding in findings}
    for row, item in zip(_rows(document, "suppressions"), baseline.suppressions, strict=True):
        rule = row.child("rule")
        # One that is needed for other findings under its old name stays: a person has to say which are meant.
        if rule is not None and item.rule not in still and (meant := [f for f in former if item.covers(f)]):
            edits.append((rule.start, rule.end, _now(meant[0].rule), _RENAMED.format(meant[0].rule)))
    edited = EditedFile(path)
    edits += _emptied(document, edits)
    for start, end, words, _ in sorted(edits, reverse=True):  # from the end, so that the offsets before it stay valid
        edited.replace(start, end, words)
    if edits:
        edited.save()
    changes = ((document.place(start, end), message) for start, end, _, message in sorted(edits) if message)
    return [Finding.at(place, "baseline", message) for place, message in changes]


_RENAMED = "the rule `{}` has another name now"
#: A range of the file (code points), what to put there, and what to tell of it.
_Edit = tuple[int, int, str, str]


def _entry(row: YamlNode, known: dict[str, tuple[str, Finding]], document: Document) -> Iterable[_Edit]:
    """Return the edits of one known finding."""
    rule, mark, message = row.child("rule"), row.child("fingerprint"), row.child("message")
    if rule is None or mark is None:
        return
    if rule.text == _SETTLED:
        yield (*_lines(row, document.content), "", f"`{_SETTLED}` is settled by `kg migrate`: removed")
    elif mark.text in known:
        now, finding = known[mark.text]
        yield mark.start, mark.end, scalar(now), ""
        yield rule.start, rule.end, finding.rule, _RENAMED.format(rule.text)
        if message is not None:
            yield message.start, message.end, scalar(finding.message), ""


def _emptied(document: Document, edits: Sequence[_Edit]) -> list[_Edit]:
    """Return the edit that writes an empty list where all entries are removed: a key without a value is a fault."""
    listed = document.root.child("findings") if document.root else None
    removed = sum(message.endswith("removed") for *_, message in edits)
    if listed is None or not removed or removed < len(listed.items) or document.content[listed.start] == "[":
        return []
    key = next(key for key, value in document.root.entries if value is listed) if document.root else listed
    colon = document.content.index(":", key.end) + 1
    return [(colon, colon, " []", "")]


def _former(finding: Finding) -> Finding:
    rule, path = _FORMER[finding.rule]
    return replace(finding, rule=rule, path=path)


def _now(former: str) -> str:
    return next(rule for rule, (name, _) in _FORMER.items() if name == former)


def _marked(findings: Sequence[Finding]) -> list[tuple[str, Finding]]:
    """Return the findings that have had another rule, each with its fingerprint of today."""
    marks = zip(fingerprints(findings), findings, strict=True)
    return [(mark, finding) for mark, finding in marks if finding.rule in _FORMER]


def _rows(document: Document, key: str) -> list[YamlNode]:
    listed = document.root.child(key) if document.root else None
    return listed.items if listed else []


def _lines(row: YamlNode, content: str) -> tuple[int, int]:
    """Return the range of the whole lines of an item of a list; of an item in brackets, its own range."""
    start, end = content.rfind("\n", 0, row.start) + 1, content.find("\n", row.end)
    return (start, end + 1 or len(content)) if content[start : row.start].strip() == "-" else (row.start, row.end)
