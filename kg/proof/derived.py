"""Proves derived facts: the steps, each with its rule, from a stance, an edge or a class back to asserted data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES, iri, kind_of, shorten, slug_of
from kg.proof.node_facts import day_or_bounds
from kg.proof.origins import written_in
from kg.proof.parts import Derived, ProofStep
from kg.proof.shown import shown_with
from kg.proof.voting import ballots_of_record, prove_record
from kg.rdf.periods import as_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.proof.node_facts import NodeReader

__all__ = ["bases_of", "classes_above", "contrary_statements", "derived", "entailed", "node_of_edge"]

_RDF, _RDFS, _PROV, _ORG = (VOCABULARIES[name] for name in ("rdf", "rdfs", "prov", "org"))
_DERIVED = {
    DP + name for name in ("DerivedEdge", "Stance", "EarlierStance", "Period", "ActTowards", "Ground", "VotingRecord")
}
#: The rule that derives a ground, by capacity.
_GROUNDS = {
    "itself": "03-holders",
    "in-office": "03-holders",
    "represented": "03-represented",
    "named-member": "04-members",
    "supplied-member": "04-members",
}
#: The rule that derives an edge, by property.
_EDGES = {
    "metWith": "02-meetings",
    "alliedWith": "02-relations",
    "rivalOf": "02-relations",
    "vetoed": "02-vetoes",
    "speaksFor": "02-posts, 02-speaks-for",
}


def node_of_edge(facts: NodeReader, subject: str, predicate: str, value: str) -> str | None:
    """Return the node that records what a plain edge is derived from, or None if there is no such edge."""
    if kind_of(subject) != "actor" or not predicate.startswith(DP):
        return None
    local, target = predicate.removeprefix(DP), slug_of(value)
    who = slug_of(subject)
    names = [iri("edge", who, local, target)]
    if local in ("supports", "opposes", "claims", "denies"):
        stances = [s for s in facts.subjects(DP + "actor", subject) if _takes(facts, s, local, value)]
        # Only the last known stance has a plain edge; a stance that has ended has a node but no edge.
        names += [s for s in stances if facts.one(s, DP + "standing") == iri("standing", "last-known")]
    names += [iri("towards", who, re.sub("Of$", "-of", local).lower(), target)]
    return next((name for name in names if facts.exists(name)), None)


def _takes(facts: NodeReader, node: str, side: str, about: str) -> bool:
    return facts.one(node, DP + "side") == iri("side", side) and facts.one(node, DP + "towards") == about


def bases_of(facts: NodeReader, node: str) -> list[str]:
    """Return the statements, events and relations that a node is derived from, sorted; of a record, some ballots."""
    if DP + "VotingRecord" in facts.values(node, _RDF + "type"):
        return ballots_of_record(facts, node)
    grounds = [node] if facts.values(node, DP + "statement") else _grounds(facts, node)
    found = {said for ground in grounds for said in facts.values(ground, DP + "statement")}
    bases = facts.values(node, _PROV + "wasDerivedFrom")
    return sorted(found | {_in_table(facts, node, base) for base in bases if facts.is_written(base)})


def contrary_statements(facts: NodeReader, statement: str) -> list[str]:
    """Return the statements behind the stances that contradict a stance based on a statement, sorted."""
    grounds = facts.subjects(DP + "statement", statement)
    stances = {stance for ground in grounds for stance in facts.subjects(DP + "ground", ground)}
    contrary = {other for stance in stances for other in facts.values(stance, DP + "contraryTo")}
    return sorted({said for other in contrary for said in bases_of(facts, other)} - {statement})


def _grounds(facts: NodeReader, node: str) -> list[str]:
    """Return the grounds of a node, sorted; of a period, those of its stance that had been told by its first day."""
    first = facts.one(node, DP + "firstDay")
    if first is None:
        return facts.values(node, DP + "ground")
    told = [ground for stance in facts.subjects(DP + "period", node) for ground in facts.values(stance, DP + "ground")]
    return [ground for ground in told if (facts.one(ground, DP + "saidNotAfter") or "") <= first]


def _in_table(facts: NodeReader, edge: str, base: str) -> str:
    """Return the basis of an edge: for a vote in a table, the actor's ballot, which has a row of its own."""
    # A vote in a table can have thousands of ballots, but the edge is about one of them.
    actor = facts.one(edge, _RDF + "subject")
    ballots = facts.values(base, DP + "ballot") if not facts.values(base, DP + "evidence") else []
    return next((ballot for ballot in ballots if facts.one(ballot, DP + "voter") == actor), base)


def derived(facts: NodeReader, node: str) -> Derived | None:
    """Return the derivation of a node, without the proofs of its bases; None if the node is not derived."""
    kinds = set(facts.values(node, _RDF + "type"))
    if not kinds & _DERIVED:
        return None
    ways = {"DerivedEdge": _edge, "VotingRecord": prove_record, "Period": _period}
    for kind, way in ways.items():
        if DP + kind in kinds:
            return way(facts, node)
    found = Derived(node, shorten(node), _sentence(facts, node), _facts(facts, node))
    last = facts.one(node, DP + "lastDay") or ""
    for ground in [node] if DP + "Ground" in kinds else facts.values(node, DP + "ground"):
        found.steps += _ground(facts, ground, last)
    found.steps += _conclusion(facts, node, kinds)
    return found


