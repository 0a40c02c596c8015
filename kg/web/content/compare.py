"""Two actors side by side: what both are for or against, where they differ, and what only one of them has spoken on.

Only what is firm counts. Whoever is for a proposition is for every wider one; whoever is against it is against every
narrower one, and whoever is for it is against what excludes it. An actor is not compared with those who speak for it,
nor a group with its members.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP
from kg.web.content.stances import Holding, gather, grounds, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition
    from kg.web.content.statements import ReadStatement

__all__ = ["Comparison", "Pair", "Tally", "compare", "contrary", "own_side", "tallies"]

_OPPOSITE = {"+": "−", "−": "+"}


class Tally(NamedTuple):
    """How often an actor agrees and differs with another one, in propositions."""

    other: str
    agreed: int
    differing: int


class Pair(NamedTuple):
    """Both actors' holdings, on one proposition or on two that bear on each other."""

    one: Holding
    other: Holding


@dataclass(slots=True)
class Comparison:
    """Two actors, proposition by proposition."""

    agreed: list[Pair] = field(default_factory=list)
    differing: list[Pair] = field(default_factory=list)
    both_sides: list[Pair] = field(default_factory=list)
    only_one: list[Holding] = field(default_factory=list)
    only_other: list[Holding] = field(default_factory=list)


def compare(edition: Edition, one: str, other: str) -> Comparison:
    """Return the comparison of two actors (IRIs)."""
    mine, theirs = (_by_proposition(gather(grounds(edition, actor=iri)).values()) for iri in (one, other))
    found = Comparison()
    paired: tuple[set[str], set[str]] = (set(), set())
    # Each pair is looked at from one side alone: what a holding decides reaches over to whatever the other one holds.
    for proposition, holding in mine.items():
        for related, sign in _bearing(edition, holding):
            if related in theirs and _sort(found, Pair(holding, theirs[related]), sign, same=related == proposition):
                paired[0].add(proposition)
                paired[1].add(related)
    found.only_one = [holding for name, holding in mine.items() if name not in paired[0]]
    found.only_other = [holding for name, holding in theirs.items() if name not in paired[1]]
    return found


def contrary(edition: Edition, statement: ReadStatement) -> list[str]:
    """Return the statements in force of the same actors that contradict a statement, by name."""
    if statement.withdrawn:
        return []
    found: set[str] = set()
    for actor in sorted(statement.actors):
        theirs = grounds(edition, actor=actor)
        own = [ground for ground in theirs if ground.statement == statement.iri]
        decided = dict(_bearing(edition, Holding(actor, statement.proposition, own))) if own else {}
        found |= {
            g.statement
            for g in theirs
            if not g.withdrawn and _OPPOSITE.get(decided.get(g.proposition, "")) == sign_of([g])
        }
    return sorted(found - {statement.iri})


def tallies(edition: Edition, actor: str) -> list[Tally]:
    """Return the actors that an actor agrees or differs with, most frequent first."""
    firm = _firm(edition)
    mine = firm.get(actor, {})
    reached: dict[str, set[str]] = {}
    for holding in mine.values():
        for related, sign in _bearing(edition, holding):
            reached.setdefault(related, set()).add(sign)
    # Who speaks for a state agrees with it by definition, and would head every list.
    leave_out = {actor, *own_side(edition, actor)}
    rows = [_tally(name, mine, theirs, reached) for name, theirs in firm.items() if name not in leave_out]
    kept = [row for row in rows if row.agreed or row.differing]
    by_label = edition.reading.by_label
    return sorted(kept, key=lambda row: (-row.agreed - row.differing, -row.differing, by_label(row.other)))


def own_side(edition: Edition, actor: str) -> set[str]:
    """Return the actors that one is not compared with: its speakers, its principals, its groups and members."""
    if "own side" not in edition.memory:
        pairs = [(row["one"] or "", row["other"] or "") for row in edition.ask("own-side")]
        sides: dict[str, set[str]] = {}
        for one, other in pairs:
            sides.setdefault(one, set()).add(other)
            sides.setdefault(other, set()).add(one)
        edition.memory["own side"] = sides
    found: set[str] = edition.memory["own side"].get(actor, set())
    return found


def _tally(other: str, mine: dict[str, Holding], theirs: dict[str, Holding], reached: dict[str, set[str]]) -> Tally:
    agreed = sum(1 for name, holding in theirs.items() if name in mine and mine[name].sign == holding.sign != "±")
    differing = sum(1 for name, holding in theirs.items() if _OPPOSITE.get(holding.sign) in reached.get(name, ()))
    return Tally(other, agreed, differing)


def _firm(edition: Edition) -> dict[str, dict[str, Holding]]:
    """Return everybody's firm holdings, by actor and proposition."""
    if "firm" not in edition.memory:
        found: dict[str, dict[str, Holding]] = {}
        for (actor, proposition), holding in gather(grounds(edition)).items():
            if holding.sign in ("+", "−", "±"):
                found.setdefault(actor, {})[proposition] = holding
        edition.memory["firm"] = found
    firm: dict[str, dict[str, Holding]] = edition.memory["firm"]
    return firm


def _by_proposition(held: Iterable[Holding]) -> dict[str, Holding]:
    return {holding.proposition: holding for holding in held if holding.sign}


def _bearing(edition: Edition, holding: Holding) -> list[tuple[str, str]]:
    """Return the propositions that a holding decides, with the sign on each; the holding's own comes first."""
    sign, found = holding.sign, {holding.proposition: holding.sign}
    if sign == "+":
        found |= dict.fromkeys(_reached(edition, holding.proposition, wider=True), "+")
        for name in (holding.proposition, *_reached(edition, holding.proposition, wider=True)):
            found |= dict.fromkeys(edition.reading.node(name).values(DP + "incompatibleWith"), "−")
    if sign == "−":
        # Not what excludes it: who is against one of two exclusive things is not yet for the other.
        found |= dict.fromkeys(_reached(edition, holding.proposition, wider=False), "−")
    return list(found.items())


def _reached(edition: Edition, proposition: str, *, wider: bool) -> list[str]:
    """Return all propositions that are wider, or narrower, over any number of steps."""
    found: list[str] = []
    waiting = [proposition]
    while waiting:
        name = waiting.pop()
        near = edition.reading.node(name).values(DP + "narrowerThan") if wider else \
            edition.reading.subjects(DP + "narrowerThan", name)  # fmt: skip  # two ways of one step
        # Circles are refused when data are checked, and a store may be older than that check.
        fresh = [step for step in near if step not in found and step != proposition]
        found += fresh
        waiting += fresh
    return found


def _sort(found: Comparison, pair: Pair, sign: str, *, same: bool) -> bool:
    """Sort a pair into agreements or differences; return False if the two are unrelated."""
    signs = {sign, pair.other.sign}
    if signs == {"+", "−"}:
        found.differing.append(pair)
    elif same and len(signs) == 1 and signs <= {"+", "−"}:
        found.agreed.append(pair)
    elif same:
        found.both_sides.append(pair)
    else:
        return False
    return True
