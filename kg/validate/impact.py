"""Which findings can differ from those at a revision: of sources that changed, use what changed, or are tied to these.

Unchanged sources are not read. Git knows which files differ; the index (`kg.validate.cache`) knows which sources use a
name or a node of the reference data, or refer to a statement.
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
from kg.reference.packages import find_package
from kg.reference.usage import changed_names, known_entries
from kg.settings import FILE, repository_of
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


#: How many sources are restored from the revision at a time.
_BATCH = 200


@dataclass(slots=True)
class Impact:
    """The reason why each source is checked, by name, and in `reference` whether the reference data is checked too.

    `widened` is the reason if everything is checked, else None.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    reference: bool = False
    widened: str | None = None


@dataclass(slots=True)
class ReferenceState:
    """The part of the reference data that findings can depend on: the meaning of names, and the triples."""

    entries: list[Known]
    triples: set[tuple[str, str, str]]

    @classmethod
    def of(cls, reference: Reference, quads: Iterable[object]) -> ReferenceState:
        """Return the state of reference data that has already been read."""
        triples = {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}  # type: ignore[attr-defined]  # pyoxigraph's quads
        return cls(known_entries(reference), triples)

    def changed(self, other: ReferenceState, traits: Iterable[str]) -> dict[str, str]:
        """Return the names and nodes whose users may get other findings with `other`, each with what changed.

        `traits` are those of the nodes in the sources (see `kg.validate.shacl.visibility`). The result also includes
        nodes from which the shapes can see a changed node.
        """
        sight = sight_of(frozenset(traits))
        touched: set[str] = set()
        # The symmetric difference, because a removed triple can cause a finding just as a new one can.
        for subject, predicate, value in self.triples ^ other.triples:
            if sight.ahead(predicate[1:-1]):
                touched.add(subject)
            if sight.back(predicate[1:-1]):
                touched.add(value)
        names = {name: name for name in changed_names(self.entries, other.entries)}
        # Walk the paths of both states: a node may have been visible through a triple that no longer exists.
        nodes = seers(touched, self.triples | other.triples, sight)
        told = sorted(nodes.items())
        by_name = {slug_of(node.strip("<>")): use_of(changed) for node, changed in told}
        return names | by_name | {use_of(node): use_of(changed) for node, changed in told}


def impact_of(changes: Changes, reference: Reference, now: ReferenceState, folder: Path, cache: Cache) -> Impact:
    """Return which findings can differ from those at the revision; `folder` holds the reference data.

    The index in `cache` must be up to date.
    """
    return _Decision(changes, reference, now, folder, cache).decide()


