"""Names after a merge: slugs that mean something else here, and names with the other repository's base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR
from kg.namespaces import BASE, KINDS, SHARED_KINDS, TERM_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.forms.yaml_nodes import YamlNode

__all__ = ["MergedNames"]

#: Keys whose values are propositions, which have their own slugs, and keys with texts.
_PROPOSITIONS = {"proposition", "condition", "motion", "incompatible_with", "narrower_than"}
_TEXTS = {"quote", "prefix", "id", "label", "sentence", "aliases", "demonyms", "description", "note", "title", "coder"}
#: How many parts of a slug are slugs of actors: `membership:ada.northland.minister`, `post:northland.minister`.
_ACTORS = {"actor": 1, "membership": 2, "place": 1, "post": 1}


@dataclass
class MergedNames:
    """The names that change: slugs of entries by space (`actor` or `proposition`), and names of sources.

    `theirs` and `ours` are the bases of the repositories. `minted` are the IRIs of the other repository's own entries,
    which have its base even if packages have the same one. `known` are the IRIs of entries that already exist here.
    """

    theirs: str
    ours: str
    minted: frozenset[str] = frozenset()
    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def uses(self, value: YamlNode, key: str) -> Iterator[tuple[YamlNode, str]]:
        """Yield the YAML nodes, at and below a value, with a name that changes, and the new name."""
        if value.kind == "list":
            for item in value.items:
                yield from self.uses(item, key)
        elif value.kind == "mapping":
            for name, item in value.entries:
                if new := self._written(name.text, ""):
                    yield name, new
                if name.text not in _TEXTS:
                    yield from self.uses(item, name.text)
        elif new := self._written(value.text, key):
            yield value, new

    def _written(self, text: str, key: str) -> str | None:
        """Return the new form of a name in YAML, None if it does not change."""
        if key == "revises":
            source, dot, row = text.partition(".")
            new = self.sources.get(source, source)
            return f"{new}{dot}{row}" if dot and new != source else None
        new = self.entries.get(("proposition" if key in _PROPOSITIONS else "actor", text), text)
        return new if new != text else None

    def iri(self, name: str) -> str:
        """Return the new form of an IRI of the other repository; terms and names of packages do not change."""
        if not name.startswith(f"{self.theirs}id/"):
            return name
        kind, _, slug = name[len(self.theirs) + 3 :].partition("/")
        # If packages have the same base, names that the other repository does not describe belong to a package.
        own = name in self.minted or slug.startswith(f"{NARRATOR}.")
        shared = self.theirs == BASE and kind in SHARED_KINDS and not own
        if shared or kind in TERM_KINDS or kind not in KINDS:
            return name
        known = self.known.get(("proposition" if kind == "proposition" else "actor", slug))
        if known and kind in ("actor", "place", "proposition"):
            return known
        return f"{self.ours}id/{kind}/{self._slug(kind, slug)}"

    def _slug(self, kind: str, slug: str) -> str:
        if kind == "proposition":
            return self.entries.get(("proposition", slug), slug)
        # A source may be named together with a file: `roll-calls/ballots.csv#row=17`.
        first, rest = (slug.partition("/")[0], slug.partition("/")[1:]) if kind == "source" else (slug, ())
        parts = first.split(".")
        if kind not in _ACTORS:
            changed = [self.sources.get(parts[0], parts[0]), *parts[1:]]
        elif parts[0] == NARRATOR:
            changed = [parts[0], *(self.sources.get(part, part) for part in parts[1:])]
        else:
            most = _ACTORS[kind]
            changed = [*(self.entries.get(("actor", part), part) for part in parts[:most]), *parts[most:]]
        return ".".join(changed) + "".join(rest)
