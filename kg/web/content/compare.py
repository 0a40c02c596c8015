"""Two actors side by side: what both are for or against, where they differ, and what only one of them has spoken on.

Only what is firm and last known counts, as in `kg query agreement`. What a stance is for and against, on wider,
narrower and incompatible propositions as well, is what the rules derived (`dp:favours`, `dp:disfavours`); `kg query
between` pairs stances by the same. What is wanted is compared with what is wanted, what is said to be so with what is
said to be so. An actor is not compared with those who speak for it, nor a group with its members.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP
from kg.web.content.stances import Holding, gather, grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition

__all__ = ["Comparison", "Pair", "Tally", "compare", "own_side", "tallies"]

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
    unclear: list[Pair] = field(default_factory=list)
    only_one: list[Holding] = field(default_factory=list)
    only_other: list[Holding] = field(default_factory=list)


def compare(edition: Edition, one: str, other: str) -> Comparison:
    """Return the comparison of two actors (IRIs)."""
    mine, theirs = (_by_proposition(gather(grounds(edition, actor=iri)).values()) for iri in (one, other))
    found = Comparison()
    paired: tuple[set[str], set[str]] = (set(), set())
    for pair in _pairs(edition, mine, theirs):
        if _sort(edition, found, pair):
            paired[0].add(pair.one.proposition)
            paired[1].add(pair.other.proposition)
    found.only_one = [holding for name, holding in mine.items() if name not in paired[0]]
    found.only_other = [holding for name, holding in theirs.items() if name not in paired[1]]
    return found


def _pairs(edition: Edition, mine: dict[str, Holding], theirs: dict[str, Holding]) -> list[Pair]:
    """Return the holdings that bear on each other, in the order of the first: either reaches to where the other is."""
    reached = {(name, about) for name, held in mine.items() for about, *_ in _decided(edition, held)}
    reached |= {(about, name) for name, held in theirs.items() for about, *_ in _decided(edition, held)}
    reached |= {(name, name) for name in mine}
    places = [{name: place for place, name in enumerate(names)} for names in (mine, theirs)]
    known = [(one, other) for one, other in reached if one in mine and other in theirs]
    known.sort(key=lambda names: (places[0][names[0]], places[1][names[1]]))
    return [Pair(mine[one], theirs[other]) for one, other in known]


def tallies(edition: Edition, actor: str) -> list[Tally]:
    """Return the actors that an actor agrees or differs with, most frequent first."""
    firm = _firm(edition)
    mine = firm.held.get(actor, {})
    # Who speaks for a state agrees with it by definition, and would head every list.
    leave_out = {actor, *own_side(edition, actor)}
    counted: dict[str, Counter[str]] = {}
    for name, other, about in _meetings(edition, mine):
        if other not in leave_out:
            relation = _relation(edition, Pair(mine[name], firm.held[other][about]))
            counted.setdefault(other, Counter())[relation] += 1
    rows = [Tally(other, found["agreed"], found["differing"]) for other, found in counted.items()]
    kept = [row for row in rows if row.agreed or row.differing]
    by_label = edition.reading.by_label
    return sorted(kept, key=lambda row: (-row.agreed - row.differing, -row.differing, by_label(row.other)))


def _meetings(edition: Edition, mine: dict[str, Holding]) -> set[tuple[str, str, str]]:
    """Return (my proposition, another actor, its proposition) for all firm holdings of which one reaches the other."""
    firm, found = _firm(edition), set()
    for name, holding in mine.items():
        for about in {name, *(about for about, *_ in _decided(edition, holding))}:
            found |= {(name, other, about) for other in firm.holders.get(about, ())}
        # The other way round from the stances that reach here: reading everybody's would take seconds.
        for key in ("favours", "disfavours"):
            near = map(firm.stances.get, edition.reading.subjects(DP + key, name))
            found |= {(name, held.actor, held.proposition) for held in near if held}
    return found


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


class _Firm(NamedTuple):
    """Everybody's firm holdings by actor and proposition, the holders of each proposition, and whose a stance is."""

    held: dict[str, dict[str, Holding]]
    holders: dict[str, list[str]]
    stances: dict[str, Holding]


def _firm(edition: Edition) -> _Firm:
    if "firm" not in edition.memory:
        found = _Firm({}, {}, {})
        for (actor, proposition), holding in gather(grounds(edition)).items():
            if holding.now in ("+", "−", "±"):
                found.held.setdefault(actor, {})[proposition] = holding
                found.holders.setdefault(proposition, []).append(actor)
                found.stances.update(dict.fromkeys((spell.stance for spell in holding.last_known), holding))
        edition.memory["firm"] = found
    firm: _Firm = edition.memory["firm"]
    return firm


def _by_proposition(held: Iterable[Holding]) -> dict[str, Holding]:
    return {holding.proposition: holding for holding in held if holding.sign}


def _decided(edition: Edition, holding: Holding) -> set[tuple[str, bool, str]]:
    """Return the propositions that a holding decides: whether as something wanted, and with which sign."""
    nodes = [(taken[0], edition.reading.node(spell.stance)) for spell in holding.last_known if (taken := spell.taken)]
    signs = {"favours": "+", "disfavours": "−"} if holding.now in _OPPOSITE else {}
    return {
        (about, wanted, sign)
        for wanted, node in nodes
        for key, sign in signs.items()
        for about in node.values(DP + key)
    }


def _taken(holding: Holding) -> set[tuple[str, bool, str]]:
    """Return what a holding takes on its own proposition, as `_decided` does; nothing where it is unclear."""
    taken = (spell.taken for spell in holding.last_known if holding.now in _OPPOSITE)
    return {(holding.proposition, *side) for side in taken if side}


def _relation(edition: Edition, pair: Pair) -> str:
    """Return `differing` or `agreed` where one actor decides what the other one takes a side on, else nothing."""
    sides = ((_decided(edition, pair.one), _taken(pair.other)), (_decided(edition, pair.other), _taken(pair.one)))
    if any((about, wanted, _OPPOSITE[sign]) in decided for decided, taken in sides for about, wanted, sign in taken):
        return "differing"
    # Who is against a wider proposition and who is against a narrower one may want different things in its place.
    if _taken(pair.one) & _taken(pair.other) or any(
        sign == "+" and (about, wanted, sign) in decided for decided, taken in sides for about, wanted, sign in taken
    ):
        return "agreed"
    return ""


def _sort(edition: Edition, found: Comparison, pair: Pair) -> bool:
    """Sort a pair into agreements, differences or what cannot be compared; return False if the two are unrelated."""
    relation = _relation(edition, pair)
    if relation:
        (found.differing if relation == "differing" else found.agreed).append(pair)
    elif pair.one.proposition == pair.other.proposition:
        found.unclear.append(pair)
    else:
        return False
    return True
