"""Records of votes: sums in a graph of their own, so that questions need not count a million ballots each time.

A record is how many ballots of one choice an actor cast in the votes on an issue, on a motion or, if it took both
sides, under one title (its `dp:matter`), and between which days. All votes that took place count, in tables and in
articles.

Each actor has a bit for each vote and choice, with the votes in the order of their days. So a sum is the number of bits
that two integers share, and its first and last day are at the lowest and the highest of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DERIVED, DP, GRAPHS, ID, VOCABULARIES, base_in_force, iri, slug_of, slugify
from kg.rdf.packed import in_pieces
from kg.vocabulary import COUNTED_CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["add_voting_records"]

#: How many characters of N-Triples are loaded together.
_PIECE = 30_000_000
_LONGEST_PART = 60


@dataclass(slots=True)
class _Vote:
    """One vote; `day` is the last on which it can have been held, in ISO 8601."""

    iri: str
    day: str
    matter: str
    issues: tuple[str, ...]
    motion: str


@dataclass(slots=True)
class _Votes:
    """All votes, in the order of their days, and for each actor and choice an integer with a bit for each vote."""

    votes: list[_Vote] = field(default_factory=list)
    bits: dict[str, list[int]] = field(default_factory=dict)


def add_voting_records(store: ox.Store) -> None:
    """Replace the graph of records in a store by what its votes give."""
    graph = ox.NamedNode(GRAPHS["voting"])
    store.clear_graph(graph)
    for piece in in_pieces(_records(_read(store)), _PIECE):
        store.bulk_load("".join(piece).encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _read(store: ox.Store) -> _Votes:
    votes = _votes_of(store)
    ordered = sorted(votes.values(), key=lambda vote: (vote.day, vote.iri))
    number = {vote.iri: index for index, vote in enumerate(ordered)}
    rows: dict[str, list[bytearray]] = defaultdict(lambda: [bytearray(len(ordered) // 8 + 1) for _ in COUNTED_CHOICES])
    for vote, actor, choice in _cast(store, number):
        at = number[vote]
        rows[actor][choice][at >> 3] |= 1 << (at & 7)
    return _Votes(ordered, {who: [int.from_bytes(each, "little") for each in rows[who]] for who in sorted(rows)})


def _votes_of(store: ox.Store) -> dict[str, _Vote]:
    """Return all votes that took place and were not withdrawn."""
    happened, derived = iri("occurrence", "happened"), {GRAPHS[name] for name in DERIVED}
    found: dict[str, _Vote] = {}
    for vote, _, graph in _quads(store, None, VOCABULARIES["rdf"] + "type", DP + "Vote"):
        took_place = graph not in derived and happened in _values(store, vote, DP + "occurrence", graph)
        if took_place and not _values(store, vote, VOCABULARIES["prov"] + "invalidatedAtTime", graph):
            found[vote] = _vote(store, vote, graph)
    return found


def _vote(store: ox.Store, vote: str, graph: str) -> _Vote:
    # What a source reports took place by the day on which it was published.
    issued = _values(store, graph, VOCABULARIES["dcterms"] + "issued", graph)
    day = (_values(store, vote, DP + "happenedNotAfter", graph) or issued or ("",))[0][:10]
    matter = (_values(store, vote, VOCABULARIES["rdfs"] + "label", graph) or ("",))[0]
    motion = (_values(store, vote, DP + "motion", graph) or ("",))[0]
    # A vote is on the issues of its motion as well.
    of_motion = _values(store, motion, DP + "issue", GRAPHS["reference"]) if motion else ()
    issues = {*_values(store, vote, DP + "issue", graph), *of_motion}
    return _Vote(vote, day, matter, tuple(sorted(issues)), motion)


def _cast(store: ox.Store, votes: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """Yield the vote, actor and choice (by number) of each ballot, as votes of tables say, or else as ballots do."""
    told = set()
    for number, name in enumerate(COUNTED_CHOICES):
        for vote, actor, _ in _quads(store, None, DP + name):
            if vote in votes:
                told.add(vote)
                yield vote, actor, number
    choices = {iri("choice", slug): at for at, slugs in enumerate(COUNTED_CHOICES.values()) for slug in slugs}
    for vote in sorted(votes.keys() - told):
        for _, ballot, graph in _quads(store, vote, DP + "ballot"):
            voter, choice = (_values(store, ballot, DP + name, graph) for name in ("voter", "choice"))
            if voter and choice and choice[0] in choices:
                yield vote, voter[0], choices[choice[0]]


def _records(found: _Votes) -> Iterator[str]:
    """Yield what each actor's ballots on each issue, motion and matter add up to."""
    issues, motions, matters = (defaultdict[str, int](int) for _ in range(3))
    for number, vote in enumerate(found.votes):
        for issue in vote.issues:
            issues[issue] |= 1 << number
        if vote.motion:
            motions[vote.motion] |= 1 << number
        matters[vote.matter] |= 1 << number
    for actor, bits in found.bits.items():
        for kind, masks in (("issue", issues), ("towards", motions), ("matter", matters)):
            for about, mask in masks.items():
                common = [each & mask for each in bits]
                # Of titles, only those on which an actor changed sides: all others would be a third of a million.
                if kind != "matter" or (common[0] and common[1]):
                    yield from _record(found, actor, kind, about, common)