def _conclusion(facts: NodeReader, node: str, kinds: set[str]) -> list[ProofStep]:
    """Return what follows from the grounds of a stance or an act towards another, or what a ground is shown with."""
    if DP + "Stance" in kinds:
        return _standing(facts, node)
    if DP + "EarlierStance" in kinds:
        last = facts.one(node, DP + "lastDay")
        return [ProofStep(f"which were taken for one stance until {last}", "09-earlier-stances")]
    if DP + "ActTowards" in kinds:
        target = facts.label(facts.one(node, DP + "target") or "")
        return [ProofStep(f"by what is said of {target}", "16-acts-towards")]
    return shown_with(facts, node)


def _sentence(facts: NodeReader, node: str) -> str:
    actor = facts.one(node, DP + "actor") or ""
    side = facts.one(node, DP + "side") or facts.one(node, DP + "kind") or ""
    about = facts.one(node, DP + "towards") or facts.one(node, DP + "target") or ""
    return f"{facts.label(actor)} {facts.verb(side, [actor])}: {facts.label(about)}"


def _facts(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    others = facts.values(node, DP + "contraryTo")
    contraries = [f"{shorten(other)} ({_of(facts, other, 'standing')})" for other in others]

    rows = [
        ("standing", _of(facts, node, "standing")),
        ("degree", _of(facts, node, "degree")),
        ("as of", facts.one(iri("graph", "derived"), DP + "asOf") or "" if facts.values(node, DP + "standing") else ""),
        *((name, f"not after {day}") for name, key in _BOUNDS if (day := facts.one(node, DP + key))),
        *_held(facts, node),
        *((name, facts.one(node, DP + name) or "") for name in ("sources", "statements")),
        *(("contrary to", other) for other in contraries),
        *_periods(facts, node),
    ]
    return [row for row in rows if row[1]]


def _held(facts: NodeReader, node: str) -> Iterator[tuple[str, str]]:
    """Yield since when and until when something is held, as precisely as its statements tell."""
    for name, end in (("since", "hasBeginning"), ("until", "hasEnd")):
        if day := facts.one(node, DP + name):
            said = [facts.one(ground, DP + "statement") or "" for ground in _grounds(facts, node)]
            intervals = [interval for each in said if (interval := facts.one(each, DP + "holdsDuring"))]
            yield name, as_told(day, [facts.bound(interval, end) for interval in intervals])


def _periods(facts: NodeReader, stance: str) -> list[tuple[str, str]]:
    """Return the days from which a stance stood otherwise than before, and how; nothing if it has always stood so."""
    days = {facts.one(period, DP + "firstDay") or "": period for period in facts.values(stance, DP + "period")}
    changes: list[tuple[str, str]] = []
    for day, period in sorted(days.items()):
        standing = _of(facts, period, "standing")
        if not changes or changes[-1][1].partition(":")[0] != standing:
            changes.append((f"from {day}", f"{standing}: {shorten(period)}"))
    return changes if len(changes) > 1 else []


def _period(facts: NodeReader, node: str) -> Derived:
    """Return how a stance stood on the days of a period, and by which grounds."""
    stance = next(iter(facts.subjects(DP + "period", node)), node)
    first, last = facts.one(node, DP + "firstDay") or "", facts.one(node, DP + "lastDay")
    days = f"from {first}" + (f" to {last}" if last else " on")
    contrary = facts.one(node, DP + "lastContrary")
    rows = [("stance", shorten(stance)), ("days", days), *_facts(facts, node)]
    rows += [("contrary to", shorten(contrary))] if contrary else []
    found = Derived(node, shorten(node), _sentence(facts, stance), [row for row in rows if row[0] != "as of"])
    for ground in _grounds(facts, node):
        found.steps += _ground(facts, ground, first)
    standing = f"so {days} its standing is: {_of(facts, node, 'standing')}"
    found.steps.append(ProofStep(standing, "15-piece-standings, 17-periods"))
    return found


#: Days by which something was said: often that of the publication, and not the day on which it was said.
_BOUNDS = (("first said", "firstSaid"), ("last said", "lastSaid"))


def _of(facts: NodeReader, node: str, key: str) -> str:
    return slug_of(facts.one(node, DP + key) or "").replace("-", " ")


def _ground(facts: NodeReader, ground: str, day: str = "") -> list[ProofStep]:
    """Return the steps that attribute a statement to an actor: capacity, any membership, and whether it is firm.

    With a `day`, whether it was firm on it: what was taken back later was.
    """
    actor, through = facts.one(ground, DP + "actor") or "", facts.one(ground, DP + "through")
    said, capacity = facts.one(ground, DP + "statement") or "", slug_of(facts.one(ground, DP + "capacity") or "")
    by = facts.label(through) if through else ""
    how = {
        "itself": "said by itself",
        "in-office": "said in office, for a body",
        "represented": f"said on its behalf by {by}",
        "named-member": f"said by {by}, whose members the text names",
        "supplied-member": f"said by {by}, of which the coder lists it as a member",
    }.get(capacity, capacity)
    steps = [ProofStep(f"{shorten(said)} is {facts.label(actor)}’s: {how}", _GROUNDS.get(capacity, ""))]
    if capacity.endswith("member") and through:
        listed = f"{shorten(through)} foaf:member {shorten(actor)}"
        steps.append(ProofStep(listed, "asserted in the reference data", slug_of(through)))
    back = facts.one(ground, DP + "takenBackOn")
    if DP + "FirmGround" in facts.values(ground, _RDF + "type"):
        return [*steps, ProofStep("which is firm", "06-firm")]
    if back and day and day < back:
        return [*steps, ProofStep(f"which was firm until it was taken back on {back}", "06-taken-back-on")]
    return [*steps, ProofStep(f"which is not firm: {_why_not(facts, ground, capacity)}", "06-firm")]


def _why_not(facts: NodeReader, ground: str, capacity: str) -> str:
    certainty, side = slug_of(facts.one(ground, DP + "certainty") or ""), slug_of(facts.one(ground, DP + "side") or "")
    if capacity == "supplied-member":
        return "the text does not name the members"
    if certainty not in ("", "certain"):
        return f"it is only {certainty}"
    if side in ("doubts", "conditional", "neutral"):
        return {"doubts": "it doubts", "conditional": "it hangs on a condition"}.get(side, "it takes no side")
    if said := facts.one(ground, DP + "statement"):
        about = facts.subjects(DP + "aboutStatement", said)
        if about:
            return (
                f"it is what {shorten(about[0])} is about: it is only said to have been said, or its holder denies it"
            )
    if day := facts.one(ground, DP + "takenBackOn"):
        return f"its holder took it back, or denied it, by {day}"
    return "its source is not named, or somebody with a side of his own passes it on"


def _standing(facts: NodeReader, node: str) -> list[ProofStep]:
    standing = _of(facts, node, "standing")
    steps = [ProofStep(f"so its standing is: {standing}", "14-standing")]
    if standing == "last known" and facts.values(facts.one(node, DP + "side") or "", DP + "edge"):
        steps.append(ProofStep("and the plain edge stands", "15-edges"))
    return steps


def _edge(facts: NodeReader, node: str) -> Derived:
    subject, predicate, value = (facts.one(node, _RDF + end) or "" for end in ("subject", "predicate", "object"))
    sentence = f"{facts.label(subject)} {facts.verb(predicate, [subject])}: {facts.label(value)}"
    rule = _EDGES.get(predicate.removeprefix(DP), "")
    found = Derived(node, shorten(node), sentence)
    for base in facts.values(node, _PROV + "wasDerivedFrom"):
        if facts.values(base, _ORG + "member"):
            posts = facts.labels(facts.values(base, DP + "post"))
            held = day_or_bounds(facts, base) or "undated"
            found.steps.append(ProofStep(f"{posts}: {held}", "02-posts", slug_of(subject)))
        else:
            found.steps.append(ProofStep(f"from {shorten(base)}", rule))
    return found


def entailed(facts: NodeReader, node: str, *, any_class: bool = False) -> Derived | None:
    """Return how the classes of a node follow from its asserted ones; None if it has none.

    Those of other vocabularies count with `any_class`, if it has none of ours.
    """
    kinds = facts.values(node, _RDF + "type")
    asserted = [kind for kind in kinds if kind.startswith(DP)] or (kinds if any_class else [])
    if not asserted:
        return None
    _, entry = written_in(facts, node)
    found = Derived(node, shorten(node), f"{facts.label(node)} ({facts.labels(asserted)})")
    for kind in asserted:
        found.steps.append(ProofStep(f"{shorten(node)} a {shorten(kind)}", "asserted", entry))
        found.steps += _above(facts, kind, set())
    return found


def classes_above(facts: NodeReader, node: str) -> list[ProofStep]:
    """Return the steps from the classes of a derived node to those above them."""
    return [step for kind in facts.values(node, _RDF + "type") for step in _above(facts, kind, set())]


def _above(facts: NodeReader, kind: str, seen: set[str]) -> list[ProofStep]:
    """Return the steps to the superclasses of a class, nearest first."""
    steps: list[ProofStep] = []
    above = facts.values(kind, _RDFS + "subClassOf")
    # Our own classes come first, because those of other vocabularies follow from them by alignment.
    for wider in sorted(above, key=lambda name: (not name.startswith(DP), name)):
        if wider.startswith("http") and wider not in seen:
            seen.add(wider)
            rule = "01-types" if wider.startswith(DP) else "18-aligned-types"
            steps += [ProofStep(f"{shorten(kind)} rdfs:subClassOf {shorten(wider)}", rule), *_above(facts, wider, seen)]
    return steps
