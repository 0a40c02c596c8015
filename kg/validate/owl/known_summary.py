"""Remembers which facts about kinds are consistent together, and asks HermiT only about new ones."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from kg.validate.owl.hermit import first_contradiction
from kg.validate.owl.quickxplain import minimal
from kg.validate.owl.reasoner import reasoner
from kg.validate.owl.summary import fact_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyoxigraph as ox

    from kg.validate.owl.summary import Fact

__all__ = ["KnownSummary"]


class KnownSummary:
    """A growing set of facts that HermiT found consistent together, for fixed premises.

    `facts` is the set; `verified` is true once HermiT has been asked.
    """

    def __init__(self, premises: Sequence[ox.Triple], facts: Iterable[Fact] = (), *, verified: bool = False) -> None:
        """Take the premises of a `Summariser`, and the facts that earlier runs found consistent."""
        self._premises = premises
        self.facts, self.verified = set(facts), verified

    def cover(self, summaries: Mapping[str, Collection[Fact]]) -> set[str]:
        """Return the names of the summaries that are consistent with all known facts, and add their facts.

        The others are contradictory, by themselves or with the known facts; this says nothing about their sources. The
        result is empty if the premises are contradictory. Java runs only if there are new facts. Raises EngineError.
        """
        with reasoner():
            return self._cover(summaries)

    def _cover(self, summaries: Mapping[str, Collection[Fact]]) -> set[str]:
        groups: defaultdict[frozenset[Fact], list[str]] = defaultdict(list)
        for name, facts in summaries.items():
            # Hundreds of sources have the same new fact or none at all, so each new set is checked once and not for
            # every source.
            groups[frozenset(fact for fact in facts if fact not in self.facts)].append(name)
        waiting = [facts for facts in groups if facts]
        while (waiting or not self.verified) and self._first([waiting]) is not None:
            at_fault = minimal(waiting, self._first)
            if not at_fault:
                return set()
            # Remove a minimal contradictory part and check the rest again: it may contain another one.
            waiting = [facts for facts in waiting if facts not in at_fault]
            for facts in at_fault:
                del groups[facts]
        self.verified = True
        self.facts.update(*waiting)
        return set(chain.from_iterable(groups.values()))

    def _first(self, sets: Sequence[Sequence[frozenset[Fact]]]) -> int | None:
        """Return the index of the first of several sets of new facts that contradicts the known facts."""
        wholes = (self.facts.union(*parts) for parts in sets)
        return first_contradiction([[*self._premises, *fact_triples(whole)] for whole in wholes])
