"""Remembers which facts about kinds can be true together, and asks HermiT only about those that are new."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from kg.validate.owl.hermit import first_contradiction
from kg.validate.owl.quickxplain import minimal
from kg.validate.owl.summary import fact_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyoxigraph as ox

    from kg.validate.owl.summary import Fact

__all__ = ["KnownSummary"]


class KnownSummary:
    """Facts that HermiT has found to be true together beside the same premises: a summary that only grows.

    `facts` are those; `verified` tells whether HermiT has been asked at all.
    """

    def __init__(self, premises: Sequence[ox.Triple], facts: Iterable[Fact] = (), *, verified: bool = False) -> None:
        """Take what a `Summariser` gives as premises, and the facts that earlier runs have found consistent."""
        self._premises = premises
        self.facts, self.verified = set(facts), verified

    def cover(self, summaries: Mapping[str, Collection[Fact]]) -> set[str]:
        """Return the names of the summaries that can be true beside all that is known, and know them from now on.

        The others are contradictory, by themselves or with what is known: about their sources nothing is said. None
        is returned where the premises are contradictory. Java runs only where there are new facts. Raises EngineError.
        """
        groups: defaultdict[frozenset[Fact], list[str]] = defaultdict(list)
        for name, facts in summaries.items():
            # Hundreds of sources differ in one new fact or in none, so what is new is asked about once, and not for
            # each of them.
            groups[frozenset(fact for fact in facts if fact not in self.facts)].append(name)
        waiting = [facts for facts in groups if facts]
        while (waiting or not self.verified) and self._first([waiting]) is not None:
            at_fault = minimal(waiting, self._first)
            if not at_fault:
                return set()
            # A smallest contradictory part is taken out, and the rest is asked about again: it may hold another one.
            waiting = [facts for facts in waiting if facts not in at_fault]
            for facts in at_fault:
                del groups[facts]
        self.verified = True
        self.facts.update(*waiting)
        return set(chain.from_iterable(groups.values()))

    def _first(self, sets: Sequence[Sequence[frozenset[Fact]]]) -> int | None:
        """Return the index of the first of several sets of new facts that contradicts what is known."""
        wholes = (self.facts.union(*parts) for parts in sets)
        return first_contradiction([[*self._premises, *fact_triples(whole)] for whole in wholes])
