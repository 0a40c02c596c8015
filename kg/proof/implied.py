"""Proves triples: the plain edges, and what follows from a triple by its property.

A wider property, an inverse one, one that holds both ways, or one that holds step by step follows from other triples;
these are proved in turn, down to the nodes of derived edges and to what a source or the reference data assert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES, iri, kind_of, shorten, slug_of
from kg.proof.derived import bases_of, derived, node_of_edge
from kg.proof.origins import written_in
from kg.proof.parts import Derived, ProofStep

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.proof.node_facts import NodeReader

__all__ = ["proof_of_triple", "reason_without_edge"]

_OWL, _RDFS = (VOCABULARIES[name] for name in ("owl", "rdfs"))
_ISSUED, _TYPE = VOCABULARIES["dcterms"] + "issued", VOCABULARIES["rdf"] + "type"
#: The properties that give the time of a membership, a statement or a relation.
_DURING = (VOCABULARIES["org"] + "memberDuring", DP + "holdsDuring")
#: A triple: subject and predicate as IRIs, and the object as an IRI or a literal.
_Triple = tuple[str, str, "str | ox.Literal"]
#: The steps to a triple, and the nodes that they start from: those of derived edges, and of rows.
_Found = tuple[list[ProofStep], list[str]]


def proof_of_triple(facts: NodeReader, triple: _Triple) -> tuple[Derived, list[str]] | None:
    """Return the derivation of a triple, without proofs, and the rows to prove; None if the triple does not hold."""
    if not facts.holds(*triple):
        return None
    if node := _node_of(facts, triple):
        edge = derived(facts, node)
        return (edge, bases_of(facts, node)) if edge else None
    found = _steps(facts, triple, frozenset())
    if found is None:
        # What the rules say of a node of theirs, its standing or its side, is proved with that node.
        told = derived(facts, triple[0])
        return (told, bases_of(facts, triple[0])) if told else None
    subject, predicate, value = triple
    does = facts.verb(predicate, [subject])
    about = facts.label(value) if isinstance(value, str) else value.value
    sentence = f"{facts.label(subject)} {shorten(predicate) if does == predicate else does}: {about}"
    steps, bases = found
    return Derived(subject, _name(triple), sentence, steps=_once(steps)), sorted(set(bases))


def _name(triple: _Triple) -> str:
    subject, predicate, value = triple
    return f"{shorten(subject)} {shorten(predicate)} {shorten(value) if isinstance(value, str) else value.value}"


def _once(steps: list[ProofStep]) -> list[ProofStep]:
    return [step for number, step in enumerate(steps) if step not in steps[:number]]


def _steps(facts: NodeReader, triple: _Triple, above: frozenset[_Triple]) -> _Found | None:
    """Return the steps to a triple; `above` are the triples that it is to prove, which prove nothing themselves."""
    if triple in above or not facts.holds(*triple):
        return None
    if node := _node_of(facts, triple):
        edge = derived(facts, node)
        return (edge.steps, bases_of(facts, node)) if edge else None
    if facts.asserts(*triple):
        return _asserted(facts, triple)
    below = above | {triple}
    ways = (_voter, _wider, _inverse, _along, _held, _as_of)
    return next((found for way in ways if (found := way(facts, triple, below))), None)


def _node_of(facts: NodeReader, triple: _Triple) -> str | None:
    subject, predicate, value = triple
    return node_of_edge(facts, subject, predicate, value) if isinstance(value, str) else None


def _asserted(facts: NodeReader, triple: _Triple) -> _Found:
    rows, entry = written_in(facts, triple[0])
    return [ProofStep(_name(triple), "asserted", entry)], rows


def _voter(facts: NodeReader, triple: _Triple, _above: frozenset[_Triple]) -> _Found | None:
    """Return the step to a voter, by way of its ballot."""
    vote, predicate, actor = triple
    ballot = next((name for name in facts.values(vote, DP + "ballot") if actor in facts.values(name, DP + "voter")), "")
    if predicate != DP + "participant" or not ballot or not isinstance(actor, str):
        return None
    steps = [f"{shorten(vote)} dp:ballot {shorten(ballot)}", f"{shorten(ballot)} dp:voter {shorten(actor)}"]
    return [ProofStep(step, "01-voters") for step in steps], [vote] if facts.is_written(vote) else [ballot]


def _wider(facts: NodeReader, triple: _Triple, above: frozenset[_Triple]) -> _Found | None:
    """Return the steps by way of all narrower properties that hold."""
    subject, predicate, value = triple
    steps, bases = list[ProofStep](), list[str]()
    for narrower in facts.subjects(_RDFS + "subPropertyOf", predicate):
        if found := _steps(facts, (subject, narrower, value), above):
            rule = _rule_above(facts, narrower, predicate)
            implied = f"{shorten(narrower)} rdfs:subPropertyOf {shorten(predicate)}"
            steps, bases = [*steps, *found[0], ProofStep(implied, rule)], [*bases, *found[1]]
    return (steps, bases) if steps else None


def _rule_above(facts: NodeReader, narrower: str, wider: str) -> str:
    """Return the rule that gives a wider property."""
    if not wider.startswith(DP):
        return "18-aligned-properties"
    return "17-edges-between-actors" if facts.subjects(DP + "edge", narrower) else "01-super-properties"


def _inverse(facts: NodeReader, triple: _Triple, above: frozenset[_Triple]) -> _Found | None:
    """Return the steps by way of the triple the other way round."""
    subject, predicate, value = triple
    if not isinstance(value, str):
        return None
    inverse = _OWL + "inverseOf"
    ways = {
        name: f"{shorten(name)} owl:inverseOf {shorten(predicate)}"
        for name in (*facts.values(predicate, inverse), *facts.subjects(inverse, predicate))
    }
    if _OWL + "SymmetricProperty" in facts.types(predicate):
        ways[predicate] = f"{shorten(predicate)} a owl:SymmetricProperty"
    for other, why in ways.items():
        if found := _steps(facts, (value, other, subject), above):
            return [*found[0], ProofStep(why, "02-inverses")], found[1]
    return None


def _along(facts: NodeReader, triple: _Triple, above: frozenset[_Triple]) -> _Found | None:
    """Return the steps of a transitive property, by way of a node in between."""
    subject, predicate, value = triple
    if _OWL + "TransitiveProperty" not in facts.types(predicate):
        return None
    for between in facts.values(subject, predicate):
        first = _steps(facts, (subject, predicate, between), above)
        rest = _steps(facts, (between, predicate, value), above)
        if first and rest:
            step = ProofStep(f"{shorten(predicate)} a owl:TransitiveProperty", "01-transitive")
            return [*first[0], *rest[0], step], [*first[1], *rest[1]]
    return None


#: The days that are computed from an interval: the end that each comes from, and the rule.
_HELD = {
    "heldFrom": ("hasBeginning", "02-held-from"),
    "heldTo": ("hasEnd", "02-held-to"),
    "surelyHeldTo": ("hasEnd", "02-surely-held-to"),
}


def _held(facts: NodeReader, triple: _Triple, _above: frozenset[_Triple]) -> _Found | None:
    """Return the step from an end of an interval, a year or a month perhaps, to the day that counts."""
    subject, predicate, _ = triple
    end, rule = _HELD.get(predicate.removeprefix(DP), ("", ""))
    spans = ((name, span) for name in _DURING if (span := facts.one(subject, name)))
    told = next(((name, span, day) for name, span in spans if end and (day := facts.bound(span, end))), None)
    if told is None:
        return None
    name, span, day = told
    steps, bases = _asserted(facts, (subject, name, span))
    said = f"{shorten(span)} time:{end} {day}, so {_name(triple)}"
    return [*steps, ProofStep(said, rule)], bases


def _as_of(facts: NodeReader, triple: _Triple, _above: frozenset[_Triple]) -> _Found | None:
    """Return the steps to the day up to which the store knows anything: the source that was published last."""
    subject, predicate, day = triple
    if predicate != DP + "asOf" or kind_of(subject) != "graph" or isinstance(day, str):
        return None
    dated = {name: facts.one(name, _ISSUED) or "" for name in facts.subjects(_TYPE, DP + "Source")}
    steps = [
        ProofStep(f"{shorten(name)} dcterms:issued {issued}, and none later", "02-as-of", written_in(facts, name)[1])
        for name, issued in dated.items()
        if issued.startswith(day.value)
    ]
    return (steps, []) if steps else None


def reason_without_edge(facts: NodeReader, subject: str, predicate: str, value: object) -> str:
    """Return why an actor's stance on a proposition has no plain edge, or how to look for one, if there is no such."""
    side = predicate.removeprefix(DP)
    stances = [s for s in facts.subjects(DP + "actor", subject) if facts.one(s, DP + "towards") == value]
    taken = [s for s in stances if facts.one(s, DP + "side") == iri("side", side) and facts.one(s, DP + "standing")]
    told = [(shorten(s), slug_of(facts.one(s, DP + "standing") or "").replace("-", " ")) for s in taken]
    shown = "; ".join(f"`kg why {name}` shows one that is {standing}" for name, standing in told)
    return shown or "`kg query stances` shows what is past or not firm"
