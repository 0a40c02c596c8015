"""Merges the sources and reference data of one repository into another, and renames whatever has a conflicting name.

An entry that both have (same kind, same label) stays as it is here. An entry whose slug means something else here gets
the name of the other repository appended to its slug, and so does a source with the same name but other content. All
references to them in the merged data are changed too, in YAML and in RDF.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.compare.merge_names import MergedNames
from kg.compare.merge_rdf import renamed_entries, renamed_source
from kg.editing import EditedFile, write_in_folder
from kg.errors import InputError, UsageError
from kg.forms.yaml_nodes import parse_yaml
from kg.layout import REFERENCE, entry_files, is_rdf, is_table, source_file
from kg.namespaces import naming, slugify
from kg.reference.fields import CLASSES, FILES, file_kind
from kg.settings import repository_of
from kg.sources.assertion import assert_reference, find_sources
from kg.text import read_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.reference.lookup import Entry, Reference

__all__ = ["Merge", "plan_merge"]

_PERSONS = {"Official", "Person"}
_TABLE = re.compile(r"\.[ct]sv(\.gz)?$")


@dataclass
class Merge:
    """A plan: entries, RDF and sources to add, each under its new name, and what already exists here.

    `added` are the spaces and slugs of new entries; `files` are the contents to write, by path.
    """

    seeds: Path
    names: MergedNames
    added: list[tuple[str, str]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)

    def renamed(self) -> list[tuple[str, str]]:
        """Return the names that change: old and new."""
        pairs = [(slug, self.names.entries[space, slug]) for space, slug in self.added]
        pairs += [(name, self.names.sources[name]) for name in self.sources]
        return [(old, new) for old, new in pairs if old != new]

    def new_entries(self) -> list[str]:
        """Return the slugs of the entries added to the reference data."""
        return [self.names.entries[key] for key in self.added]

    def new_sources(self) -> list[str]:
        """Return the names of the sources that are added."""
        return [self.names.sources[name] for name in self.sources]

    def carry_out(self) -> None:
        """Write the additions; existing files do not change. InputError when something cannot be written."""
        for path, data in self.files.items():
            write_in_folder(path, data)


def plan_merge(other: Path, seeds: Path, name: str) -> Merge:
    """Plan the merge of the seeds `other` of the repository called `name` into `seeds`; nothing is written.

    Raises InputError for unreadable data, UsageError if a table has a slug that would change in a cell.
    """
    theirs, ours = repository_of(other).base, repository_of(seeds).base
    with naming(theirs):
        their_names, said = assert_reference(other / REFERENCE)
    with naming(ours):
        here, own = assert_reference(seeds / REFERENCE)
    minted = frozenset(quad.subject.value for quad in said.quads if quad not in said.shared)  # type: ignore[union-attr]  # no blank nodes here
    merge = Merge(seeds, MergedNames(theirs, ours, minted))
    suffix = slugify(name) or "other"
    with naming(ours):
        for entry in (*their_names.named.values(), *their_names.propositions.values()):
            if entry.own or not entry.base:
                _place(merge, entry, here, suffix)
        _add_entries(merge, other / REFERENCE)
        described = {quad.subject.value for quad in own.quads}  # type: ignore[union-attr]  # as above
        _add_rdf(merge, other / REFERENCE, suffix, described)
    for folder in find_sources(other):
        _place_source(merge, folder, suffix)
    return merge


def _place(merge: Merge, entry: Entry, here: Reference, suffix: str) -> None:
    """Choose the slug of an entry here: the first candidate that is free, or already has the same thing."""
    space = "proposition" if entry.kind == "proposition" else "actor"
    for slug in _candidates(entry.slug, suffix):
        known = here.get(slug, space)
        merge.names.entries[space, entry.slug] = slug
        if known is None:
            merge.added.append((space, entry.slug))
            return
        if _is_same(entry, known, here):
            merge.known.append(entry.slug)
            merge.names.known[space, entry.slug] = here.iri(known.kind, slug)
            return


def _candidates(name: str, suffix: str) -> Iterator[str]:
    yield name
    yield f"{name}-{suffix}"
    number = 2
    while True:
        yield f"{name}-{suffix}-{number}"
        number += 1


def _is_same(entry: Entry, known: Entry, here: Reference) -> bool:
    """Return whether an entry here is the same thing."""
    # Only one of the repositories may know that somebody holds an office, or what kind of organisation it is.
    files = [
        {stem for stem, (_, name) in CLASSES.items() if here.vocabulary.is_a(it.type, name)} for it in (entry, known)
    ]
    alike = entry.type == known.type or bool(files[0] & files[1]) or {entry.type, known.type} <= _PERSONS
    return alike and entry.label.casefold() in {name.casefold() for name in (known.label, *known.aliases)}


def _add_entries(merge: Merge, reference: Path) -> None:
    """Add the new entries of the YAML files, each in its own file."""
    new = set(merge.added)
    for stem, slug, text in _entries(reference):
        space = "proposition" if stem == "propositions" else "actor"
        if (space, slug) in new:
            name = merge.names.entries[space, slug]
            changed = _changed(name + text[len(slug) :], f"{stem}.yaml", merge.names)
            merge.files[merge.seeds / REFERENCE / stem / f"{name}.yaml"] = changed.encode()


def _entries(reference: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the entries of the YAML files in a folder of reference data: file, slug, and text."""
    for path in entry_files(reference):
        stem, content = file_kind(path), EditedFile(path).content
        root = parse_yaml(content.encode(), str(path)).root
        if stem not in FILES or root is None:
            continue
        for index, (key, _) in enumerate(root.entries):
            end = root.entries[index + 1][0].start if index + 1 < len(root.entries) else len(content)
            yield stem, key.text, _without_comments(content[key.start : end])


