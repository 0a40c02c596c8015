"""Looks up names: indexes the reference data by name, demonym, capital and office."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kg.errors import InputError
from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import Actor
from kg.extract.names.nametable import NameTable, folded
from kg.extract.names.similarity import Sentences, names_in, stems
from kg.rdf.periods import is_within
from kg.reference.countries import countries, organisations
from kg.reference.fields import FILES, file_kind
from kg.reference.packages import shared_files
from kg.text import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Gazetteer", "Known", "Office"]

#: The kind of the entries in each reference file: the name of their record, except that officials are persons.
_KINDS = {stem: "person" if record.name == "official" else record.name for stem, record in FILES.items()}
_ADJECTIVES = load_data("names/people.yaml")["adjectives"]
_FURTHER = load_data("names/people.yaml")["further_names"]


@dataclass(frozen=True, slots=True)
class Office:
    """A post: its title in lower case, the slug of its body, and its first and last day if known."""

    title: str
    of: str
    since: str | None = None
    until: str | None = None

    def holds(self, day: str) -> bool:
        """Return whether the post may have been held on a day (ISO 8601)."""
        return is_within(day, self.since, self.until)


@dataclass(slots=True)
class Known:
    """An entry: `kind` is state, organisation, person, group or place; `listed` if the reference data has it."""

    slug: str
    kind: str
    label: str
    type: str = ""
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    part_of: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    listed: bool = True


@dataclass
class Gazetteer:
    """All known names. A proposition is its sentence, its issues and the slugs that it concerns."""

    known: dict[str, Known] = field(default_factory=dict)
    propositions: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    names: NameTable = field(default_factory=NameTable)
    places: NameTable = field(default_factory=NameTable)
    demonyms: dict[str, str] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of_repository(cls, folder: Path, *extra: Path) -> Gazetteer:
        """Return the names that a repository knows by its folder of reference data: its own and those of its packages.

        The persons of packages are left out, since they have namesakes. Raises InputError if a file cannot be read.
        """
        return cls.load(folder, *extra, *shared_files(folder))

    @classmethod
    def load(cls, folder: Path, *extra: Path) -> Gazetteer:
        """Return the names in a folder of reference data, and in further files or folders of the same format.

        Raises InputError if one of them cannot be read.
        """
        gazetteer = cls()
        for path in (folder, *extra):
            for file in sorted((*path.glob("*.yaml"), *path.glob("*/*.yaml"))) if path.is_dir() else [path]:
                gazetteer.add_file(file)
        gazetteer.index()
        gazetteer.add_countries()
        gazetteer.add_organisations()
        return gazetteer

    @cached_property
    def sentences(self) -> Sentences:
        """The propositions indexed by the stems of their words; do not access it until the last one has been added."""
        sentences = {slug: sentence for slug, (sentence, _, _) in self.propositions.items()}
        names = {slug: names_in(sentence) for slug, sentence in sentences.items()}
        return Sentences({slug: stems(sentence) for slug, sentence in sentences.items()}, names)

    @property
    def spellings(self) -> dict[str, str]:
        """How the first words of all names are written, by these words in small letters."""
        return self.places.spellings | self.names.spellings

    @cached_property
    def groups(self) -> list[tuple[str, frozenset[str]]]:
        """The groups, each with the stems of its name."""
        return [(slug, stems(entry.label)) for slug, entry in self.known.items() if entry.kind == "group"]

    def add_file(self, path: Path) -> None:
        """Add the entries of one YAML file, whose name gives their kind, as in the reference data."""
        kind = file_kind(path)
        stem = next((name for name in FILES if kind == name or kind.endswith(f".{name}")), None)
        text = decode(read_bytes(path), str(path))
        try:
            data = YAML(typ="safe").load(text)
        except YAMLError as error:
            raise InputError(f"not YAML: {str(error).splitlines()[0]}", file=str(path)) from None
        if stem is None or not isinstance(data, dict):
            return
        for slug, row in data.items():
            if not isinstance(row, dict):
                continue
            if stem == "propositions":
                self.propositions.setdefault(
                    str(slug),
                    (str(row.get("sentence", "")), _several(row.get("issues")), _several(row.get("concerns"))),
                )
            else:
                # The repository's own entries are read first and win over those of further files.
                self.known.setdefault(str(slug), _known(str(slug), _KINDS[stem], row))

    def index(self) -> None:
        """Index the names. Call this after adding the last entry."""
        for slug, entry in self.known.items():
            space = self.places if entry.kind == "place" else self.names
            for name in entry.names:
                space.add(name, slug)
            self._add_demonyms(slug, entry.demonyms)

    def add_countries(self) -> None:
        """Add the states of the world that are not among the entries, and further names of those that are."""
        for country in countries():
            slug = next((found for found in self.find(country.name) if self.known[found].kind == "state"), country.slug)
            if slug not in self.known:
                names = country.names
                self.known[slug] = Known(slug, "state", country.name, "", names, country.demonyms, listed=False)
            for name in (*country.names, *_FURTHER.get(country.name, ())):
                found = self.find(name)
                # A name with an owner in the reference data means nobody else.
                if slug not in found and not any(self.known[other].listed for other in found):
                    self.names.add(name, slug)
            further = (word for demonym in country.demonyms for word in _ADJECTIVES.get(demonym, ()))
            self._add_demonyms(slug, (*country.demonyms, *further))

    def add_organisations(self) -> None:
        """Add the organisations of states that are not among the entries."""
        for body in organisations():
            if body.slug in self.known or any(self.find(name) for name in body.names):
                continue
            self.known[body.slug] = Known(body.slug, "organisation", body.name, body.type, body.names, listed=False)
            for name in body.names:
                self.names.add(name, body.slug)

    def _add_demonyms(self, slug: str, demonyms: tuple[str, ...]) -> None:
        """Map adjectives to an actor; an adjective shared by several actors identifies none of them."""
        for word in (form for demonym in demonyms for form in (demonym.casefold(), demonym.casefold() + "s")):
            slugs = self.shared.setdefault(word, [])
            if slug not in slugs:
                slugs.append(slug)
            if len(slugs) == 1:
                self.demonyms[word] = slug
            else:
                self.demonyms.pop(word, None)

    def nations(self, word: str) -> list[str]:
        """Return the actors that a nation's adjective may mean: "Congolese" means two."""
        return self.shared.get(word.casefold(), [])

    def actor(self, slug: str, *, plural: bool = False) -> Actor:
        """Return a known entry as an actor."""
        entry = self.known[slug]
        return Actor(slug, entry.kind, plural or entry.kind == "group")

    def group_like(self, phrase: str, noun: str) -> Actor | None:
        """Return the known group whose name shares the most words with a description, including its noun."""
        wanted = stems(phrase)
        likeness = [
            (2 * len(wanted & known) / (len(wanted) + len(known)), slug) for slug, known in self.groups if known
        ]
        best = max(likeness, default=(0.0, ""))
        return self.actor(best[1]) if best[0] >= 0.5 and wanted & stems(noun) else None

    def state(self, name: str) -> str | None:
        """Return the only state or other actor that a name or a nation's adjective means: "Saudi", "Riyadh"."""
        slugs = self.find(name)
        if len(self.nations(name)) > 1:
            return None
        return self.demonyms.get(name.casefold()) or (slugs[0] if len(slugs) == 1 else None)

    def find(self, name: str) -> list[str]:
        """Return the slugs of the actors with a name, ignoring an article and a genitive ending."""
        return self.names.find(name)

    @cached_property
    def _first_names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for slug, entry in self.known.items():
            if entry.kind == "person":
                found[folded(entry.label).split(" ")[0]].append(slug)
        return found

    def persons_called(self, first: str) -> list[str]:
        """Return the known persons with a first name."""
        return self._first_names.get(first, [])

    def find_place(self, name: str) -> list[str]:
        """Return the slugs of the places with a name."""
        return self.places.find(name)

    def holders(self, title: str, of: str | None, day: str) -> list[str]:
        """Return who held a post with this title on a day, in the body `of` if given."""
        wanted = title.casefold()
        return [
            slug
            for slug, entry in self.known.items()
            for office in entry.offices
            if _same_title(wanted, office.title) and (of is None or office.of == of) and office.holds(day)
        ]

    def offices_on(self, slug: str, day: str) -> Iterator[Office]:
        """Yield the posts that an actor held on a day."""
        for office in self.known[slug].offices if slug in self.known else ():
            if office.holds(day):
                yield office


def _same_title(wanted: str, title: str) -> bool:
    return wanted == title or title.endswith(f" {wanted}") or wanted.replace(" of foreign affairs", "") == title


def _known(slug: str, kind: str, row: dict[str, object]) -> Known:
    posts = row.get("posts")
    offices = tuple(
        Office(
            str(post.get("title", "")).casefold(),
            str(post.get("of", "")),
            _day(post.get("since")),
            _day(post.get("until")),
        )
        for post in (posts if isinstance(posts, list) else [])
        if isinstance(post, dict)
    )
    label = str(row.get("label", slug))
    return Known(
        slug,
        kind,
        label,
        str(row.get("type", "")),
        (label, *_several(row.get("aliases"))),
        _several(row.get("demonyms")),
        offices,
        _several(row.get("part_of")),
        _several(row.get("members")),
        _several(row.get("nationality")),
    )


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _several(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    items: Iterable[object] = value if isinstance(value, (list, tuple)) else [value]
    return tuple(str(item) for item in items)
