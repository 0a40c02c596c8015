"""Proves an answer: who said it, through whom, when, in which words, and where those words are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import NotFoundError, UsageError
from kg.namespaces import DP, VOCABULARIES, iri, shorten, slug_of
from kg.proof.corrections import corrections
from kg.proof.derived import bases_of, classes_above, contrary_statements, derived, entailed
from kg.proof.implied import proof_of_triple, reason_without_edge
from kg.proof.node_facts import NodeReader, resolve_node, term_named
from kg.proof.origins import written_in
from kg.proof.parts import Derived, Link, Proof, RelatedStatement, TableRow
from kg.proof.passage import Passage
from kg.rdf.labels import addressing, enumeration, tells_side, with_side
from kg.rdf.periods import is_within

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["prove"]

_MOST = 5  # values that a message lists
#: The predicates that give a class.
_TYPE = ("a", "rdf:type")
#: Names of the plain edges of stances in version 1 of the ontology.
_STANCE_EDGE = re.compile(r"(?:edge:)?([\w.-]+)\.(supports|opposes|claims|denies)\.([\w-]+)")

_DCTERMS, _OA, _ORG, _PROV, _RDF = (VOCABULARIES[name] for name in ("dcterms", "oa", "org", "prov", "rdf"))
#: The properties of a row that a proof shows elsewhere or not at all. All others are shown under their labels, so that
#: a new key of a sheet needs no change here.
_SHOWN = {
    "aboutEvent", "act", "addressee", "attendee", "attribution", "ballot", "body", "certainty", "condition", "evidence",
    "happenedNotAfter", "happenedNotBefore", "hearsayDepth", "holder", "holdsDuring", "initiator",
    "invalidationReason", "issue", "location", "mode", "motion", "occurrence", "onBehalfOf", "participant", "party",
    "perpetrator", "polarity", "recipient", "reportedBy", "reviewedAt", "reviewedBy", "row", "saidNotAfter",
    "saidNotBefore", "status", "toll", "towards", "victim",
}  # fmt: skip


def prove(store: ox.Store, *names: str) -> Proof | Derived:
    """Return the proof of `names`: the name of a node, or the three parts of a triple.

    A statement, event or relation has a proof of its own. A stance, a derived edge or an entailed class has the steps
    that lead to it, with the proofs of its bases. Raises the same errors as `resolve_node`, NotFoundError for a triple
    that does not hold, and UsageError for a node that no source states.
    """
    facts = NodeReader(store)
    if len(names) == 1 and (edge := _STANCE_EDGE.fullmatch(names[0])):
        names = (f"actor:{edge[1]}", f"dp:{edge[2]}", f"proposition:{edge[3]}")
    if len(names) == 3 and names[1] not in _TYPE:
        return _triple(facts, *names)
    node = resolve_node(store, names[0]) if len(names) == 1 else _of_class(facts, *names)
    found = derived(facts, node)
    if found is not None:
        found.proofs = [_proof(facts, basis) for basis in bases_of(facts, node)]
        found.steps += classes_above(facts, node) if len(names) > 1 else []
    elif len(names) == 1 and facts.is_written(node):
        return _proof(facts, node)
    elif found := entailed(facts, node, any_class=len(names) > 1):
        found.proofs = [_proof(facts, row) for row in written_in(facts, node)[0]]
    if found is None:
        raise UsageError(f"{shorten(node)} is not something that a source says", hint="name a statement's id")
    return found


def _of_class(facts: NodeReader, subject: str, _predicate: str, value: str) -> str:
    """Return the node to prove for a triple that gives a class: its subject."""
    of, wanted = facts.resolve(subject), term_named(value)
    # An unknown prefix says as little as none: any class of that name is meant.
    local = "" if wanted else re.split("[:/#]", value)[-1]
    if not any(kind == wanted or re.split("[/#]", kind)[-1] == local for kind in facts.types(of)):
        raise NotFoundError(f"{shorten(of)} is not known to be a {value}")
    return of


def _triple(facts: NodeReader, subject: str, predicate: str, value: str) -> Derived:
    of, local = facts.resolve(subject), predicate.partition(":")[2] or predicate
    said = term_named(predicate) or DP + local
    # Only propositions have sides, so a row or an actor of that name is not meant.
    kind = "proposition" if facts.exists(iri("side", local)) else None
    about = facts.object_named(of, said, value, kind)
    told = proof_of_triple(facts, (of, said, about))
    if told is None:
        shown = shorten(about) if isinstance(about, str) else about
        others = ", ".join(map(shorten, facts.values(of, said)[:_MOST]))
        hint = reason_without_edge(facts, of, said, about) if kind else f"it has {others or 'none'}"
        raise NotFoundError(f"no edge {shorten(of)} {shorten(said)} {shown}", hint=hint)
    found, bases = told
    found.proofs = [_proof(facts, basis) for basis in bases]
    return found


def _proof(facts: NodeReader, node: str) -> Proof:
    if not facts.values(node, DP + "evidence") and facts.values(node, DP + "row"):
        from kg.proof.table_rows import prove_row  # imports the YAML reader, which other proofs do not need

        return prove_row(facts, node)
    source = facts.one(node, _DCTERMS + "isPartOf") or ""
    kind = slug_of(facts.one(node, _RDF + "type") or "").partition("#")[2]
    stated = bool(facts.values(node, DP + "towards"))
    return Proof(
        iri=node,
        name=shorten(node),
        id=facts.one(node, _DCTERMS + "identifier") or "",
        kind=kind,
        sentence=_sentence(facts, node) if stated else facts.label(node),
        source=source,
        title=facts.one(source, _DCTERMS + "title") or "",
        sha256=facts.one(source, DP + "sha256") or "",
        facts=_statement_facts(facts, node) if stated else _event_facts(facts, node),
        chain=_chain(facts, node, source),
        passage=_passage(facts, node),
        corrections=corrections(facts, node),
        others=_contradicting(facts, node) if stated else [],
        rows=[TableRow(address) for address in facts.values(node, DP + "row")],
    )


def _passage(facts: NodeReader, node: str) -> Passage:
    selectors = facts.values(facts.one(node, DP + "evidence") or "", _OA + "hasSelector")
    read = {key: next((v for s in selectors for v in facts.values(s, _OA + key)), "") for key in
            ("prefix", "exact", "suffix", "start", "end")}  # fmt: skip  # one table, one line of names
    return Passage(read["prefix"], read["exact"], read["suffix"], int(read["start"] or 0), int(read["end"] or 0))


def _sentence(facts: NodeReader, node: str) -> str:
    addressees = facts.values(node, DP + "addressee")
    act, about = facts.one(node, DP + "act") or "", facts.one(node, DP + "towards") or ""
    to = f"{addressing(slug_of(act))}{facts.labels(addressees)}" if addressees else ""
    holders, side = facts.values(node, DP + "holder"), facts.one(node, DP + "polarity") or ""
    does = f"{facts.verb(act, holders)}{to}"
    sides = (side, *(facts.one(act, DP + name) or "" for name in ("defaultPolarity", "actKind")))
    does = does if tells_side(*map(slug_of, sides)) else with_side(does, facts.verb(side, holders))
    return f"{_speakers(facts, node)} {does}: {facts.label(about)}"


def _speakers(facts: NodeReader, node: str) -> str:
    """Return the holders in words, each with the actors it speaks for."""
    represented = _represented(facts, node)
    return enumeration(
        [
            facts.label(holder) + (f" (for {facts.labels(represented[holder])})" if represented.get(holder) else "")
            for holder in facts.values(node, DP + "holder")
        ]
    )


def _represented(facts: NodeReader, node: str) -> dict[str, list[str]]:
    """Return the principals of each holder: those in the chain or, if it has none, all principals for every holder."""
    told: dict[str, set[str]] = {}
    for link in facts.values(node, DP + "attribution"):
        told.setdefault(facts.one(link, _PROV + "agent") or "", set()).update(facts.values(link, DP + "represents"))
    # Joint speakers may speak for different bodies, but only the chain records this; without it, all speak for all.
    if any(told.values()):
        return {agent: sorted(actors) for agent, actors in told.items()}
    everyone = facts.values(node, DP + "onBehalfOf")
    return dict.fromkeys(facts.values(node, DP + "holder"), everyone)


def _statement_facts(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    """Return the facts of a statement: its content, and the three kinds of dates, each under its own heading."""
    about, condition = facts.one(node, DP + "towards") or "", facts.one(node, DP + "condition")
    source = facts.one(node, _DCTERMS + "isPartOf") or ""
    rows = [
        *_slugs(facts, node, "act", "polarity"),
        ("proposition", f"{shorten(about)}: {facts.label(about)}"),
        ("on condition", f"{shorten(condition)}: {facts.label(condition)}" if condition else ""),
        ("said", _days(facts, node, "said")),
        ("published", facts.one(source, _DCTERMS + "issued") or ""),
        ("holds", _during(facts, node)),
        *_slugs(facts, node, "mode", "certainty"),
        ("confidence", facts.one(node, VOCABULARIES["itsrdf"] + "taConfidence") or ""),
        *(("toll", _toll(facts, toll)) for toll in facts.values(node, DP + "toll")),
        *_further(facts, node),
    ]
    return [row for row in rows if row[1]]


def _further(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    """Return the properties of a row that no other part of the proof shows, under their labels."""
    further = (name for name in facts.properties(node) if name.startswith(DP) and name.removeprefix(DP) not in _SHOWN)
    return [(facts.label(name), _words(facts, facts.values(node, name))) for name in further]


def _words(facts: NodeReader, values: list[str]) -> str:
    return ", ".join(facts.label(value) if value.startswith(("http:", "https:")) else value for value in values)


#: The properties that link an event or a relation to actors and places, in the order of a proof.
_TIES = (
    "party", "participant", "perpetrator", "victim", "initiator", "recipient", "attendee", "location", "body", "motion",
)  # fmt: skip  # a list of names


def _event_facts(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    source = facts.one(node, _DCTERMS + "isPartOf") or ""
    named = [(tie, facts.labels(values)) for tie in _TIES if (values := facts.values(node, DP + tie))]
    ballots = [
        (
            "ballot",
            f"{facts.label(facts.one(ballot, DP + 'voter') or '')}: {slug_of(facts.one(ballot, DP + 'choice') or '')}",
        )
        for ballot in facts.values(node, DP + "ballot")
    ]
    dates = [("happened", _days(facts, node, "happened")), ("holds", _during(facts, node))]
    published = ("published", facts.one(source, _DCTERMS + "issued") or "")
    rows = (*named, *ballots, *_slugs(facts, node, "occurrence"), *dates, published, *_further(facts, node))
    return [row for row in rows if row[1]]


def _slugs(facts: NodeReader, node: str, *names: str) -> list[tuple[str, str]]:
    return [(name, slug_of(value)) for name in names if (value := facts.one(node, DP + name))]


def _days(facts: NodeReader, node: str, verb: str) -> str:
    first, last = facts.one(node, f"{DP}{verb}NotBefore"), facts.one(node, f"{DP}{verb}NotAfter")
    if first and last:
        return first if first == last else f"between {first} and {last}"
    return f"not before {first}" if first else f"not after {last}" if last else ""


def _during(facts: NodeReader, node: str) -> str:
    interval = facts.one(node, DP + "holdsDuring")
    since, until = (facts.bound(interval, end) if interval else None for end in ("hasBeginning", "hasEnd"))
    return " ".join(f"{word} {day}" for word, day in (("since", since), ("until", until)) if day)


#: The words for what a toll counts.
_COUNTED = {"deaths": "dead", "wounded": "wounded", "displaced": "displaced"}


def _toll(facts: NodeReader, toll: str) -> str:
    counted = next((key for key in _COUNTED if facts.one(toll, DP + key)), "deaths")
    parts = [
        slug_of(facts.one(toll, DP + "deathsQualifier") or ""),
        facts.one(toll, DP + counted) or "",
        _COUNTED[counted],
    ]
    for word, key in (("of", "victims"), ("by", "perpetrator"), ("in", "location")):
        if value := facts.one(toll, DP + key):
            parts += [word, facts.label(value)]
    return " ".join(parts)


def _chain(facts: NodeReader, node: str, source: str) -> list[Link]:
    """Return the voices from the source inwards; each speaker is followed by those on whose behalf it speaks."""
    day = facts.one(node, DP + "saidNotAfter") or facts.one(node, DP + "happenedNotAfter") or ""
    publisher = facts.one(source, _DCTERMS + "publisher")
    links = [_link(facts, 0, "published by", publisher, "")] if publisher else []
    holders, represented = facts.values(node, DP + "holder"), _represented(facts, node)
    for step, voice in _voices(facts, node, source):
        narrates = DP + "Narrator" in facts.values(voice, _RDF + "type")
        role = "narrated by" if narrates else "speaker" if voice in holders else "reported by"
        links.append(_link(facts, step, role, voice, day))
        if role == "speaker":
            links += [_link(facts, step + 1, "on behalf of", actor, "") for actor in represented.get(voice, ())]
    return links


def _voices(facts: NodeReader, node: str, source: str) -> list[tuple[int, str]]:
    """Return the voices with their step in the chain; an event has no chain, only voices that report it."""
    links = facts.values(node, DP + "attribution")
    if links:
        order = ((int(facts.one(link, DP + "order") or 0), facts.one(link, _PROV + "agent") or "") for link in links)
        return sorted(order)
    return [
        (1, iri("actor", "narrator", slug_of(source))),
        *((2, voice) for voice in facts.values(node, DP + "reportedBy")),
    ]


def _link(facts: NodeReader, step: int, role: str, actor: str, day: str) -> Link:
    return Link(step, role, shorten(actor), facts.label(actor), tuple(_posts(facts, actor, day)) if day else ())


def _posts(facts: NodeReader, actor: str, day: str) -> list[str]:
    """Return the labels of the posts held on a day, sorted."""
    held = set()
    for membership in facts.subjects(_ORG + "member", actor):
        interval = facts.one(membership, _ORG + "memberDuring") or ""
        if is_within(day, facts.bound(interval, "hasBeginning"), facts.bound(interval, "hasEnd")):
            held |= {facts.label(post) for post in facts.values(membership, DP + "post")}
    return sorted(held)


def _contradicting(facts: NodeReader, node: str) -> list[RelatedStatement]:
    return [
        RelatedStatement("contrary to", shorten(other), _sentence(facts, other), _passage(facts, other).exact)
        for other in contrary_statements(facts, node)
    ]
