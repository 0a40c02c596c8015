"""Whose findings can differ from those at a revision: sources that changed, use what changed, or are tied to it.

Nothing that is unchanged is read: git tells which files differ, and the index (`kg.validate.cache`) who uses a name,
a node of the reference data, or refers to a statement.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import InputError
from kg.layout import SOURCE_FILES
from kg.namespaces import shorten, slug_of
from kg.paths import shipped
from kg.reference.usage import changed_names, known_entries
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.listing import is_linked
from kg.validate.cache import TIE, USE
from kg.validate.integrity import facts_of, ties_of
from kg.validate.records import facts_from, use_of
from kg.validate.shacl.visibility import seers, sight_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reference.lookup import Reference
    from kg.reference.usage import Known
    from kg.sources.changes import Changes
    from kg.sources.listing import Listing
    from kg.validate.cache import Cache
    from kg.validate.integrity import Fact

__all__ = ["Impact", "ReferenceState", "closure", "impact_of"]


#: How many sources are read as they were, together.
_BATCH = 200


@dataclass(slots=True)
class Impact:
    """Why each source is to be checked, by name; `reference` says whether the reference data are, too.

    `widened` says why it is everything, where it is.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    reference: bool = False
    widened: str | None = None


@dataclass(slots=True)
class ReferenceState:
    """The reference data as far as anything can depend on it: what names mean, and the triples."""

    entries: list[Known]
    triples: set[tuple[str, str, str]]

    @classmethod
    def of(cls, reference: Reference, quads: Iterable[object]) -> ReferenceState:
        """Return the state of reference data that has been read."""
        triples = {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}  # type: ignore[attr-defined]  # pyoxigraph's quads
        return cls(known_entries(reference), triples)

    def changed(self, other: ReferenceState, traits: Iterable[str]) -> dict[str, str]:
        """Return the names and nodes whose users may find something else in `other`, each with what changed.

        `traits` are those of the nodes that the users have (see `kg.validate.shacl.visibility`). A node is also among
        them from which the shapes can see one that changed.
        """
        sight = sight_of(frozenset(traits))
        touched: set[str] = set()
        # The symmetric difference: a triple that is gone can make a finding as well as one that is new.
        for subject, predicate, value in self.triples ^ other.triples:
            if sight.ahead(predicate[1:-1]):
                touched.add(subject)
            if sight.back(predicate[1:-1]):
                touched.add(value)
        names = {name: name for name in changed_names(self.entries, other.entries)}
        # Paths of both states are walked: a node may have been seen by way of a triple that is no longer there.
        nodes = seers(touched, self.triples | other.triples, sight)
        told = sorted(nodes.items())
        by_name = {slug_of(node.strip("<>")): use_of(changed) for node, changed in told}
        return names | by_name | {use_of(node): use_of(changed) for node, changed in told}


def impact_of(changes: Changes, reference: Reference, now: ReferenceState, folder: Path, cache: Cache) -> Impact:
    """Return whose findings can differ from those at the revision; `folder` holds the reference data.

    The index in `cache` must be up to date.
    """
    return _Decision(changes, reference, now, folder, cache).decide()


