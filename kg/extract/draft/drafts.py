"""A draft: the rows of a sheet, and the new entries and propositions that they refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg.extract.names.people.titles import entries_with_posts

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc

    from kg.extract.article.excerpts import Layout
    from kg.extract.draft.charges import Charges
    from kg.extract.draft.rowids import Ids
    from kg.extract.grammar.attributed import Attribution
    from kg.extract.grammar.contents import Content
    from kg.extract.meaning.topics.issues import Issues
    from kg.extract.meaning.topics.propositions import NewProposition, Propositions
    from kg.extract.names.actors import Actor, Proposed
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.nounphrases import NounPhrases
    from kg.extract.names.principals.setting import Setting
    from kg.extract.names.speakers import Speakers

__all__ = ["Draft", "Row", "RowWriter", "entries_of", "mark_assumed", "named_in", "one_or_more", "tell_for_whom"]

#: A row of a sheet, in the order of its fields.
Row = dict[str, object]

_ACTORS = (
    "speaker",
    "candidates",
    "for",
    "addressee",
    "target",
    "reported_by",
    "translator",
    "participants",
    "perpetrators",
    "victims",
    "between",
    "body",
)

#: What a row keeps of its confidence whose state is not from the text.
_LESS = 0.8


@dataclass
class Draft:
    """The rows of the three sections, and the new entries and propositions that they need.

    `assumed` says of rows, by their ids, where the state of the speaker comes from, if not from the text.
    """

    statements: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    entries: list[Proposed] = field(default_factory=list)
    propositions: dict[str, NewProposition] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)

    @property
    def left_open(self) -> str:
        """How many new propositions a person has still to word or to name; empty if none."""
        blank = sum(not new.sentence for new in self.propositions.values())
        unclear = sum(bool(new.unclear) for new in self.propositions.values())
        told = [f"{count} {what}" for count, what in ((blank, "without a sentence"), (unclear, "to be named")) if count]
        return f" ({', '.join(told)})" if told else ""


def one_or_more(slugs: list[str]) -> object:
    """Return a single slug as it is, or several as a list."""
    unique = list(dict.fromkeys(slugs))
    return unique[0] if len(unique) == 1 else unique


def slugs_of(value: object) -> list[str]:
    """Return the slugs of what `one_or_more` has made: a single slug, several, or those of each of several speakers."""
    if isinstance(value, dict):
        return [slug for each in value.values() for slug in slugs_of(each)]
    return [str(slug) for slug in value] if isinstance(value, list) else [str(value)]


def named_in(row: Row) -> set[str]:
    """Return the actors named in a row."""
    found: set[str] = set()
    for key in _ACTORS:
        value = row.get(key)
        found |= set(slugs_of(value)) if value else set()
    ballots = row.get("ballots")
    return found | (set(ballots) if isinstance(ballots, dict) else set())


def entries_of(draft: Draft, resolver: Resolver) -> list[Proposed]:
    """Return the new entries that the rows and propositions of a draft need, sorted by slug."""
    rows = (*draft.statements, *draft.events, *draft.relations)
    named = {name for row in rows for name in named_in(row)}
    named |= {slug for new in draft.propositions.values() for slug in new.concerns}
    assumed = resolver.descriptions.organs.setting.assumed  # a post that the text does not give is not proposed
    told = {person: body for person, body in _spoken_for(draft).items() if person not in assumed}
    return entries_with_posts(resolver, named, told)


def tell_for_whom(draft: Draft) -> None:
    """Give a person's rows the body for which the later ones speak, where the text tells it only there."""
    told = _spoken_for(draft)
    known: set[str] = set()
    for row in draft.statements:
        speaker = str(row.get("speaker"))
        if "for" in row:
            known.add(speaker)
        elif speaker in told and speaker not in known:
            row["for"] = told[speaker]


def _spoken_for(draft: Draft) -> dict[str, str]:
    """Return the body for which a person speaks wherever the draft says for whom, if it is the same everywhere."""
    told: dict[str, set[str]] = {}
    for row in draft.statements:
        if isinstance(row.get("speaker"), str) and "for" in row:
            told.setdefault(str(row["speaker"]), set()).update(slugs_of(row["for"]))
    return {person: bodies.pop() for person, bodies in told.items() if len(bodies) == 1}


def mark_assumed(draft: Draft, setting: Setting) -> None:
    """Lower the confidence of rows whose state is only taken to be the outlet's, and note by what that is known."""
    if setting.outlet is None or not setting.assumed:
        return
    for row in draft.statements:
        if "for" in row and setting.assumed & {*slugs_of(row["speaker"]), *slugs_of(row["for"])}:
            row["confidence"] = round(float(str(row["confidence"])) * _LESS, 2)
            draft.assumed[str(row["id"])] = f"assumed from {setting.outlet.by}"


class RowWriter(Protocol):
    """The part of `kg.extract.draft.drafting.Drafter` that is needed to write rows."""

    text: str
    doc: Doc
    gazetteer: Gazetteer
    layout: Layout
    resolver: Resolver
    ids: Ids
    result: Draft
    holders: dict[int, tuple[Actor, ...]]
    narrator: bool
    published: date
    speakers: Speakers
    phrases: NounPhrases
    propositions: Propositions
    issues: Issues
    charges: Charges
    candidates: dict[int, tuple[Actor, ...]]

    def add(self, row: Row, start: int, end: int) -> None:
        """Add a statement, unless the same one was found in the same words."""

    def day(self, verb: int, *, future: bool = False) -> date | None:
        """Return the day given with a verb."""

    def narrated(self, content: Content, act: str, frame: str = "clause") -> str:
        """Return the proposition of a statement in the text's own voice."""

    def figures(self, content: Content) -> Row:
        """Return the death tolls in a content, as a field of a row."""

    def statement(
        self, item: Attribution, content: Content, holders: tuple[Actor, ...], chain: tuple[Actor, ...]
    ) -> bool:
        """Write the statement of one content; return whether there was one."""
