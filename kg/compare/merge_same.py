"""Whether an entry of another repository is one that is known here: by its ids, and else by its kind and its names.

To take two things for one puts the words of one into the mouth of the other, and nothing shows it afterwards. So names
decide only where nothing speaks against it: another id, another country, offices in other bodies.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import VOCABULARIES
from kg.rdf.quads import node
from kg.reference.fields import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from kg.compare.merge_names import MergedNames
    from kg.reference.lookup import Entry, Reference

__all__ = ["KnownEntries", "bodies_first"]

_PERSONS = {"Official", "Person"}
_MATCH, _ISO = node("skos:exactMatch").value, node("dp:iso3166").value
_MEMBER, _BODY = node("org:member").value, node("org:organization").value
_POST, _LABEL = node("dp:post").value, node("rdfs:label").value
#: What two places, or two persons, cannot both be: in two countries, or only in offices of other bodies.
_APART = (node("dp:country").value, node("schema:containedInPlace").value, _BODY)
_ORDER = ("State", "Organisation", "Place", "Group")


class KnownEntries:
    """The entries of a repository, and what its graph says of them, to compare those of another with."""

    def __init__(
        self, here: Reference, quads: Iterable[ox.Quad], there: Reference, theirs: Iterable[ox.Quad], names: MergedNames
    ) -> None:
        """Take the entries of both repositories, each with the quads about them."""
        self.here, self.there, self.names = here, there, names
        self.ours, self.theirs = _facts(quads), _facts(theirs)
        self.called: defaultdict[str, list[Entry]] = defaultdict(list)
        self.identified: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in (*here.named.values(), *here.propositions.values()):
            for name in dict.fromkeys(_folded(name) for name in (entry.label, *entry.aliases)):
                self.called[name].append(entry)
            for name in self._ids(self.ours[here.iri(entry.kind, entry.slug)]):
                self.identified[name].append(entry)

    def counterpart(self, entry: Entry, iri: str) -> Entry | None:
        """Return the entry here that an entry of the other repository, with this IRI there, is; None if it is new."""
        same_slug = self.here.get(entry.slug, entry.kind)
        if same_slug is not None and self.is_same(entry, iri, same_slug):
            return same_slug
        by_id = (found for name in self._ids(self.theirs[iri]) for found in self.identified[name])
        by_name = (known for known in self.called[_folded(entry.label)] if self._is_alike(entry, known))
        for some in (by_id, by_name):
            found = {known.slug: known for known in some if not self._is_known_there(known)}
            # Of two that have the name, neither is certain to be meant.
            if len(found) == 1 and self.is_same(entry, iri, only := next(iter(found.values()))):
                return only
        return None

    def _is_known_there(self, known: Entry) -> bool:
        """Return whether both have an entry from a package: what else the other repository has is something else."""
        entry = self.there.get(known.slug, known.kind)
        return bool(known.base) and entry is not None and entry.base == known.base

    def is_copy(self, entry: Entry, iri: str, known: Entry) -> bool:
        """Return whether an entry here was made of one by an earlier merge; its slug says so already."""
        alike = entry.described and known.described and entry.label == known.label and entry.type == known.type
        return alike or self.is_same(entry, iri, known)

    def is_same(self, entry: Entry, iri: str, known: Entry) -> bool:
        """Return whether an entry here is the same thing as one of the other repository, with this IRI there."""
        if entry.described or known.described or not self._is_alike(entry, known):
            return False
        theirs, ours = self._renamed(iri), self.ours[self.here.iri(known.kind, known.slug)]
        if (first := self._ids(theirs)) and (second := self._ids(ours)):
            if first & second:
                return True
            if {name[:2] for name in first} & {name[:2] for name in second}:
                return False  # an id of the same register, and another one
        if any(theirs[key] and ours[key] and not theirs[key] & ours[key] for key in _APART):
            return False
        return _folded(entry.label) in {_folded(name) for name in (known.label, *known.aliases)}

    def lacks(self, iri: str, known: Entry) -> bool:
        """Return whether the other repository says something of an entry that is not said here."""
        ours = self.ours[self.here.iri(known.kind, known.slug)]
        names = {_folded(value) for value in (known.label, *known.aliases)}
        return any(
            value not in ours[key] and not (key == _LABEL and _folded(value) in names)
            for key, values in self._renamed(iri).items()
            for value in values
        )

    def _renamed(self, iri: str) -> defaultdict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key, values in self.theirs[iri].items():
            found[key] = {self.names.iri(value) for value in values}
        return found

    @staticmethod
    def _ids(facts: dict[str, set[str]]) -> set[str]:
        """Return the ids that something has in registers: those of Wikidata, and ISO 3166 for states."""
        wikidata = VOCABULARIES["wd"]
        found = {f"Q {value}" for value in facts.get(_MATCH, ()) if value.startswith(wikidata)}
        return found | {f"I {value}" for value in facts.get(_ISO, ())}

    def _is_alike(self, entry: Entry, known: Entry) -> bool:
        # Only one of the repositories may know that somebody holds an office, or what kind of organisation it is.
        is_a = self.here.vocabulary.is_a
        files = [{stem for stem, (_, name) in CLASSES.items() if is_a(it.type, name)} for it in (entry, known)]
        return entry.type == known.type or bool(files[0] & files[1]) or {entry.type, known.type} <= _PERSONS


def bodies_first(entries: Iterable[Entry], reference: Reference) -> Iterator[Entry]:
    """Yield entries so that what others refer to comes first: states and bodies before persons."""

    def rank(entry: Entry) -> int:
        kinds = (at for at, kind in enumerate(_ORDER) if reference.vocabulary.is_a(entry.type, kind))
        return next(kinds, len(_ORDER))

    yield from sorted(entries, key=rank)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _facts(quads: Iterable[ox.Quad]) -> defaultdict[str, defaultdict[str, set[str]]]:
    """Return what is said of each thing, by property; the bodies in which a person holds offices count as its own.

    Of what a state is a member says nothing: one repository has one of its memberships, another has another.
    """
    facts: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        subject, key, value = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]  # no blank nodes here
        facts[subject][key].add(value)
    for tenure in [name for name, said in facts.items() if _POST in said]:
        for person in facts[tenure][_MEMBER]:
            facts[person][_BODY] |= facts[tenure][_BODY]
    return facts
