"""The value lists for sheets, read from the ontology: acts, polarities, modes, types of events ..."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import DP, VOCABULARIES, kind_of, slug_of
from kg.paths import shipped

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COUNTED_CHOICES", "LISTS", "Act", "Vocabulary"]

#: Lists whose values are individuals, by the kind in their IRIs.
LISTS = ("act", "polarity", "mode", "certainty", "degree", "occurrence", "qualifier", "choice", "issue")
#: Lists whose values are classes: the name of the list and its top class.
TYPES = {"event-type": "Event", "relation-type": "Relation", "organisation-type": "Organisation", "actor-type": "Actor"}

#: The choices of ballots that count, by the property with which a vote names its voters. A veto is a vote against.
COUNTED_CHOICES = {"inFavour": ("in-favour",), "against": ("against", "veto"), "abstaining": ("abstain",)}

_TYPE, _LABEL = (ox.NamedNode(VOCABULARIES[p] + n) for p, n in (("rdf", "type"), ("rdfs", "label")))
_PREF_LABEL, _DEFINITION, _EXAMPLE = (
    ox.NamedNode(VOCABULARIES["skos"] + name) for name in ("prefLabel", "definition", "example")
)
_SUBCLASS = ox.NamedNode(VOCABULARIES["rdfs"] + "subClassOf")
_CLASS = VOCABULARIES["owl"] + "Class"
_KIND, _POLARITY = ox.NamedNode(DP + "statementKind"), ox.NamedNode(DP + "defaultPolarity")


@dataclass(frozen=True, slots=True)
class Act:
    """A speech act: whether it makes a `position` or a `claim`, and its default polarity."""

    slug: str
    kind: str
    polarity: str


@dataclass(slots=True)
class Vocabulary:
    """The closed lists of the ontology.

    `lists` maps the name of a list (`act`, `mode`, `event-type` ...) to its slugs and their labels, and `definitions`
    to their meanings, with an example if there is one. `acts` has the properties of each act. `classes` maps the slug
    of each class of the ontology (`armed-organisation`) to its local name, and `parents` maps a local name to those of
    its direct superclasses.
    """

    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    definitions: dict[str, dict[str, str]] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Vocabulary:
        """Return the value lists from the Turtle files in `folder`, by default the shipped ontology.

        Raises InputError when a file is not Turtle, or when there is none.
        """
        return _load(folder or shipped("ontology"))

    def label(self, name: str, slug: str) -> str:
        """Return the label of a value of the list `name`, or its slug as words."""
        return self.lists.get(name, {}).get(slug) or slug.replace("-", " ")

    def is_a(self, local: str, ancestor: str) -> bool:
        """Return whether the class `local` is `ancestor` or a subclass of it; both are local names."""
        return ancestor in self.ancestors(local)

    def ancestors(self, local: str) -> frozenset[str]:
        """Return the local names of a class and all its superclasses."""
        if local not in self._ancestors:
            above: set[str] = set()
            todo = {local}
            while todo:
                above |= todo
                todo = {parent for name in todo for parent in self.parents.get(name, ())} - above
            self._ancestors[local] = frozenset(above)
        return self._ancestors[local]


@lru_cache(maxsize=8)
def _load(folder: Path) -> Vocabulary:
    store = ox.Store()
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError("no ontology (*.ttl) in this folder", file=str(folder))
    for path in files:
        _parse(store, path)
    return _gather(store)


def _parse(store: ox.Store, path: Path) -> None:
    try:
        store.extend(ox.Quad(*triple) for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise InputError(f"not Turtle: {error.msg}", file=str(path), line=error.lineno, column=error.offset) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None


def _gather(store: ox.Store) -> Vocabulary:
    vocabulary = Vocabulary()
    for name, above in _pairs(store, _SUBCLASS):
        if name.startswith(DP):
            vocabulary.parents.setdefault(name.removeprefix(DP), set()).add(above.removeprefix(DP))
    for name, kind in _pairs(store, _TYPE):
        if name.startswith(DP) and kind == _CLASS:
            vocabulary.classes[_kebab(name.removeprefix(DP))] = name.removeprefix(DP)
    acts = dict(_pairs(store, _KIND))
    polarities = dict(_pairs(store, _POLARITY))
    for act, kind in acts.items():
        polarity = slug_of(polarities.get(act, "supports"))
        vocabulary.acts[slug_of(act)] = Act(slug_of(act), kind.removeprefix(DP).lower(), polarity)
    _fill_lists(vocabulary, store)
    return vocabulary


def _fill_lists(vocabulary: Vocabulary, store: ox.Store) -> None:
    individuals = sorted({name for name, _ in _pairs(store, _TYPE)})
    for kind in LISTS:
        names = [name for name in individuals if kind_of(name) == kind]
        vocabulary.lists[kind] = {slug_of(name): _label(store, name) for name in names}
        vocabulary.definitions[kind] = {slug_of(name): _definition(store, name) for name in names}
    # Only individuals with a statement kind count as acts: others could not be used in a statement.
    labels = vocabulary.lists["act"]
    vocabulary.lists["act"] = {slug: text for slug, text in labels.items() if slug in vocabulary.acts}
    for list_name, top in TYPES.items():
        below = sorted((slug, name) for slug, name in vocabulary.classes.items() if vocabulary.is_a(name, top))
        vocabulary.lists[list_name] = {slug: _label(store, DP + name) for slug, name in below}
        vocabulary.definitions[list_name] = {slug: _definition(store, DP + name) for slug, name in below}


def _pairs(store: ox.Store, predicate: ox.NamedNode) -> list[tuple[str, str]]:
    """Return the subject and object of each triple with `predicate`, if both are IRIs."""
    return [
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, predicate, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    ]


def _label(store: ox.Store, name: str) -> str:
    return _text(store, name, _PREF_LABEL) or _text(store, name, _LABEL)


def _definition(store: ox.Store, name: str) -> str:
    example = _text(store, name, _EXAMPLE)
    parts = (_text(store, name, _DEFINITION), f"For example: {example}" if example else "")
    return " ".join(part for part in parts if part)


def _text(store: ox.Store, name: str, predicate: ox.NamedNode) -> str:
    """Return the first English value of a property, or an empty text."""
    values = (quad.object for quad in store.quads_for_pattern(ox.NamedNode(name), predicate, None))
    return next(
        (value.value for value in values if isinstance(value, ox.Literal) and value.language in (None, "en")), ""
    )


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
