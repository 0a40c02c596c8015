"""One repository's sources and reference data brought into another, with the names that mean two things told apart.

An entry that both have (the same kind, and called the same or with the same id in Wikidata) stays as it is here. One
whose slug means something else here gets the name of the other repository behind its slug, and so does a
source of the same name with other content; whatever names them in what is brought in is changed with them.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.editing import EditedFile, write_in_folder
from kg.errors import InputError, UsageError
from kg.forms.yaml_nodes import parse_yaml
from kg.layout import REFERENCE, entry_files, is_rdf, source_file
from kg.namespaces import slugify
from kg.reference.fields import CLASSES, FILES, file_kind
from kg.reference.shared import load_reference
from kg.sources.assertion import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.forms.yaml_nodes import YamlNode
    from kg.reference.lookup import Entry, Reference

__all__ = ["Merge", "plan_merge"]

#: Keys whose values are propositions, which have slugs of their own, and sources or their statements.
_PROPOSITIONS = {"proposition", "condition", "motion", "incompatible_with", "narrower_than"}
_TEXTS = {"quote", "prefix", "id", "label", "sentence", "aliases", "demonyms", "description", "note", "title", "coder"}
_PERSONS = {"officials", "persons"}


@dataclass(frozen=True)
class _Entry:
    """An entry of the other repository: its slug and kind, and its words in its file."""

    slug: str
    stem: str
    text: str
    node: YamlNode

    @property
    def space(self) -> str:
        """Which slugs it shares: those of propositions, or those of actors and places."""
        return "proposition" if self.stem == "propositions" else "actor"

    def is_same(self, known: Entry) -> bool:
        """Say whether an entry here is the same thing."""
        kinds = {file_kind(known.file), self.stem}
        # Whether somebody holds an office may be known to one repository only.
        alike = len(kinds) == 1 or kinds <= _PERSONS
        label = self.node.child("sentence" if self.stem == "propositions" else "label")
        names = {name.casefold() for name in (known.label, *known.aliases)}
        return alike and label is not None and label.text.strip().casefold() in names


@dataclass
class Merge:
    """What is to be done: entries and sources to add, each under its new name, and what is here already."""

    seeds: Path
    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    texts: dict[tuple[str, str], _Entry] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)

    def renamed(self) -> list[tuple[str, str]]:
        """Return the names that change: old and new."""
        pairs = [(slug, new) for (_, slug), new in self.entries.items() if slug != new]
        return [*pairs, *((name, new) for name, new in self.sources.items() if name != new)]

    def carry_out(self) -> None:
        """Write what is added; nothing that is here changes. InputError when something cannot be written."""
        for (space, slug), new in self.entries.items():
            entry = self.texts[space, slug]
            text = self._changed(entry.text, f"{entry.stem}.yaml", {slug: new} if slug != new else {}, space)
            write_in_folder(self.seeds / REFERENCE / entry.stem / f"{new}.yaml", text.encode())
        for name, new in self.sources.items():
            target = self.seeds / new
            shutil.copytree(self.folders[name], target)
            for path in (path for path in target.rglob("*.yaml") if not is_rdf(path)):
                file = EditedFile(path)
                self._change(file)
                file.save()

    def _changed(self, text: str, name: str, keys: dict[str, str], space: str) -> str:
        """Return an entry with the new names in it; `keys` is its own slug, where that changes."""
        for old, new in keys.items():
            text = new + text[len(old) :]
        file = _Text(text)
        # From the end, so that the offsets of earlier ones stay right.
        for node, new in sorted(self._uses(file.root(name), space), key=lambda use: -use[0].start):
            file.replace(node.start, node.end, new)
        return file.content

    def _change(self, file: EditedFile) -> None:
        root = parse_yaml(file.content.encode(), str(file.path)).root
        uses = [] if root is None else list(self._uses(root, ""))
        for node, new in sorted(uses, key=lambda use: -use[0].start):
            file.replace(node.start, node.end, new)

    def _uses(self, value: YamlNode, key: str) -> Iterator[tuple[YamlNode, str]]:
        """Yield the nodes at and below a value that name what is renamed, with the new name."""
        if value.kind == "list":
            for item in value.items:
                yield from self._uses(item, key)
        elif value.kind == "mapping":
            for name, item in value.entries:
                if new := self._new(name.text, ""):
                    yield name, new
                if name.text not in _TEXTS:
                    yield from self._uses(item, name.text)
        elif new := self._new(value.text, key):
            yield value, new

    def _new(self, text: str, key: str) -> str | None:
        """Return what a name is called from now on, None where it stays."""
        if key == "revises":
            source, dot, row = text.partition(".")
            new = self.sources.get(source, source)
            return f"{new}{dot}{row}" if dot and new != source else None
        space = "proposition" if key in _PROPOSITIONS else "actor"
        new = self.entries.get((space, text), text)
        return new if new != text else None


class _Text:
    """A piece of YAML that is no file."""

    def __init__(self, content: str) -> None:
        self.content = content

    def root(self, name: str) -> YamlNode:
        root = parse_yaml(self.content.encode(), name).root
        if root is None:
            raise InputError("an entry is empty", file=name)
        return root

    def replace(self, start: int, end: int, words: str) -> None:
        self.content = self.content[:start] + words + self.content[end:]


def plan_merge(other: Path, seeds: Path, name: str) -> Merge:
    """Return what bringing the seeds `other` of the repository called `name` into `seeds` means; nothing is written.

    Raises InputError for what cannot be read, UsageError for RDF in the other reference data, which names nodes itself.
    """
    here, suffix = load_reference(seeds / REFERENCE), slugify(name) or "other"
    merge = Merge(seeds)
    for entry in _entries(other / REFERENCE):
        _place(merge, entry, here, suffix)
    for folder in find_sources(other):
        _place_source(merge, folder, suffix)
    return merge


def _place(merge: Merge, entry: _Entry, here: Reference, suffix: str) -> None:
    known = here.get(entry.slug, entry.space)
    if known is not None and entry.is_same(known):
        merge.known.append(entry.slug)
        return
    merge.entries[entry.space, entry.slug] = (
        entry.slug if known is None else _free(f"{entry.slug}-{suffix}", lambda slug: here.get(slug, entry.space))
    )
    merge.texts[entry.space, entry.slug] = entry  # of the plan that is being made here


def _place_source(merge: Merge, folder: Path, suffix: str) -> None:
    place = merge.seeds / folder.name
    if place.exists() and _content(place) == _content(folder):
        merge.known.append(folder.name)
        return
    taken = place.exists()
    # A sheet gets its name from its folder; RDF has it in every IRI, and to rewrite these would be to edit somebody's
    # data.
    if taken and is_rdf(source_file(folder)):
        raise UsageError(
            f"{folder}: this RDF names its source itself", hint="first rename its folder and its IRIs by hand"
        )
    merge.sources[folder.name] = (
        _free(f"{folder.name}-{suffix}", lambda name: (merge.seeds / name).exists()) if taken else folder.name
    )
    merge.folders[folder.name] = folder


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _free(wanted: str, taken: object) -> str:
    name, number = wanted, 2
    while taken(name):  # type: ignore[operator]
        name, number = f"{wanted}-{number}", number + 1
    return name


def _entries(reference: Path) -> Iterator[_Entry]:
    """Yield the entries of the YAML files of a folder of reference data."""
    if rdf := sorted(reference.glob("*.ttl")):
        raise UsageError(f"{rdf[0]}: this RDF names its nodes itself", hint="copy it by hand, and remove it there")
    for path in entry_files(reference):
        stem, content = file_kind(path), EditedFile(path).content
        root = parse_yaml(content.encode(), str(path)).root
        if stem not in FILES or stem not in CLASSES or root is None:
            continue
        for index, (key, node) in enumerate(root.entries):
            end = root.entries[index + 1][0].start if index + 1 < len(root.entries) else len(content)
            yield _Entry(key.text, stem, _without_comments(content[key.start : end]), node)


def _without_comments(text: str) -> str:
    """Return an entry without the comment and the blank lines that belong to the next one."""
    lines = text.rstrip("\n").split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines) + "\n"
