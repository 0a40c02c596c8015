"""Updates what is remembered about the sources, and reads as few of them as possible."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.layout import REFERENCE, holds_source
from kg.namespaces import PREFIXES, SLUG
from kg.rdf.quads import nquads
from kg.sources.changes import History
from kg.validate.cache import USE
from kg.validate.cache_database import digest_of
from kg.validate.impact import ReferenceState, closure, impact_of
from kg.validate.integrity import check_facts, ties_of
from kg.validate.owl_results import OwlResults
from kg.validate.reading import ReadingTask, SourceReader
from kg.validate.records import facts_from, finding_from, finding_to, read_record, use_of
from kg.validate.reference_data import ReferenceData
from kg.validate.sharing import read_sources
from kg.validate.unread import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kg.errors import InputError
    from kg.findings import Finding
    from kg.running.workers import Workers
    from kg.sources.changes import Changes
    from kg.sources.listing import Listing
    from kg.validate.cache import Cache
    from kg.validate.integrity import Fact
    from kg.validate.reading import QuadSink, SourceReading
    from kg.validate.shacl.engines import Engine

__all__ = ["IncrementalCheck"]

#: Up to this number, changed sources are checked right away, before it is known whether their findings are needed.
_FEW = 200


class IncrementalCheck:
    """One run over the sources of one folder of seeds.

    Afterwards, `wanted` are the names of the sources to report on, and `reasons` say why each was looked at. `fresh` is
    the number of sources that the engine checked. `reference` is true if the reference data is to be reported on.
    `widened` says why everything was checked although less was requested. `unread` has the errors of sources that
    cannot be read, and `whole` is true if all sources were to be looked at.
    """

    def __init__(
        self,
        listing: Listing,
        folder: Path,
        cache: Cache,
        engine: Engine,
        progress: Callable[[str], None],
        *,
        owl: bool = False,
        quads: QuadSink | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Check the sources of `listing` against the reference data in `folder`; see `kg.validate.run.validate`."""
        self.listing, self.folder, self.cache, self.engine, self.progress = listing, folder, cache, engine, progress
        self.wanted: list[str] = []
        self.reasons: dict[str, str] = {}
        self.fresh = 0
        self.widened: str | None = None
        self.reference, self.whole = True, False
        self.unread: dict[str, InputError] = {}
        self.data = ReferenceData(folder, progress)
        self._owl = OwlResults(cache, listing, self.data, progress) if owl else None
        self._quads, self._workers = quads, workers
        self._ties: set[str] = set(cache.state("ties") or ())
        self._traits: set[str] = set(cache.state("traits") or ())
        self._linked: set[str] = set(cache.state("linked") or ())
        self._written: set[str] = set()
        self._across: dict[str, list[Any]] = {}

    def run(self, changes: Changes | None = None) -> None:
        """Check all sources, or those whose findings can differ from what they were before `changes`."""
        if changes:
            self.data.read()  # while git looks for changes
        known = self.cache.state("git") if self.listing.is_whole else None
        # The order matters: data that depended on the old reference data is dropped before files are looked at, so that
        # its sources are read again in the same pass.
        dropped = self._follow_reference()
        if self._owl:
            self._owl.follow_reference()
        history = self._history(changes, known)
        names = history.since(known) if changes and history else None
        listed = list(self._listed(None if names is None else names | dropped | self._linked))
        check = changes is None or len(listed) <= _FEW
        self._read({self._task(name, path, check=check): stamp for name, path, stamp in listed})
        self.cache.keep("traits", sorted(self._traits))
        self.cache.keep("linked", sorted(self._linked))
        self.whole = changes is None and self.listing.is_whole
        self.wanted = self._decide(changes)
        self._check()
        self._compare()
        if self._owl:
            self._owl.settle(self.wanted)
        if self._quads and REFERENCE in self._quads.wanted:
            self._quads.take(REFERENCE, nquads(self.data.read()[1].quads))
        self._remember(history)

    def _history(self, changes: Changes | None, known: object) -> History | None:
        """Ask git, before any source is read, how the sources differ from the commit that is checked out."""
        if self.cache.folder is None or not self.listing.is_whole or (known and not changes):
            return None
        return History.of(self.listing, changes)

    def collect(self) -> Iterator[Finding]:
        """Yield the findings of the wanted sources, and those of the reference data if wanted."""
        faulty = self.cache.faulty(self.wanted)
        for name in sorted(set(self.wanted) & (faulty.keys() | self._across.keys())):
            for row in (*faulty.get(name, ()), *self._across.get(name, ())):
                yield finding_from(row, self.listing.spell)
        yield from (unreadable(error) for _, error in sorted(self.unread.items()))
        yield from self.listing.unread
        rows = self.data.findings(self.cache, self.engine) if self.reference else []
        if self._owl:
            rows.extend(self._owl.rows(self.wanted, reference=self.reference))
        yield from (finding_from(row, self.listing.spell) for row in rows)

    def _follow_reference(self) -> set[str]:
        """Drop the records of sources that use changed reference data; return their names."""
        digest, known = self.data.digest, self.cache.state("reference")
        if known and known["digest"] == digest:
            return set()
        now = self.data.state
        if known:
            then = ReferenceState([tuple(entry) for entry in known["entries"]], {tuple(t) for t in known["triples"]})
            stale = self.cache.linked(USE, then.changed(now, self._traits))
        else:
            stale = set(self.cache.names())
        for name in sorted(stale):
            self._drop(name, "uses reference data that changed")
        kept = {"digest": digest, "entries": now.entries, "triples": sorted(now.triples)}
        self.cache.keep("reference", kept)
        return stale

    def _listed(self, names: set[str] | None) -> Iterator[tuple[str, Path, str | None]]:
        """Yield the sources to look at, and drop those that no longer exist."""
        if names is not None:
            places = {name: self.listing.look(name) for name in sorted(names) if self.listing.covers(name)}
            there = {name: found for name, found in places.items() if found is not None}
            known = {name: stamp for name in places for stamp in self.cache.stamps(name).values()}
        else:
            there, known = self.listing.all(), self.cache.stamps()
        for name in known:
            if name not in there and self.listing.covers(name):
                self._drop(name, "removed")
        for name, (path, stamp) in there.items():
            if stamp is None or known.get(name) != stamp or (self._quads and name in self._quads.wanted):
                yield name, path, stamp

    def _task(self, name: str, path: Path, *, check: bool) -> ReadingTask:
        """Return the task of reading a source: unchanged content is skipped, unless its graph is wanted."""
        if self._quads and name in self._quads.wanted:
            return ReadingTask(name, path, check=check and self.cache.findings(name, "findings") is None)
        known = self.cache.data(name)
        return ReadingTask(name, path, known["content"] if known else None, check)

    def _read(self, tasks: Mapping[ReadingTask, str | None]) -> None:
        """Read sources whose files look different, each with its stamp, and check them if their task says so."""
        left = [task for task in tasks if not self._recall(task, tasks[task])]
        if left:
            self.progress(f"reading {len(left)} source{'s' * (len(left) > 1)}")
        reader = SourceReader(self.data, self.engine, owl=self._owl is not None, quads=self._quads is not None)
        readings = read_sources(left, reader, self.cache.result, self._workers)
        for done, reading in enumerate(readings, 1):
            self._take(reading, tasks[reading.task])
            if self._quads:
                self._quads.remember(reading, self._context)
            if done % _FEW == 0:
                self.progress(f"reading sources: {done} of {len(left)}")

    def _recall(self, task: ReadingTask, stamp: str | None) -> bool:
        """Use what an interrupted run has read of a source; return whether there was anything."""
        if reading := self._quads.recall(task, self._context) if self._quads else None:
            self._take(reading, stamp)
        return bool(reading)

    @cached_property
    def _context(self) -> str:
        """A hash of everything, besides its own files, that the reading of a source depends on."""
        return digest_of(self.cache.stem, self.data.digest, self._owl is not None)

    def _take(self, reading: SourceReading, stamp: str | None) -> None:
        """Store what was read of a source."""
        name = reading.task.name
        if reading.error is not None:
            self.unread[name] = reading.error
            self._drop(name, "cannot be read")
            return
        known = self.cache.data(name)
        if known and known["content"] == reading.content:
            self.cache.restamp(name, stamp)
        else:
            self.reasons.setdefault(name, "its files changed" if known else "new, or not known from earlier runs")
            before = _ties_in(known)
            self._ties |= before
            self._store(reading, stamp, before)
        if reading.rows is not None:
            self.fresh += reading.fresh
            self.cache.set_result(reading.data["key"], reading.rows)
            self.cache.set_findings(name, "findings", reading.rows)
        if self._quads and reading.quads is not None and name in self._quads.wanted:
            self._quads.take(name, reading.quads, reading.rest)

    def _store(self, reading: SourceReading, stamp: str | None, ties_before: set[str]) -> None:
        name = reading.task.name
        self._ties |= reading.ties
        self._traits |= reading.traits
        self._written.add(name)
        (self._linked.add if reading.linked else self._linked.discard)(name)
        self.cache.write(name, stamp, reading.data, reading.uses, reading.ties, ties_before=ties_before)
        if self._owl:
            self._owl.note(name, reading.summary)

    def _drop(self, name: str, reason: str) -> None:
        """Forget a source; the sources tied to it are compared again."""
        ties = _ties_in(self.cache.data(name))
        self._ties |= ties
        self._written.add(name)
        self._linked.discard(name)
        self.reasons.setdefault(name, reason)
        self.cache.forget(name, ties)

    def _decide(self, changes: Changes | None) -> list[str]:
        if changes is None:
            return [name for name in self.cache.names() if self.listing.covers(name)]
        impact = impact_of(changes, self.data.read()[0], self.data.state, self.folder, self.cache)
        self.reasons, self.widened, self.reference = impact.reasons, impact.widened, impact.reference
        return [name for name in sorted(impact.reasons) if self.listing.path(name) is not None]

    def _check(self) -> None:
        """Check each wanted source on its own, unless its result is cached."""
        tasks: dict[ReadingTask, str | None] = {}
        for name in self.cache.unchecked(self.wanted):
            path, known = self.listing.path(name), self.cache.data(name)
            found = self.cache.result(known["key"]) if known else None
            if found is not None:
                self.cache.set_findings(name, "findings", found)
            elif path is not None:
                tasks[ReadingTask(name, path)] = None
        self._read(tasks)

    def _compare(self) -> None:
        """Compare the sources that share a tie with a changed one; in a partial run, compare all given sources."""
        if self.listing.is_whole:
            facts = closure(self.cache, self._ties, self.listing)
            self._ties = set()
        else:
            facts = self._given_facts()
        found = check_facts(facts)
        for name in facts:
            rows = [finding_to(finding, str) for finding in found.get(name, ())]
            if self.listing.is_whole:
                self.cache.set_findings(name, "across", rows)
            else:
                self._across[name] = rows

    def _given_facts(self) -> dict[str, list[Fact]]:
        """Return the facts of the given sources and of the sources that they refer to, given or not."""
        facts, todo = {}, {name for name in self.cache.names() if self.listing.covers(name)}
        while todo:
            for name in todo:
                known = self.cache.data(name) if self.listing.covers(name) else self._referred(name)
                facts[name] = facts_from(known["facts"]) if known else []
            terms = {term for name in todo for term in ties_of(facts[name])}
            todo = {use_of(term).strip("<>").removeprefix(PREFIXES["source"]) for term in terms} - facts.keys()
            todo = {name for name in todo if SLUG.fullmatch(name) and self._folder_of(name)}
        return facts

    def _folder_of(self, name: str) -> Path | None:
        folder = self.listing.base / name
        return folder if holds_source(folder) else None

    def _referred(self, name: str) -> dict[str, Any] | None:
        folder = self._folder_of(name)
        reference, _, around = self.data.read()
        return read_record(name, folder, "", reference, around).data() if folder else None

    def _remember(self, history: History | None) -> None:
        """Record the commit for which the index is valid, and which sources may differ from it."""
        self.cache.keep("ties", sorted(self._ties))
        self.cache.keep("foreign", self.cache.foreign and not self.whole)
        kept = self.cache.state("git")
        if history is not None:
            self.cache.keep("git", history.state(self._written))
        elif kept:  # sources were read in their present state, which may differ from any commit
            self.cache.keep("git", {**kept, "dirty": sorted({*kept["dirty"], *self._written})})


def _ties_in(known: dict[str, Any] | None) -> set[str]:
    """Return the terms that tie a source to others, from its record."""
    return ties_of(facts_from(known["facts"])) if known else set()
