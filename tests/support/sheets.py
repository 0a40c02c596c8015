"""A small world for the tests of the loader: an ontology, reference data, and sheets that differ by one thing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import shorten
from kg.sources.assertion import assert_reference, assert_source
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.findings import Finding

ONTOLOGY = Path(__file__).parents[1] / "fixtures" / "ontology"
ARTICLE = (
    "Talks go on\n\nBEIRUT -- The envoy said on Sunday: “It’s going to be tough — but we have hope.”\n"
    "He called for a ceasefire   and\nhumanitarian aid access.\nRussia said no. China said no.\n"
    "Activists said 39 civilians were killed.\n"
)
REFERENCE = {
    "states.yaml": """
russia:
  label: Russia
  aliases: [Russian Federation, Moscow]
  demonyms: [Russian]
  iso: RU
  wikidata: Q159
  territory: territory-of-russia
  member_of: [united-nations]
china: {label: China, iso: CN}
""",
    "organisations.yaml": """
united-nations: {label: United Nations, type: international-organisation, aliases: [UN]}
nbc-news: {label: NBC News, type: news-organisation}
sana: {label: SANA, type: news-organisation, aliases: [Syrian Arab News Agency]}
""",
    "officials.yaml": """
sergei-lavrov:
  label: Sergei Lavrov
  nationality: russia
  posts:
    - {title: Foreign Minister, of: russia, since: 2004-03-09}
    - {title: Permanent Representative, of: russia, since: 1994, until: 2004-07}
    - {title: Foreign Minister, of: russia, since: 1990, until: 1991}
""",
    "persons.yaml": "kofi-annan: {label: Kofi Annan}\n",
    "groups.yaml": "russia-and-china: {label: Russia and China, members: [russia, china], description: Both.}\n",
    "places.yaml": "territory-of-russia: {label: Russia, country: russia}\nbeirut: {label: Beirut}\n",
    "propositions.yaml": """
ceasefire-in-syria:
  sentence: The parties should cease fire.
  issues: [ceasefire]
  concerns: [russia, territory-of-russia]
  incompatible_with: [no-ceasefire-in-syria]
no-ceasefire-in-syria: {sentence: The parties should not cease fire., issues: ceasefire}
""",
}
STATEMENT = """  - id: truce
    quote: He called for a ceasefire and humanitarian aid access
    speaker: sergei-lavrov
    for: russia
    act: calls-for
    proposition: ceasefire-in-syria
    mode: indirect
"""


def source_block(data: bytes = ARTICLE.encode(), **changes: str) -> str:
    fields = {
        "title": "Talks go on",
        "publisher": "NBC News",
        "published": "2012-03-11T12:15:00-04:00",
        "text": "article.txt",
        "sha256": hashlib.sha256(data).hexdigest(),
        **changes,
    }
    return "source:\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items() if value)


_FULL = """    addressee: [china, united-nations]
    said: 2012-03-10
    holds: {since: 2011-03}
    reported_by: [kofi-annan, sana]
    event: vote
    tolls:
      - deaths: 39
        qualifier: more-than
        victims: russia-and-china
        perpetrator: russia
        place: beirut
        during: {not_after: 2012-03-10}
    certainty: probable
    confidence: 0.850
    reviewed: {by: A Coder, on: 2012-03-12T10:00+00:00}
    withdrawn: {on: 2012-03-13, reason: A misreading.}
"""
_REST = """  - id: joint
    quote: Russia said no
    speaker: [russia, china]
    act: rejects
    proposition: ceasefire-in-syria
    mode: narrator
    revises: truce
events:
  - id: vote
    type: military-operation
    label: Vote
    quote: said no
    prefix: China
    ballots: {russia: veto}
    body: united-nations
    motion: ceasefire-in-syria
    issues: [ceasefire, peace-talks]
relations:
  - {id: tie, type: alliance, between: [russia, china], quote: Talks go on, since: 2004, until: 2012-03-01}
"""
#: A sheet with every key of a statement, an event and a relation.
FULL_SHEET = (
    source_block(contributors="sana", url="https://example.org/a", coder="A Coder")
    + "statements:\n"
    + STATEMENT
    + _FULL
    + _REST
)


class World:
    """A folder with reference data, in which sources are written and asserted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vocabulary = Vocabulary.load(ONTOLOGY)
        self.reference_folder = folder / "reference"
        self.reference_folder.mkdir(parents=True, exist_ok=True)
        for name, content in REFERENCE.items():
            (self.reference_folder / name).write_text(content, encoding="utf-8")
        self.reference, self.reference_assertion = assert_reference(self.reference_folder, self.vocabulary)

    def write(self, sheet: str | bytes, text: bytes = ARTICLE.encode(), name: str = "2012-03-11-talks") -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "article.txt").write_bytes(text)
        (folder / "sheet.yaml").write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
        return folder

    def sheet(self, rows: str = STATEMENT, data: bytes = ARTICLE.encode(), section: str = "statements", **source: str):
        return assert_source(self.write(source_block(data, **source) + f"{section}:\n{rows}", data), self.reference)

    def only_finding(self, *args, **kwargs) -> Finding:
        """Return the one finding of a sheet; fail when there are none or several."""
        findings = self.sheet(*args, **kwargs).findings
        assert len(findings) == 1, findings
        return findings[0]

    def mistake(self, old: str, new: str, rows: str = STATEMENT, **kwargs) -> Finding:
        """Return the one finding after replacing something in otherwise right rows."""
        assert old in rows
        finding = self.only_finding(rows.replace(old, new), **kwargs)
        place = (finding.file, finding.line, finding.column, finding.end_line, finding.end_column)
        assert all(place), place
        return finding


def marked(finding: Finding) -> str:
    """Return the text of the file that a finding points at."""
    lines = Path(finding.file).read_text(encoding="utf-8").split("\n")
    if finding.line == finding.end_line:
        return lines[finding.line - 1][finding.column - 1 : finding.end_column - 1]
    return lines[finding.line - 1][finding.column - 1 :]


def described(quads, subject: str) -> dict[str, list[str]]:
    """Return what is said of a subject (prefixed), by prefixed property, as prefixed names and lexical forms."""
    found: dict[str, list[str]] = {}
    for quad in quads:
        if shorten(quad.subject.value) == subject:
            value = quad.object.value
            found.setdefault(shorten(quad.predicate.value), []).append(
                shorten(value) if isinstance(quad.object, ox.NamedNode) else value
            )
    return found
