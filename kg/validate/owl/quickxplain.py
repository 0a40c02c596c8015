"""Finds a minimal set of contradictory axioms: without any one of them, the rest is consistent.

QuickXplain (U. Junker, "QUICKXPLAIN: Preferred explanations and relaxations for over-constrained problems", AAAI 2004)
adds axioms in their order until there is a contradiction. The last axiom added is needed, and those after it are not;
this is repeated with the ones before it. Its position is found by doubling, and then between a few prefixes at a time,
of which those after the first contradiction are not asked about. Compare J. Marques-Silva, M. Janota and A. Belov,
"Minimal sets over monotone predicates in Boolean formulae", CAV 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from kg.validate.owl.axioms import Axiom, axioms_of, nearest_first, pairwise
from kg.validate.owl.hermit import first_contradiction
from kg.validate.owl.reasoner import reasoner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyoxigraph as ox

__all__ = ["Explanation", "explain_contradiction", "minimal"]

T = TypeVar("T")
#: How many prefixes are tested at a time. Halving would take a tenth fewer questions, but each would be a start of Java
#: where the reasoner cannot be asked one after the other.
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """Axioms that cannot all be true; without any one of them, the rest can.

    `asserted` are from sources or the reference data, `background` from the ontology.
    """

    asserted: tuple[Axiom, ...]
    background: tuple[Axiom, ...]


def explain_contradiction(background: Iterable[ox.Triple], asserted: Iterable[ox.Triple]) -> Explanation:
    """Explain why `background`, the ontology, and `asserted` are contradictory, which the caller already knows.

    The triples must be as returned by kg.validate.owl.premises.logical. Of several explanations, the one whose asserted
    axioms come early is preferred. Raises EngineError when the reasoner fails.
    """
    with reasoner():
        return _explained(list(background), asserted)


def _explained(given: list[ox.Triple], asserted: Iterable[ox.Triple]) -> Explanation:
    declared, candidates = axioms_of(asserted)
    fixed = [*given, *declared]
    needed = minimal(candidates, lambda sets: _first(fixed, sets), _by_distance)
    # Minimise the assertions first, with the whole ontology as background, and then the ontology: a person can change
    # the former, and the latter is shown as the reason.
    sorts, axioms = axioms_of(given)
    base = [*sorts, *declared, *chain.from_iterable(axiom.triples for axiom in needed)]
    names = {name for axiom in needed for name in axiom.names}
    # An axiom that forty classes all differ explains nothing; an axiom that two of them differ does.
    pairs = nearest_first(chain.from_iterable(map(pairwise, axioms)), names)
    laws = minimal(pairs, lambda sets: _first(base, sets))
    return Explanation(tuple(needed), tuple(laws))


def _first(fixed: list[ox.Triple], sets: Sequence[Sequence[Axiom]]) -> int | None:
    return first_contradiction([[*fixed, *chain.from_iterable(axiom.triples for axiom in part)] for part in sets])


def _by_distance(candidates: Sequence[Axiom], needed: Sequence[Axiom]) -> list[Axiom]:
    return nearest_first(candidates, needed[-1].names)


def minimal(
    candidates: Sequence[T],
    first: Callable[[Sequence[Sequence[T]]], int | None],
    reorder: Callable[[Sequence[T], Sequence[T]], Sequence[T]] = lambda candidates, _: candidates,
) -> list[T]:
    """Return a minimal contradictory part of `candidates`, in their order.

    `first` returns the index of the first contradictory set among several. All `candidates` together must be
    contradictory. `reorder` may sort the remaining candidates again once some are known to be needed.
    """
    needed: list[T] = []
    given = list(candidates)
    rest = given
    while True:
        count = _shortest(len(rest), lambda sizes: first([[*needed, *rest[:size]] for size in sizes]))  # noqa: B023 - called at once
        if count == 0:
            return [candidate for candidate in given if any(candidate is found for found in needed)]
        # The last candidate of the shortest contradictory prefix is needed: a shorter prefix is consistent.
        needed.append(rest[count - 1])
        rest = list(reorder(rest[: count - 1], needed))


def _shortest(total: int, first: Callable[[Sequence[int]], int | None]) -> int:
    """Return the size of the shortest contradictory prefix; the one of size `total` must be contradictory."""
    # -1, since even the empty prefix may be contradictory together with the candidates already needed.
    consistent, contradictory = -1, total
    doubling = [0, *(1 << power for power in range(total.bit_length()) if 1 << power < total)]
    sizes = list(range(total)) or [0] if total <= _AT_ONCE else doubling
    while sizes and contradictory > 0:
        found = first(sizes)
        if found is None:
            consistent = sizes[-1]
        else:
            consistent, contradictory = sizes[found - 1] if found else consistent, sizes[found]
        width = contradictory - consistent
        steps = min(_AT_ONCE, width - 1)
        sizes = [consistent + width * step // (steps + 1) for step in range(1, steps + 1)]
    return contradictory
