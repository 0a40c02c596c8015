"""Merges the sources and reference data of one repository into another, and renames whatever has a conflicting name.

An entry that both have stays as it is here, even if its slug is another one there. An entry whose slug means something
else here gets the name of the other repository appended to its slug, and so does a source with the same name but other
content. All references to them in the merged data are changed too, in YAML and in RDF.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.merge_names import MergedNames
from kg.compare.merge_rdf import renamed_entries, renamed_kept, renamed_source
from kg.compare.merge_same import KnownEntries, bodies_first
from kg.editing import EditedFile, write_in_folder
from kg.errors import InputError, UsageError
from kg.forms.yaml_nodes import parse_yaml
from kg.layout import REFERENCE, entry_files, free_file, is_rdf, is_table, source_file
from kg.namespaces import naming, slugify
from kg.reference.fields import FILES, file_kind
from kg.reference.packages import packages_of
from kg.settings import repository_of
from kg.sources.assertion import assert_reference, find_sources
from kg.sources.kept import KEPT, kept_quads
from kg.text import read_inside, refuse_outside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reference.lookup import Entry, Reference

__all__ = ["Merge", "plan_merge"]

_TABLE = re.compile(r"\.[ct]sv(\.gz)?$")


@dataclass
class Merge:
    """A plan: entries, RDF and sources to add, each under its new name, and what already exists here.

    `added` and `known` are the spaces and slugs of new and known entries; `known_sources` are sources that are here;
    `lacking` are known entries of which something is said there that is not said here, each with its entry here;
    `files` are the contents to write, by path.
    """

    seeds: Path
    names: MergedNames
    added: list[tuple[str, str]] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    lacking: list[tuple[Entry, Entry]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    known_sources: list[str] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)

    def renamed(self) -> list[tuple[str, str]]:
        """Return the names that change: old and new."""
        pairs = [(slug, self.names.entries[space, slug]) for space, slug in (*self.added, *self.known)]
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
        for path in self.files:
            refuse_outside(path)  # before anything is written
        for path, data in self.files.items():
            write_in_folder(path, data)


def plan_merge(other: Path, seeds: Path, name: str) -> Merge:
    """Plan the merge of the seeds `other` of the repository called `name` into `seeds`; nothing is written.

    Raises InputError for unreadable data, UsageError if a table has a slug that would change in a cell.
    """
    _refuse_missing_packages(other, seeds)
    theirs, ours = repository_of(other).base, repository_of(seeds).base
    with naming(theirs):
        their_names, said = assert_reference(other / REFERENCE)
    with naming(ours):
        here, own = assert_reference(seeds / REFERENCE)
    minted = frozenset(quad.subject.value for quad in said.quads if quad not in said.shared)  # type: ignore[union-attr]  # no blank nodes here
    merge = Merge(seeds, MergedNames(theirs, ours, minted))
    suffix = slugify(name) or "other"
    with naming(ours):
        known = KnownEntries(here, own.quads, their_names, said.quads, merge.names)
        clone = bool(repository_of(other).id) and repository_of(other).id == repository_of(seeds).id
        entries = (*their_names.named.values(), *their_names.propositions.values())
        placed = (entry for entry in entries if entry.own or not entry.base)
        for entry in bodies_first(placed, their_names):
            _place(merge, entry, known, suffix, clone=clone)
        _find_lacking(merge, known, their_names)
        _add_entries(merge, other / REFERENCE)
        described = {quad.subject.value for quad in own.quads}  # type: ignore[union-attr]  # as above
        _add_rdf(merge, other / REFERENCE, suffix, described)
    for folder in find_sources(other):
        _place_source(merge, folder, suffix)
    return merge


def _refuse_missing_packages(other: Path, seeds: Path) -> None:
    """Raise UsageError if the other repository uses a package that this one does not: its names would be unknown."""
    here = {package.digest() for package in packages_of(seeds)}
    missing = [package for package in packages_of(other) if package.digest() not in here]
    if missing:
        names = ", ".join(package.name for package in missing)
        hint = f"add it to `reference` in {repository_of(seeds).folder / 'kg.toml'} first"
        raise UsageError(f"{other} uses the reference package {names}, and this repository does not", hint=hint)


def _place(merge: Merge, entry: Entry, known: KnownEntries, suffix: str, *, clone: bool) -> None:
    """Choose the slug of an entry here: that of the same thing, else the first candidate that is free."""
    space = _space(entry)
    iri = f"{entry.base or merge.names.theirs}id/{entry.kind}/{entry.slug}"
    same = known.counterpart(entry, iri)
    for number, slug in enumerate(_candidates(entry.slug, suffix)):
        found = known.here.get(slug, space)
        if same is None and found is None:
            merge.names.entries[space, entry.slug] = slug
            merge.added.append((space, entry.slug))
            return
        # Of those whom texts only describe, a clone's are the same, and those that an earlier merge has brought.
        if same is None and found is not None and (number or clone) and known.is_copy(entry, iri, found):
            same = found
        if same is not None:
            merge.names.entries[space, entry.slug] = same.slug
            merge.known.append((space, entry.slug))
            merge.names.known[space, entry.slug] = known.here.iri(same.kind, same.slug)
            return


def _space(entry: Entry) -> str:
    return "proposition" if entry.kind == "proposition" else "actor"


def _find_lacking(merge: Merge, known: KnownEntries, theirs: Reference) -> None:
    """Note the known entries of which the other repository says more; only now are all their names known."""
    for space, slug in merge.known:
        entry, own = theirs.get(slug, space), known.here.get(merge.names.entries[space, slug], space)
        iri = f"{entry.base or merge.names.theirs}id/{entry.kind}/{slug}" if entry else ""
        if entry and own and known.lacks(iri, own):
            merge.lacking.append((entry, own))


def _candidates(name: str, suffix: str) -> Iterator[str]:
    yield name
    yield f"{name}-{suffix}"
    number = 2
    while True:
        yield f"{name}-{suffix}-{number}"
        number += 1


def _add_entries(merge: Merge, reference: Path) -> None:
    """Add the new entries of the YAML files, each in its own file."""
    new = set(merge.added)
    for stem, slug, rest in _entries(reference):
        space = "proposition" if stem == "propositions" else "actor"
        if (space, slug) in new:
            name = merge.names.entries[space, slug]
            changed = _changed(name + rest, f"{stem}.yaml", merge.names)
            merge.files[free_file(merge.seeds / REFERENCE / stem, name)] = changed.encode()


def _entries(reference: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the entries of the YAML files in a folder of reference data: file, slug, and the text behind the slug."""
    for path in entry_files(reference):
        stem, content = file_kind(path), EditedFile(path).content
        root = parse_yaml(content.encode(), str(path)).root
        if stem not in FILES or root is None:
            continue
        for index, (key, _) in enumerate(root.entries):
            end = root.entries[index + 1][0].start if index + 1 < len(root.entries) else len(content)
            # From the end of the slug, which may be in quotation marks.
            yield stem, key.text, _without_comments(content[key.end : end])


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
        here = {path: (place / path).read_bytes() for path in _files(place)} if place.exists() else {}
        if here == content:
            merge.known_sources.append(folder.name)
            return
        # A part of it was copied by a merge that was interrupted.
        if here.items() <= content.items():
            merge.sources.append(folder.name)
            merge.files |= {place / path: data for path, data in content.items()}
            return


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _content(folder: Path, names: MergedNames) -> dict[Path, bytes]:
    """Return the files of a source under their new names, the sheet last."""
    file = source_file(folder)
    if is_table(file):
        _refuse_renamed_cells(folder, names)
    paths = sorted(_files(folder), key=lambda path: folder / path == file)
    content = {path: _renamed_file(folder / path, names, is_source=folder / path == file) for path in paths}
    if (kept := kept_quads(file)) is not None:
        content[Path(KEPT)] = renamed_kept(kept, names, content[file.relative_to(folder)])
    return content


def _renamed_file(path: Path, names: MergedNames, *, is_source: bool) -> bytes:
    if is_source and is_rdf(path):
        return renamed_source(path, names)
    return _renamed_sheet(path, names) if path.suffix in (".yaml", ".yml") else read_inside(path)


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
