"""The reference data as a lookup: the actors, places and propositions, and the meaning of names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR
from kg.layout import REFERENCE
from kg.names import Named, NameIndex
from kg.namespaces import iri, slugify
from kg.rdf.labels import enumeration, is_plural
from kg.reference.fields import CLASSES
from kg.reference.packages import offered
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.forms.types import Name

__all__ = ["Entry", "Reference"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that sheets can name: `kind` is `actor`, `place` or `proposition`, `type` the local name of its class.

    The `label` of a proposition is its sentence. `file` and `line` are the place of its definition. `base` is the base
    of its IRI; if empty, the current one. `own` marks an entry of this repository that replaces one from a package.
    `described` marks an actor whom a text describes but does not name: its label is not a name. `members` are slugs.
    """

    slug: str
    kind: str
    type: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    file: str = ""
    line: int | None = None
    base: str = ""
    own: bool = False
    described: bool = False
    members: tuple[str, ...] = ()


@dataclass
class Reference:
    """The known names, with the vocabulary of their classes.

    Actors and places share one space of slugs; propositions have their own. `bases` are those of its packages.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    named: dict[str, Entry] = field(default_factory=dict)
    propositions: dict[str, Entry] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    bases: set[str] = field(default_factory=set)
    _called: dict[str, list[Entry]] = field(default_factory=dict, repr=False)
    _indices: dict[tuple[str, ...], NameIndex] = field(default_factory=dict, repr=False)

    def add(self, entry: Entry) -> Entry | None:
        """Add an entry; if its slug is taken, return the entry that has it instead."""
        space = self._space(entry.kind)
        if entry.slug in space:
            return space[entry.slug]
        space[entry.slug] = entry
        self._indices.clear()
        self.bases.add(entry.base)
        for name in (entry.label, *entry.aliases):
            self._called.setdefault(name.casefold(), []).append(entry)
        return None

    def replace(self, entry: Entry, by: Entry) -> bool:
        """Replace an entry of a package but keep its IRI; False if the new one is a different kind of thing."""
        if entry.kind != by.kind or {"Actor", "Place"} & self.vocabulary.ancestors(entry.type) != {
            "Actor",
            "Place",
        } & self.vocabulary.ancestors(by.type):
            return False
        for name in (entry.label, *entry.aliases):
            self._called[name.casefold()].remove(entry)
        del self._space(entry.kind)[entry.slug]
        self.add(replace(by, base=entry.base, own=True))
        return True

    def get(self, slug: str, kind: str = "actor") -> Entry | None:
        """Return the entry with this slug; `kind` is `actor`, `place` or `proposition`."""
        return self._space(kind).get(slug)

    def iri(self, kind: str, slug: str) -> str:
        """Return the IRI for a slug, known or not; `kind` as for `get`."""
        entry = self.get(slug, kind)
        return f"{entry.base}id/{kind}/{slug}" if entry and entry.base else iri(kind, slug)

    def label(self, slug: str, kind: str = "actor") -> str:
        """Return the label of an entry, or its slug as words if it is unknown."""
        entry = self.get(slug, kind)
        return (entry.label if entry else "") or slug.replace("-", " ")

    def stands_for_several(self, slug: str) -> bool:
        """Return whether an actor is a group whose label is a plural: `Arab states`."""
        entry = self.get(slug)
        return entry is not None and self._is_a(entry, ("Group",)) and is_plural(entry.label)

    def labels(self, classes: Iterable[str]) -> dict[str, str]:
        """Return the labels of all entries of the classes (local names), by slug, sorted."""
        return {entry.slug: entry.label for entry in sorted(self._of(classes), key=lambda entry: entry.slug)}

    def slugs(self, classes: Iterable[str]) -> list[str]:
        """Return the slugs of all entries of the classes (local names), sorted."""
        return sorted(entry.slug for entry in self._of(classes))

    def resolve(self, name: str, kind: Name) -> str | None:
        """Return the slug that `name` resolves to if a name of this kind is expected, or None."""
        entry = self.get(name, self._kind(kind.classes))
        if entry and self._is_a(entry, kind.classes):
            return entry.slug
        # If two things have this name, it resolves to neither: a wrong person would be worse than a question.
        called = self._meant(name, kind)
        return called[0] if len(called) == 1 else None

    def _meant(self, name: str, kind: Name) -> list[str]:
        """Return the slugs of everything with this name, sorted; nothing if only slugs are allowed."""
        called = self._called.get(name.casefold(), ()) if kind.labels else ()
        return sorted({entry.slug for entry in called if self._is_a(entry, kind.classes)})

    def explain(self, name: str, kind: Name) -> str:
        """Return why `name` is not accepted if a name of this kind is expected, with the nearest names."""
        wanted = self.wanted(kind)
        entry = self.get(name, self._kind(kind.classes)) or self.get(name, "proposition") or self.get(name)
        near = [slug for slug in self.nearest(name, kind.classes) if slug != name]
        if name == NARRATOR:
            return f"`{NARRATOR}` can only be the speaker of a statement; a known {wanted} is expected here"
        if len(shared := self._meant(name, kind)) > 1:
            both = enumeration([f"`{slug}`" for slug in shared])
            return f"`{name[:100]}` is a name of {both}: name the one that is meant by its slug"
        advice = f"did you mean {' or '.join(f'`{slug}`' for slug in near)}?" if near else _addition(name, kind)
        known = self._index(kind.classes).find(name[:100])
        found = offered(name, self.packages, places=None if len(kind.classes) > 1 else kind.classes == ("Place",))
        if found and not entry and not known:  # the repository's own entry with that name takes precedence
            advice = f"package {found[0]} has it as `{found[1]}`: `kg reference add {found[1]}`"
        if entry:
            return f"`{name}` is {_a(self.word(entry.type))}, but {_a(wanted)} is expected" + (
                f": {advice}" if near else ""
            )
        return f"unknown {wanted} `{name[:100]}`: {advice}"

    def wanted(self, kind: Name) -> str:
        """Return the names of what is expected, as words: "actor or place"."""
        return " or ".join(self.word(name) for name in kind.classes)

    def nearest(
        self, name: str, classes: Iterable[str] = ("Actor", "Place", "Proposition"), most: int = 3
    ) -> list[str]:
        """Return up to `most` slugs in the classes with names nearest to `name`, best first."""
        index = self._index(tuple(classes))
        return list(dict.fromkeys((*index.find(name[:100]), *index.nearest(name, most))))[:most]

    def _index(self, classes: tuple[str, ...]) -> NameIndex:
        # Kept: with a large package it takes longer to make than all else that a finding about an unknown name needs.
        if classes not in self._indices:
            self._indices[classes] = NameIndex.of(_named(entry) for entry in self._of(classes))
        return self._indices[classes]

    def word(self, local: str) -> str:
        """Return the name of a class as words."""
        return next((slug for slug, name in self.vocabulary.classes.items() if name == local), local.lower()).replace(
            "-", " "
        )

    def _space(self, kind: str) -> dict[str, Entry]:
        return self.propositions if kind == "proposition" else self.named

    def _kind(self, classes: Iterable[str]) -> str:
        return "proposition" if "Proposition" in classes else "actor"

    def _of(self, classes: Iterable[str]) -> list[Entry]:
        wanted = tuple(classes)
        everything = (*self.named.values(), *self.propositions.values())
        return [entry for entry in everything if self._is_a(entry, wanted)]

    def _is_a(self, entry: Entry, classes: Iterable[str]) -> bool:
        return not self.vocabulary.ancestors(entry.type).isdisjoint(classes)


def _addition(name: str, kind: Name) -> str:
    """Return where an entry that is missing belongs, and what it is there if that is not plain."""
    if kind.classes == ("NewsOrganisation",):
        entry = f"{slugify(name[:100])}: {{label: {name[:100]}, type: news-organisation}}"
        return f"add it to reference/organisations.yaml as `{entry}`"
    files = [f"{REFERENCE}/{stem}.yaml" for stem, (_, class_) in CLASSES.items() if class_ in kind.classes]
    return f"add it to {' or '.join(files) or f'{REFERENCE}/'}"


def _named(entry: Entry) -> Named:
    """Return an entry with its names."""
    state = entry.type == "State"
    names = (entry.slug, entry.label, *entry.aliases)
    return Named(
        entry.slug, names, entry.demonyms, abbreviated=state or "Organisation" in entry.type, partial=not state
    )


def _a(words: str) -> str:
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"
