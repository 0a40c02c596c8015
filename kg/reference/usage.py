"""Records which names a sheet looks up in the reference data: its findings depend only on the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kg.reference.lookup import Entry, Reference
from kg.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.forms.types import Name

__all__ = ["ANY", "Known", "Listener", "changed_names", "known_entries"]

#: Stands for all names: the look-up depends on every name, for instance because the nearest names were shown.
ANY = "*"
#: The part of an entry that sheets can depend on: slug, kind, class, demonyms with members, label and aliases.
Known: TypeAlias = tuple[str, ...]


class Listener(Reference):
    """Reference data that records each name looked up in `asked`, case-folded."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference.vocabulary, reference.named, reference.propositions)
        # The same tables as the reference data, not copies, since a listener is made for each sheet.
        self.packages, self._called, self._indices = reference.packages, reference._called, reference._indices
        self.asked: set[str] = set()
        self._suggestions = Suggestions()

    def get(self, slug: str, kind: str = "actor") -> Entry | None:
        """Return the entry with a slug."""
        self.asked.add(slug.casefold())
        return super().get(slug, kind)

    def resolve(self, name: str, kind: Name) -> str | None:
        """Return the slug that `name` resolves to."""
        self.asked.add(name.casefold())
        return super().resolve(name, kind)

    def explain(self, name: str, kind: Name) -> str:
        """Return why `name` is not accepted: this depends on all existing names."""
        self.asked.add(ANY)
        explain = super().explain
        return self._suggestions.about(
            (name, kind), lambda: explain(name, kind), f"unknown {self.wanted(kind)} `{name[:100]}`: "
        )

    def nearest(
        self, name: str, classes: Iterable[str] = ("Actor", "Place", "Proposition"), most: int = 3
    ) -> list[str]:
        """Return the slugs of the nearest names: this depends on all existing names."""
        self.asked.add(ANY)
        return super().nearest(name, classes, most)

    def slugs(self, classes: Iterable[str]) -> list[str]:
        """Return the slugs of all entries of the classes."""
        self.asked.add(ANY)
        return super().slugs(classes)


def known_entries(reference: Reference) -> list[Known]:
    """Return the part of the reference data that sheets can depend on, in its own order."""
    spaces = (reference.named, reference.propositions)
    return [(e.slug, e.kind, e.type, _beside(e), e.label, *e.aliases) for space in spaces for e in space.values()]


def _beside(entry: Entry) -> str:
    """Return what rows with `members_named` depend on, in one text: it is no name that a sheet could look up."""
    return " / ".join((", ".join(entry.demonyms), ", ".join(entry.members)))


def changed_names(old: list[Known], new: list[Known]) -> set[str]:
    """Return the names, case-folded, that may mean something else in `new`; with ANY if anything differs."""
    if old == new:
        return set()
    # Messages with nearest names have to be made again as soon as anything differs: a new name may be nearer.
    return {ANY, *(name.casefold() for slug, _, _, _, *names in {*old} ^ {*new} for name in (slug, *names))}