def _record(found: _Votes, actor: str, kind: str, about: str, common: list[int]) -> Iterator[str]:
    xsd = VOCABULARIES["xsd"]
    of_title, on = kind == "matter", "motion" if kind == "towards" else kind
    value, part = (str(ox.Literal(about)), _part_of_title(about)) if of_title else (f"<{about}>", _part(about))
    for (choice, *_), bits in zip(COUNTED_CHOICES.values(), common, strict=True):
        if not bits:
            continue
        name = f"<{iri('record', _part(actor), choice, on, part)}>"
        days = found.votes[(bits & -bits).bit_length() - 1].day, found.votes[bits.bit_length() - 1].day
        yield (
            f"{name} {_TYPE} <{DP}VotingRecord> .\n{name} <{DP}actor> <{actor}> .\n"
            f"{name} <{DP}choice> <{iri('choice', choice)}> .\n{name} <{DP}{kind}> {value} .\n"
            f'{name} <{DP}votes> "{bits.bit_count()}"^^<{xsd}integer> .\n'
            f'{name} <{DP}firstVoted> "{days[0]}"^^<{xsd}date> .\n{name} <{DP}lastVoted> "{days[1]}"^^<{xsd}date> .\n'
        )


_TYPE = f"<{VOCABULARIES['rdf']}type>"


def _quads(
    store: ox.Store, subject: str | None, predicate: str, value: str | None = None, graph: str | None = None
) -> Iterator[tuple[str, str, str]]:
    """Yield the subject, value and graph of quads, as IRIs and lexical forms."""
    of, to, inside = (None if name is None else ox.NamedNode(name) for name in (subject, value, graph))
    for quad in store.quads_for_pattern(of, ox.NamedNode(predicate), to, inside):
        yield quad.subject.value, quad.object.value, quad.graph_name.value  # type: ignore[union-attr]  # no triple terms and no default graph, by the shapes


def _values(store: ox.Store, subject: str, predicate: str, graph: str) -> tuple[str, ...]:
    return tuple(sorted(value for _, value, _ in _quads(store, subject, predicate, None, graph)))


def _part(name: str) -> str:
    """Return what an actor, an issue or a proposition contributes to the name of a record."""
    # Two bases may use one slug, so a foreign name is marked, as in the rules.
    mark = "" if name.startswith((ID, base_in_force())) else f"-{_short_hash(name)}"
    return slug_of(name).rpartition("/")[2] + mark


def _part_of_title(title: str) -> str:
    # Titles are long, and differ in more than what a slug keeps of them.
    return f"{slugify(title)[:_LONGEST_PART].strip('-')}-{_short_hash(title)}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
