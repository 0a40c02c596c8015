"""Which names a sheet asked the reference data for: its findings can only change when one of the answers does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kg.reference.lookup import Entry, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.forms.types import Name

__all__ = ["ANY", "Known", "Listener", "changed_names", "known_entries"]

#: Stands for all names together: what was asked for is not known, and the nearest names were told.
ANY = "*"
#: An entry of the reference data, as far as sheets can tell: slug, kind, class, label and aliases.
Known: TypeAlias = tuple[str, ...]


class Listener(Reference):
    """Reference data that notes in `asked` each name it is asked for, case folded."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference.vocabulary, reference.named, reference.propositions)
        # The very tables of the reference data, and no copies: a listener is made for each sheet.
        self.packages, self._called = reference.packages, reference._called
        self.asked: set[str] = set()

    def get(self, slug: str, kind: str = "actor") -> Entry | None:
        """Return the entry with a slug."""
        self.asked.add(slug.casefold())
        return super().get(slug, kind)

    def resolve(self, name: str, kind: Name) -> str | None:
        """Return the slug that `name` means."""
        self.asked.add(name.casefold())
        return super().resolve(name, kind)

    def explain(self, name: str, kind: Name) -> str:
        """Say why `name` is not taken: the answer depends on all names there are."""
        self.asked.add(ANY)
        return super().explain(name, kind)

    def nearest(
        self, name: str, classes: Iterable[str] = ("Actor", "Place", "Proposition"), most: int = 3
    ) -> list[str]:
        """Return the slugs of the nearest names: the answer depends on all names there are."""
        self.asked.add(ANY)
        return super().nearest(name, classes, most)

    def slugs(self, classes: Iterable[str]) -> list[str]:
        """Return the slugs of all entries of the classes."""
        self.asked.add(ANY)
        return super().slugs(classes)


def known_entries(reference: Reference) -> list[Known]:
    """Return what sheets can tell of the reference data, in its own order."""
    spaces = (reference.named, reference.propositions)
    return [(e.slug, e.kind, e.type, e.label, *e.aliases) for space in spaces for e in space.values()]


def changed_names(old: list[Known], new: list[Known]) -> set[str]:
    """Return the names, case folded, that may mean something else in `new`; ANY among them when anything differs."""
    if old == new:
        return set()
    # Whoever was told the nearest names has to be told again as soon as anything differs: a new name may be nearer.
    return {ANY, *(name.casefold() for slug, _, _, *names in {*old} ^ {*new} for name in (slug, *names))}
