"""Brings what is remembered of the sources up to date, and reads no more of them than that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.findings import UNREADABLE, Finding, Span
from kg.layout import holds_source, source_file
from kg.namespaces import ID, SLUG
from kg.sources.changes import History
from kg.sources.listing import content_of, is_linked
from kg.validate.cache import USE
from kg.validate.impact import ReferenceState, closure, impact_of
from kg.validate.integrity import check_facts, ties_of
from kg.validate.owl_results import OwlResults
from kg.validate.records import check_records, facts_from, finding_from, finding_to, read_record, relative_to, use_of
from kg.validate.reference_data import ReferenceData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.sources.changes import Changes
    from kg.sources.listing import Listing
    from kg.validate.cache import Cache
    from kg.validate.integrity import Fact
    from kg.validate.records import CheckedSource
    from kg.validate.shacl.engines import Engine

__all__ = ["IncrementalCheck"]

#: How many sources are held in memory, and given to the engine, together.
_BATCH = 200


class IncrementalCheck:
    """One run over the sources of one folder of seeds.

    Afterwards `wanted` are the names of the sources to be told of, `reasons` say why each was looked at, `fresh`
    counts those that were checked by the engine, `reference` tells whether the reference data is to be told of,
    `widened` says why everything is, where less was asked for, `unread` has the errors of sources that cannot be read,
    and `whole` tells whether all sources were to be looked at.
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
    ) -> None:
        """Check the sources of `listing` against the reference data in `folder`, with `owl` by HermiT as well."""
        self.listing, self.folder, self.cache, self.engine, self.progress = listing, folder, cache, engine, progress
        self.wanted: list[str] = []
        self.reasons: dict[str, str] = {}
        self.fresh = 0
        self.widened: str | None = None
        self.reference, self.whole = True, False
        self.unread: dict[str, InputError] = {}
        self.data = ReferenceData(folder, progress)
        self._owl = OwlResults(cache, listing, self.data, progress) if owl else None
        self._records: dict[str, CheckedSource] = {}
        self._ties: set[str] = set(cache.state("ties") or ())
        self._types: set[str] = set(cache.state("types") or ())
        self._linked: set[str] = set(cache.state("linked") or ())
        self._written: set[str] = set()
        self._across: dict[str, list[Any]] = {}

    def run(self, changes: Changes | None = None) -> None:
        """Check all sources, or those whose findings can differ from what they were before `changes`."""
        if changes:
            self.data.read()  # while git looks for what has changed
        known = self.cache.state("git") if self.listing.is_whole else None
        dropped = self._follow_reference()
        if self._owl:
            self._owl.follow_reference()
        history = self._history(changes, known)
        names = history.since(known) if changes and history else None
        for name, path, stamp in self._listed(None if names is None else names | dropped | self._linked):
            self._consider(name, path, stamp, check=changes is None)
        self.cache.keep("types", sorted(self._types))
        self.cache.keep("linked", sorted(self._linked))
        self.whole = changes is None and self.listing.is_whole
        self.wanted = self._decide(changes)
        self._check()
        self._compare()
        if self._owl:
            self._owl.settle(self.wanted)
        self._remember(history)

    def _history(self, changes: Changes | None, known: object) -> History | None:
        """Ask git, before a source is read, how the sources differ from the commit that is checked out."""
        if self.cache.folder is None or not self.listing.is_whole or (known and not changes):
            return None
        return History.of(self.listing, changes)

    def collect(self) -> Iterator[Finding]:
        """Yield the findings of the wanted sources, and of the reference data where that is wanted."""
        faulty = self.cache.faulty(self.wanted)
        for name in sorted(set(self.wanted) & (faulty.keys() | self._across.keys())):
            for row in (*faulty.get(name, ()), *self._across.get(name, ())):
                yield finding_from(row, self.listing.spell)
        yield from (_unreadable(error) for _, error in sorted(self.unread.items()))
        yield from self.listing.unread
        rows = self.data.findings(self.cache, self.engine) if self.reference else []
        if self._owl:
            rows.extend(self._owl.rows(self.wanted, reference=self.reference))
        yield from (finding_from(row, self.listing.spell) for row in rows)

    def _follow_reference(self) -> set[str]:
        """Drop what was known of the users of whatever has changed in the reference data; return their names."""
        digest, known = self.data.digest, self.cache.state("reference")
        if known and known["digest"] == digest:
            return set()
        now = self.data.state
        if known:
            then = ReferenceState([tuple(entry) for entry in known["entries"]], {tuple(t) for t in known["triples"]})
            stale = self.cache.linked(USE, then.changed(now, self._types))
        else:
            stale = set(self.cache.names())
        for name in sorted(stale):
            self._drop(name, "uses reference data that changed")
        kept = {"digest": digest, "entries": now.entries, "triples": sorted(now.triples)}
        self.cache.keep("reference", kept)
        return stale

    def _listed(self, names: set[str] | None) -> Iterator[tuple[str, Path, str | None]]:
        """Yield the sources that are to be looked at, and drop those that are not there any more."""
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
            if stamp is None or known.get(name) != stamp:
                yield name, path, stamp

    def _consider(self, name: str, path: Path, stamp: str | None, *, check: bool) -> None:
        """Read a source whose files look different, where they are, and check it at once where that is wanted."""
        try:
            self._look_into(name, path, stamp)
        except InputError as error:
            self.unread[name] = error
            self._drop(name, "cannot be read")
        if len(self._records) >= _BATCH:
            self._run_engine() if check else self._records.clear()

    def _look_into(self, name: str, path: Path, stamp: str | None) -> None:
        known, content = self.cache.data(name), content_of(path)
        if known and known["content"] == content:
            self.cache.restamp(name, stamp)
            return
        self.reasons.setdefault(name, "its files changed" if known else "new, or not known from earlier runs")
        self._ties |= _ties_in(known)
        self._store(self._record(name, path, content), stamp)

    def _record(self, name: str, path: Path, content: str) -> CheckedSource:
        reference, _, around = self.data.read()
        record = self._records[name] = read_record(name, path, content, reference, around)
        return record

    def _store(self, record: CheckedSource, stamp: str | None) -> None:
        self._ties |= record.ties()
        self._types |= record.types
        self._written.add(record.name)
        (self._linked.add if is_linked(record.path) else self._linked.discard)(record.name)
        self.cache.write(record.name, stamp, record.data(), record.uses, record.ties())
        if self._owl:
            self._owl.note(record.name, record.assertion)

    def _drop(self, name: str, reason: str) -> None:
        """Forget a source; those that it is tied to are compared again."""
        self._ties |= _ties_in(self.cache.data(name))
        self._written.add(name)
        self._linked.discard(name)
        self.reasons.setdefault(name, reason)
        self.cache.forget(name)

    def _decide(self, changes: Changes | None) -> list[str]:
        if changes is None:
            return [name for name in self.cache.names() if self.listing.covers(name)]
        impact = impact_of(changes, self.data.read()[0], self.data.state, self.folder, self.cache)
        self.reasons, self.widened, self.reference = impact.reasons, impact.widened, impact.reference
        return [name for name in sorted(impact.reasons) if self.listing.path(name) is not None]

    def _check(self) -> None:
        """Find what is wrong in each of the wanted sources by itself, where that is not known."""
        wanted = set(self.wanted)
        self._records = {name: record for name, record in self._records.items() if name in wanted}
        for name in self.cache.unchecked(self.wanted):
            path = self.listing.path(name)
            if path is None or self._is_found(name, self.cache.data(name)):
                continue
            if name not in self._records:
                self._record(name, path, content_of(path))
            if len(self._records) >= _BATCH:
                self._run_engine()
        self._run_engine()

    def _is_found(self, name: str, known: dict[str, Any] | None) -> bool:
        """Take over what was found before for the same content, and tell whether there was anything to."""
        found = self.cache.result(known["key"]) if known else None
        if found is not None:
            self.cache.set_findings(name, "findings", found)
        return found is not None

    def _run_engine(self) -> None:
        """Check the records in memory, and let them go."""
        todo = [r for r in self._records.values() if not self._is_found(r.name, {"key": r.key})]
        if todo:
            self.progress(f"checking {len(todo)} sources")
        for name, findings in check_records(todo, self.engine).items():
            record = self._records[name]
            place = relative_to(source_file(record.path), name)
            rows = [finding_to(finding, place) for finding in findings]
            self.cache.set_result(record.key, rows)
            self.cache.set_findings(name, "findings", rows)
        self.fresh += len(todo)
        self._records.clear()

    def _compare(self) -> None:
        """Compare the sources that share a tie with one that changed; all of them, where only some are checked."""
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
        """Return the facts of the sources given, and of those that they refer to, which may not be given."""
        facts, todo = {}, {name for name in self.cache.names() if self.listing.covers(name)}
        while todo:
            for name in todo:
                known = self.cache.data(name) if self.listing.covers(name) else self._referred(name)
                facts[name] = facts_from(known["facts"]) if known else []
            terms = {term for name in todo for term in ties_of(facts[name])}
            todo = {use_of(term).strip("<>").removeprefix(f"{ID}source/") for term in terms} - facts.keys()
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
        """Note at which commit the index is right, and which sources may differ from it there."""
        self.cache.keep("ties", sorted(self._ties))
        self.cache.keep("foreign", self.cache.foreign and not self.whole)
        kept = self.cache.state("git")
        if history is not None:
            self.cache.keep("git", history.state(self._written))
        elif kept:  # sources were read as they are now, which may be unlike any commit
            self.cache.keep("git", {**kept, "dirty": sorted({*kept["dirty"], *self._written})})


def _ties_in(known: dict[str, Any] | None) -> set[str]:
    """Return what ties a source to others, by what is known of it."""
    return ties_of(facts_from(known["facts"])) if known else set()


def _unreadable(error: InputError) -> Finding:
    line, column = error.line or 1, error.column or 1
    message = f"{error.reason}: {error.hint}" if error.hint else error.reason
    return Finding.at(Span(error.file, line, column, line, column + 1), UNREADABLE, message)