def _add_rdf(merge: Merge, reference: Path, suffix: str, described: set[str]) -> None:
    """Add the triples about new entries from RDF reference files, to files with the same names if these are free."""
    for path in sorted(reference.glob("*.ttl")):
        data = renamed_entries(path, merge.names, described)
        if data:
            names = (f"{name}.ttl" for name in _candidates(path.stem, suffix))
            target = next(
                merge.seeds / REFERENCE / name for name in names if not (merge.seeds / REFERENCE / name).exists()
            )
            merge.files[target] = data


def _place_source(merge: Merge, folder: Path, suffix: str) -> None:
    """Choose the name of a source here: the first candidate that is free, or already has the same content."""
    for name in _candidates(folder.name, suffix):
        merge.names.sources[folder.name] = name
        place, content = merge.seeds / name, _content(folder, merge.names)
        if not place.exists():
            merge.sources.append(folder.name)
            merge.files |= {place / path: data for path, data in content.items()}
            return
        if {path: (place / path).read_bytes() for path in _files(place)} == content:
            merge.known.append(folder.name)
            return


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _content(folder: Path, names: MergedNames) -> dict[Path, bytes]:
    """Return the files of a source under their new names."""
    rdf = source_file(folder)
    if is_table(rdf):
        _refuse_renamed_cells(folder, names)
    return {
        path: renamed_source(rdf, names)
        if folder / path == rdf and is_rdf(rdf)
        else _renamed_sheet(folder / path, names)
        if path.suffix == ".yaml"
        else read_inside(folder / path)
        for path in _files(folder)
    }


def _refuse_renamed_cells(folder: Path, names: MergedNames) -> None:
    """Raise UsageError if a table cell has a slug that would change: tables are kept as they were published."""
    changed = {slug: new for (_, slug), new in names.entries.items() if slug != new}
    cell = re.compile(rf"(?:^|[,;|\t\"'])({'|'.join(map(re.escape, changed))})(?=$|[,;|\t\"'\r])", re.MULTILINE)
    for path in (folder / name for name in _files(folder) if changed and _TABLE.search(name.name)):
        data = read_inside(path)
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
        if found := cell.search(text):
            slug = found[1]
            hint = f"add `values: {{{slug}: {changed[slug]}}}` to the column in source.yaml after merging by hand"
            message = f"`{slug}`, line {text.count(chr(10), 0, found.start()) + 1}, means something else here"
            raise UsageError(f"{path}: {message}", hint=hint)


def _renamed_sheet(path: Path, names: MergedNames) -> bytes:
    read_inside(path)  # rejects links out of the other repository
    file = EditedFile(path)
    root = parse_yaml(file.content.encode(), str(path)).root
    # From the end, so that the offsets of earlier ones stay valid.
    for node, new in sorted(names.uses(root, "") if root else (), key=lambda use: -use[0].start):
        file.replace(node.start, node.end, new)
    return file.data


def _changed(text: str, name: str, names: MergedNames) -> str:
    """Return a YAML entry with the new names in it."""
    root = parse_yaml(text.encode(), name).root
    if root is None:
        raise InputError("an entry is empty", file=name)
    for node, new in sorted(names.uses(root, ""), key=lambda use: -use[0].start):
        text = text[: node.start] + new + text[node.end :]
    return text


def _without_comments(text: str) -> str:
    """Return an entry without the comment and blank lines that belong to the next one."""
    lines = text.rstrip("\n").split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines) + "\n"