class _Decision:
    def __init__(self, changes: Changes, reference: Reference, now: ReferenceState, folder: Path, cache: Cache) -> None:
        self.changes, self.reference, self.now, self.folder, self.cache = changes, reference, now, folder, cache
        self.listing, self.impact = changes.listing, Impact()

    def decide(self) -> Impact:
        self.impact.widened = self.tool_changed() or self.linked() or self.packages_changed()
        with tempfile.TemporaryDirectory(prefix="kg-") as scratch:
            self.scratch = Path(scratch)
            (self.scratch / ".git").mkdir()  # so that no `kg.toml` above it counts
            then = self.reference
            # Reading the old reference data requires a checkout of the folder, so do it only if one of its files
            # changed.
            if not self.impact.widened and any(file.is_relative_to(self.folder) for file in self.changes.files):
                then = self.reference_changed()
            self.sources_changed()  # those that are gone are told even where everything is checked
            if self.impact.widened:
                self.impact.reference = True
                everything = f"everything is checked: {self.impact.widened}"
                self.impact.reasons |= {name: everything for name in self.cache.names() if self.listing.covers(name)}
            else:
                self.tied(then)
        return self.impact

    def tool_changed(self) -> str | None:
        """Return what changed in the tool that all findings depend on, or None."""
        if self.cache.foreign:
            return "kg, its shapes, its ontology or its engine are not those of the last run"
        for folder in ("shapes", "ontology"):
            if self.changes.elsewhere(shipped(folder).resolve()):
                return f"{folder}/ has changed since {self.changes.revision}"
        if self.changes.elsewhere(Path(kg.__file__).resolve().parent):
            return f"kg has changed since {self.changes.revision}"
        return None

    def packages_changed(self) -> str | None:
        """Return what changed in the packages of reference data, or in the settings that name them, or None."""
        repository, revision = self.changes.repository, self.changes.revision
        folders = self.packages()
        if outside := [folder for folder in folders if not folder.is_relative_to(repository.top)]:
            return f"the package {outside[0]} lies outside the repository, and git does not tell what changes there"
        changed = self.changes.anything([*folders, *self.settings()])
        for folder in folders:
            if any(file.is_relative_to(folder) for file in changed):
                return f"the package {folder.name} has changed since {revision}"
        return f"{FILE} has changed since {revision}" if changed and self.settings_differ() else None

    def packages(self) -> list[Path]:
        """Return the folders of the packages that are not shipped with kg."""
        repository = repository_of(self.folder.parent)
        found = (find_package(name, repository.folder) for name in repository.reference)
        return [package.folder.resolve() for package in found if not package.is_shipped]

    def settings(self) -> list[Path]:
        """Return where the file that lists the packages may be."""
        seeds, top = self.folder.parent.resolve(), self.changes.repository.top
        return [place / FILE for place in (seeds, *seeds.parents) if place.is_relative_to(top)]

    def settings_differ(self) -> bool:
        """Return whether other packages or another base were set at the revision; profiles do not matter here."""
        now = repository_of(self.folder.parent)
        with tempfile.TemporaryDirectory(prefix="kg-") as scratch:
            (Path(scratch) / ".git").mkdir()
            self.changes.repository.export(self.changes.commit, self.settings(), Path(scratch))
            try:
                then = repository_of(Path(scratch) / self.inside(self.folder.parent))
            except InputError:
                return True
        return (then.reference, then.base) != (now.reference, now.base)

    def linked(self) -> str | None:
        """Return a message about content that git does not track, or None."""
        linked = [name for name in self.cache.state("linked") or () if self.listing.covers(name)]
        own = self.folder.is_relative_to(self.listing.base)
        if not linked and not (own and is_linked(self.folder)):
            return None
        where = self.listing.spell(linked[0]) if linked else self.folder
        return f"{where} holds links, or another repository, and git does not tell what changes there"

    def reference_changed(self) -> Reference:
        """Record the sources that use changed reference data; return the reference data of the revision."""
        self.impact.reference = True
        repository, commit = self.changes.repository, self.changes.commit
        try:
            # Without its packages, all that they have would count as new.
            repository.export(commit, [self.folder, *self.settings(), *self.packages()], self.scratch)
            then, context = assert_reference(self.there(self.folder), self.reference.vocabulary)
        except InputError:
            self.impact.widened = f"the reference data cannot be read as it was at {self.changes.revision}"
            return self.reference
        touched = ReferenceState.of(then, context.quads).changed(self.now, self.cache.state("traits") or ())
        # A source can use many changed terms, and the first reason is kept. So terms that changed themselves come
        # before those reached only through another term.
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
        """Add the sources that are tied to a changed source, in its present or its old state."""
        terms: set[str] = set()
        # The old state counts too: removing a correction changes the findings of the statement that it corrected, and
        # only the old source still says which statement that was.
        self.restore()
        for name in self.impact.reasons:
            data = self.cache.data(name)
            terms |= ties_of(facts_from(data["facts"])) if data else set()
            terms |= ties_of(self.facts_then(name, then))
        for name in closure(self.cache, terms, self.listing):
            self.impact.reasons.setdefault(name, "refers to a source that changed, or is referred to by one")

    def restore(self) -> None:
        """Write the affected sources to disk as they were at the revision."""
        places = [self.place(name) for name in self.impact.reasons]
        folders = [place.parent if place.is_file() else place for place in places]
        # Each batch is one call of git, whose output stays in memory until the files are written.
        for at in range(0, len(folders), _BATCH):
            self.changes.repository.write(self.changes.before(folders[at : at + _BATCH]), self.scratch)

    def facts_then(self, name: str, then: Reference) -> list[Fact]:
        """Return the facts of a source at the revision."""
        try:
            return facts_of(assert_source(self.there(self.place(name)), then))
        except InputError:
            return []  # no source, or an unreadable one: it had no findings at the revision

    def place(self, name: str) -> Path:
        return (self.listing.base / name).resolve()

    def there(self, path: Path) -> Path:
        """Return the path to which a file of the repository is restored."""
        return self.scratch / self.inside(path)

    def inside(self, path: Path) -> Path:
        return path.resolve().relative_to(self.changes.repository.top)


def closure(cache: Cache, terms: Iterable[str], listing: Listing) -> dict[str, list[Fact]]:
    """Return the facts of all sources that these terms tie together, directly or through other sources, by name."""
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
        # A chain of corrections ties sources that share no term directly, so continue until nothing new is found.
        todo = ahead - done
    return found


def _told(term: str) -> str:
    return shorten(term.strip("<>")) if term.startswith("<") else "a name" if term == "*" else f"`{term}`"
