"""The pages of a proposition, with who is for and against it, and of an issue, with its propositions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.stances import grounds, holdings
from kg.web.content.timeline import lanes
from kg.web.templating import Page
from kg.web.views.parameters import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition
    from kg.web.content.stances import Ground, Holding
    from kg.web.messages import Request

__all__ = ["PropositionRow", "issue", "proposition", "speaking_for_themselves"]

_SKOS = VOCABULARIES["skos"]
#: The columns of a proposition, with the signs of what is last known.
_COLUMNS = (
    ("For", ("+", "(+)")),
    ("Against", ("−", "(−)")),
    ("Both, neither, or no longer", ("±", "(±)", "if", "○", "?", "")),
)


class PropositionRow(NamedTuple):
    """A proposition of an issue, with the actors on each side."""

    proposition: str
    supporters: list[str]
    opponents: list[str]
    #: The actors that take no side or both, or one that is not certain or over: each with the sign, and a word on it.
    others: list[tuple[str, str, str]]
    day: str
    statements: int


def proposition(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of a proposition."""
    read(request)
    reading, node = edition.reading, edition.reading.node(iri)
    held = speaking_for_themselves(holdings(grounds(edition, proposition=iri)))
    drawn, axis, more = lanes(held)
    statements = {name for holding in held for name in holding.statements}
    incompatible = {*node.values(DP + "incompatibleWith"), *reading.subjects(DP + "incompatibleWith", iri)}
    conditioned = edition.statements.load(reading.subjects(DP + "condition", iri))
    context = {
        "iri": iri,
        "node": node,
        "issues": [name for name, _ in reading.labelled(node.values(DP + "issue"))],
        "note": node.one(_SKOS + "scopeNote"),
        "concerns": [name for name, _ in reading.labelled(node.values(DP + "concerns"))],
        "columns": [(title, [h for h in held if h.sign and h.now in signs]) for title, signs in _COLUMNS],
        "loaded": {name: edition.statements.one(name) for name in sorted(statements)},
        "conditioned": sorted(conditioned, key=lambda s: (s.day, s.iri), reverse=True),
        "lanes": drawn,
        "axis": axis,
        "more_lanes": more,
        "wider": node.values(DP + "narrowerThan"),
        "narrower": reading.subjects(DP + "narrowerThan", iri),
        "incompatible": sorted(incompatible),
        "motions": reading.subjects(DP + "motion", iri),
        "related": _related(edition, iri),
    }
    return Page("proposition.html", reading.label(iri), context)


def speaking_for_themselves(held: Iterable[Holding]) -> list[Holding]:
    """Leave out actors that only speak for others here: their words are listed under those, with their names."""
    kept = list(held)
    passed_on = {
        (g.through, g.statement) for h in kept for g in h.grounds if g.capacity in ("represented", "in-office")
    }
    return [h for h in kept if not all(_only_for_others(g, passed_on) for g in h.grounds)]


def _only_for_others(ground: Ground, passed_on: set[tuple[str | None, str]]) -> bool:
    return ground.capacity in ("itself", "in-office") and (ground.actor, ground.statement) in passed_on


def issue(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of an issue: its propositions, and those of the issues below it."""
    read(request)
    reading, node = edition.reading, edition.reading.node(iri)
    below = _below(edition, iri)
    names = {name for each in below for name in reading.subjects(DP + "issue", each)}
    held = [holding for name in sorted(names) for holding in holdings(grounds(edition, proposition=name))]
    shown = speaking_for_themselves(held)
    rows = [_row(name, [h for h in shown if h.proposition == name]) for name in names]
    drawn, axis, more = lanes(shown)
    context = {
        "iri": iri,
        "definition": node.one(_SKOS + "definition"),
        "broader": node.values(_SKOS + "broader"),
        "narrower": [name for name, _ in reading.labelled(reading.subjects(_SKOS + "broader", iri))],
        "matches": [
            (word, match)
            for word, name in (("same as", "exactMatch"), ("close to", "closeMatch"), ("broader", "broadMatch"))
            for match in node.values(_SKOS + name)
        ],
        "rows": sorted(rows, key=lambda row: (-row.statements, reading.by_label(row.proposition))),
        "lanes": drawn,
        "axis": axis,
        "more_lanes": more,
        "events": [name for each in below for name in reading.subjects(DP + "issue", each) if name not in names],
    }
    return Page("issue.html", reading.label(iri), context)


def _below(edition: Edition, iri: str) -> list[str]:
    """Return an issue and all narrower ones."""
    found = [iri]
    for name in found:
        found += [each for each in edition.reading.subjects(_SKOS + "broader", name) if each not in found]
    return found


def _row(name: str, held: list[Holding]) -> PropositionRow:
    supporters, opponents = ([holding.actor for holding in held if holding.now == sign] for sign in ("+", "−"))
    statements = len({statement for holding in held for statement in holding.statements})
    day = max((holding.day for holding in held), default="")
    others = [(h.actor, h.sign, _besides(h)) for h in held if h.sign and h.now not in ("+", "−")]
    return PropositionRow(name, supporters, opponents, others, day, statements)


def _besides(holding: Holding) -> str:
    return "no longer" if holding.over else "contradicts itself" if holding.change == "contradictory" else ""


def _related(edition: Edition, iri: str) -> list[str]:
    """Return the propositions about the same actors under the same issue, the most similar first."""
    node = edition.reading.node(iri)
    concerned = set(node.values(DP + "concerns"))
    same = {name for each in node.values(DP + "issue") for name in edition.reading.subjects(DP + "issue", each)} - {iri}
    scored = [(len(concerned & set(edition.reading.node(name).values(DP + "concerns"))), name) for name in same]
    best = sorted((-score, edition.reading.label(name), name) for score, name in scored if score)
    return [name for _, _, name in best[:8] if edition.addresses.kind(name) == "proposition"]
