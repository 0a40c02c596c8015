"""Whether sources are consistent with the ontology: from earlier runs where possible, otherwise from HermiT.

HermiT reasons over the kinds of things in sources (`kg.validate.owl.summary`). The facts about kinds that it found
consistent are kept. A source that has only such facts is consistent with the ontology, so Java is not started for it.
Only sources whose other facts turn out to be contradictory are reasoned over one by one, and explained.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.layout import source_file
from kg.namespaces import slug_of
from kg.sources.assertion import assert_source
from kg.validate.cache import USE
from kg.validate.cache_database import digest_of
from kg.validate.owl.known_summary import KnownSummary
from kg.validate.records import finding_to, relative_to, use_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.sources.listing import Listing
    from kg.validate.cache import Cache
    from kg.validate.owl.summary import Fact
    from kg.validate.reference_data import ReferenceData

__all__ = ["OwlResults"]

#: How many sources with contradictory summaries are reasoned over together.
_BATCH = 200
#: How many summaries are collected before HermiT is asked about them.
_PENDING = 2000
_CONTRADICTION = "owl-inconsistent"
#: Marks the findings of a source that was reasoned over itself and not only by its summary.
_EXACT = "itself"


class OwlResults:
    """The findings of HermiT in sources, each checked with the reference data but without the other sources.

    The cache must know the sources. Every method raises EngineError when Java is missing or HermiT fails.
    """

    def __init__(self, cache: Cache, listing: Listing, data: ReferenceData, progress: Callable[[str], None]) -> None:
        """Store the arguments; nothing is read yet."""
        self.cache, self.listing, self.data, self.progress = cache, listing, data, progress
        self._pending: dict[str, frozenset[Fact]] = {}

    @cached_property
    def _known(self) -> KnownSummary:
        """The facts known to be consistent with the present premises; those of other premises are verified again."""
        state, premises = self.cache.state("owl"), self.data.summariser.premises
        facts = self.cache.kinds()
        if state and state["premises"] == self.data.summariser.digest:
            return KnownSummary(premises, facts, verified=True)
        known = KnownSummary(premises)
        # Facts that were consistent with other premises may not be with these. They are verified all together, as one
        # more source called "", and not source by source.
        if facts and "" not in known.cover({"": facts}):
            self.cache.forget_kinds()
        return known

    def follow_reference(self) -> None:
        """Discard results that may differ with the current reference data. Called before any source is read."""
        state = self.cache.state("owl")
        if state is None or state["reference"] == self.data.digest:
            return
        then, now = state["kinds"], self.data.summariser.kinds
        # Only the kinds count: a new label or another day of a tenure makes no difference to the reasoner.
        moved = {name for name in {*then, *now} if then.get(name) != now.get(name)}
        terms = {term for name in moved for term in (use_of(f"<{name}>"), slug_of(name))}
        users = self.cache.linked(USE, terms)
        self.cache.forget_column("owl", [*users, *(name for name, _ in self.cache.found("owl"))])

    def note(self, name: str, summary: frozenset[Fact] | None) -> None:
        """Take the summary of a source that has been read and is in the cache.

        A source without a summary is read again at the end, and reasoned over itself.
        """
        # None is not an empty summary: the source has something, such as a class expression, that kinds cannot express.
        if summary is None:
            return
        if self._known.verified and summary <= self._known.facts:
            self.cache.set_findings(name, "owl", [])
            return
        self._pending[name] = summary
        if len(self._pending) >= _PENDING:
            self._cover()

    def settle(self, names: Sequence[str]) -> None:
        """Check the sources and the reference data that have no stored result yet."""
        state = self.cache.state("owl")
        unknown = self.cache.unchecked(names, "owl")
        if not unknown and state and state["reference"] == self.data.digest:
            return
        self.progress("reasoning")
        if not self._known.verified:  # stored results may have been dropped
            unknown = self.cache.unchecked(names, "owl")
        self._read([name for name in unknown if name not in self._pending])
        self._cover()
        self._check_reference()
        self._check_exactly(self.cache.unchecked(names, "owl"))
        self.cache.keep_kinds(self._known.facts)
        kept = {
            "premises": self.data.summariser.digest,
            "reference": self.data.digest,
            "kinds": self.data.summariser.kinds,
        }
        self.cache.keep("owl", kept)

    def rows(self, names: Sequence[str], *, reference: bool) -> Iterator[list[Any]]:
        """Yield the stored findings of sources, and those of the reference data if wanted."""
        if reference:
            yield from self.cache.result(self._reference_key) or ()
        wanted = set(names)
        for name, rows in sorted(self.cache.found("owl")):
            yield from rows[1:] if name in wanted else ()

    def _read(self, names: Iterable[str]) -> None:
        """Read sources whose other findings are cached, so that they are not in memory."""
        for name in names:
            path = self.listing.path(name)
            if path is not None:
                assertion = assert_source(path, self.data.read()[0])
                quads = (*assertion.quads, *assertion.proposed)
                self.note(name, self.data.summariser.summarise(quad.triple for quad in quads))

    def _cover(self) -> None:
        for name in self._known.cover(self._pending):
            self.cache.set_findings(name, "owl", [])
        self._pending.clear()

    @property
    def _reference_key(self) -> str:
        return digest_of("owl", str(self.data.folder), self.data.digest)

    def _check_reference(self) -> None:
        """Find contradictions in the reference data alone; there are none if the premises are consistent."""
        rows: list[Any] = []
        if not self._known.verified:
            from kg.validate.owl.check import check_consistency

            _, context, _ = self.data.read()
            found = check_consistency([], context).get(context.source, [])
            place = relative_to(self.data.folder / "sheet", self.data.folder.name)
            rows = [finding_to(finding, place) for finding in found]
        self.cache.set_result(self._reference_key, rows)

    def _check_exactly(self, names: Sequence[str]) -> None:
        """Reason over the sources themselves, for those whose summary was not shown to be consistent."""
        paths = {name: path for name in names if (path := self.listing.path(name)) is not None}
        if any(row[0] == _CONTRADICTION for row in self.cache.result(self._reference_key) or ()):
            # Mark them as checked, or the next run would start Java again for each of them.
            for name in paths:  # contradictory reference data makes every source contradictory: that is reported once
                self.cache.set_findings(name, "owl", [_EXACT])
            return
        for at in range(0, len(paths), _BATCH):
            self._ask(dict(list(paths.items())[at : at + _BATCH]))

    def _ask(self, paths: Mapping[str, Path]) -> None:
        from kg.validate.owl.check import check_consistency  # its imports are not needed for a small check

        reference, context, _ = self.data.read()
        assertions = {name: assert_source(path, reference) for name, path in paths.items()}
        found = check_consistency(list(assertions.values()), context)
        for name, assertion in assertions.items():
            place = relative_to(source_file(paths[name]), name)
            rows = [finding_to(finding, place) for finding in found.get(assertion.source, ())]
            self.cache.set_findings(name, "owl", [_EXACT, *rows])