class _Decision:
    def __init__(self, changes: Changes, reference: Reference, now: ReferenceState, folder: Path, cache: Cache) -> None:
        self.changes, self.reference, self.now, self.folder, self.cache = changes, reference, now, folder, cache
        self.listing, self.impact = changes.listing, Impact()

    def decide(self) -> Impact:
        self.impact.widened = self.tool_changed() or self.linked()
        with tempfile.TemporaryDirectory(prefix="kg-") as scratch:
            self.scratch = Path(scratch)
            then = self.reference
            # Reading the reference data as they were costs a checkout of the folder: only if one of its files changed.
            if not self.impact.widened and any(file.is_relative_to(self.folder) for file in self.changes.files):
                then = self.reference_changed()
            if self.impact.widened:
                self.impact.reference = True
                everything = f"everything is checked: {self.impact.widened}"
                self.impact.reasons = {name: everything for name in self.cache.names() if self.listing.covers(name)}
            else:
                self.sources_changed()
                self.tied(then)
        return self.impact

    def tool_changed(self) -> str | None:
        """Say what has changed that all findings depend on, if anything has."""
        if self.cache.foreign:
            return "kg, its shapes, its ontology or its engine are not those of the last run"
        for folder in ("shapes", "ontology"):
            if self.changes.elsewhere(shipped(folder).resolve()):
                return f"{folder}/ has changed since {self.changes.revision}"
        if self.changes.elsewhere(Path(kg.__file__).resolve().parent):
            return f"kg has changed since {self.changes.revision}"
        return None

    def linked(self) -> str | None:
        """Return what has contents that git does not see, if there is anything."""
        linked = [name for name in self.cache.state("linked") or () if self.listing.covers(name)]
        own = self.folder.is_relative_to(self.listing.base)
        if not linked and not (own and is_linked(self.folder)):
            return None
        where = self.listing.spell(linked[0]) if linked else self.folder
        return f"{where} holds links, or another repository, and git does not tell what changes there"

    def reference_changed(self) -> Reference:
        """Note who uses what has changed in the reference data; return it as it was."""
        self.impact.reference = True
        repository, commit = self.changes.repository, self.changes.commit
        try:
            repository.export(commit, [self.folder], self.scratch)
            then, context = assert_reference(self.there(self.folder), self.reference.vocabulary)
        except InputError:
            self.impact.widened = f"the reference data cannot be read as it was at {self.changes.revision}"
            return self.reference
        touched = ReferenceState.of(then, context.quads).changed(self.now, self.cache.state("traits") or ())
        # A source can use many terms that changed, and the first reason is kept: so terms that changed themselves come
        # before those that are only reached through another one.
        for term in sorted(touched, key=lambda term: (term != touched[term], term)):
            for name in sorted(self.cache.linked(USE, [term])):
                if self.listing.covers(name):
                    what = f"uses {_told(touched[term])}, which changed in the reference data"
                    self.impact.reasons.setdefault(name, what)
        return then

    def sources_changed(self) -> None:
        known = {name for name in self.listing.touched(self.changes.files) if self.listing.covers(name)}
        for name in sorted(known):
            if self.listing.path(name) is not None:
                self.impact.reasons[name] = f"its files changed since {self.changes.revision}"
            elif self.was_source(name):
                self.impact.reasons[name] = f"removed since {self.changes.revision}"

    def was_source(self, name: str) -> bool:
        place = self.place(name)
        files = self.changes.repository.files(self.changes.commit, place)
        return any(file == place or (file.parent == place and file.name in SOURCE_FILES) for file in files)

    def tied(self, then: Reference) -> None:
        """Add the sources that are tied to one of those that changed, as it is or as it was."""
        terms: set[str] = set()
        # Both ends count: a correction that was removed changes what is found at the statement that it corrected, and
        # only the source as it was at the revision still says which statement that is.
        self.restore()
        for name in self.impact.reasons:
            data = self.cache.data(name)
            terms |= ties_of(facts_from(data["facts"])) if data else set()
            terms |= ties_of(self.facts_then(name, then))
        for name in closure(self.cache, terms, self.listing):
            self.impact.reasons.setdefault(name, "refers to a source that changed, or is referred to by one")

    def restore(self) -> None:
        """Write the sources that are to be checked as they were at the revision."""
        places = [self.place(name) for name in self.impact.reasons]
        folders = [place.parent if place.is_file() else place for place in places]
        # Each batch is one call of git, whose answer is in memory until its files are written.
        for at in range(0, len(folders), _BATCH):
            self.changes.repository.write(self.changes.before(folders[at : at + _BATCH]), self.scratch)

    def facts_then(self, name: str, then: Reference) -> list[Fact]:
        """Return the facts of a source at the revision."""
        try:
            return facts_of(assert_source(self.there(self.place(name)), then))
        except InputError:
            return []  # no source, or one that could not be read: there were no findings then

    def place(self, name: str) -> Path:
        return (self.listing.base / name).resolve()

    def there(self, path: Path) -> Path:
        """Return where a file of the repository is put as it was at the revision."""
        return self.scratch / path.relative_to(self.changes.repository.top.resolve())


def closure(cache: Cache, terms: Iterable[str], listing: Listing) -> dict[str, list[Fact]]:
    """Return the facts of all sources that terms tie together, directly or through one another, by name."""
    found: dict[str, list[Fact]] = {}
    todo, done = set(terms), set()
    while todo:
        done |= todo
        ahead: set[str] = set()
        for name in sorted(cache.linked(TIE, todo)):
            if name not in found and listing.covers(name):
                data = cache.data(name)
                found[name] = facts_from(data["facts"]) if data else []
                ahead |= ties_of(found[name])
        # A chain of corrections ties sources that share nothing directly, so the walk goes on until nothing is added.
        todo = ahead - done
    return found


def _told(term: str) -> str:
    return shorten(term.strip("<>")) if term.startswith("<") else "a name" if term == "*" else f"`{term}`"
