"""Moves the names that a draft proposes beside its sheet into the reference data, or renames or drops them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.editing import EditedFile, scalar, write_in_folder
from kg.errors import UsageError
from kg.forms.yaml_nodes import parse_yaml
from kg.layout import PROPOSED, entry_files, free_file
from kg.namespaces import SLUG
from kg.reference.fields import DESCRIBED, DRAFTED, FILES, file_kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.forms.yaml_nodes import Document, YamlNode
    from kg.reference.lookup import Entry, Reference

__all__ = ["FREE_TEXT", "ProposedName", "ProposedNames", "copy_entry", "name_nodes_of", "possible_names"]

#: Keys whose values are free text, which is not searched for names.
FREE_TEXT = (
    *("quote", "prefix", "id", "label", "sentence", "aliases", "demonyms", "description", "note", "title"),
    *("words", "unclear", "suggested"),
)
#: Keys that only a proposed entry has: the words of the text to make its sentence from, those of the sentence that are
#: clear only beside the text, and similar known propositions.
ONLY_PROPOSED = ("words", "unclear", "suggested")
_PERSONS = ("officials", "persons")


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A proposed entry: its slug and file, its label, and the names that it uses in turn."""

    slug: str
    file: Path
    label: str
    described: bool
    uses: frozenset[str]
    words: str = ""
    suggested: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it is a proposition without wording."""
        return self.file.stem == "propositions" and not self.label

    def is_same(self, entry: Entry) -> bool:
        """Return whether a known entry is clearly the same thing: the same kind and the same label.

        Whom two texts describe in the same words ("analysts") are never the same for that.
        """
        kinds = {"proposition": "propositions", "place": "places"}
        known = kinds.get(entry.kind) or file_kind(entry.file)
        # Often only another text says that somebody holds an office, so the two files of persons count as one kind.
        alike = known == self.file.stem or {known, self.file.stem} <= set(_PERSONS)
        names = {name.casefold() for name in (entry.label, *entry.aliases)}
        return alike and not self.described and self.label.casefold() in names


class ProposedNames:
    """The names proposed beside the sheet in `folder`."""

    def __init__(self, folder: Path) -> None:
        """Read the files; raises InputError if one cannot be read."""
        self.folder = folder / PROPOSED
        self.entries: dict[str, ProposedName] = {}
        for path in sorted(self.folder.glob("*.yaml")):
            document = _document(EditedFile(path))
            for key, node in document.root.entries if document.root is not None else ():
                self.entries[key.text] = _proposed(key.text, path, node, document.content)

    def needed(self, words: set[str]) -> dict[str, ProposedName]:
        """Return the entries that `words` name, and the entries that these use in turn, in the order of the files."""
        found: set[str] = set()
        # An entry can name another that is proposed as well (a post its state, a person its party): all of them have to
        # come.
        while more := words & self.entries.keys() - found:
            found |= more
            words = {word for name in more for word in self.entries[name].uses}
        return {name: entry for name, entry in self.entries.items() if name in found}

    def taken(self, names: Iterable[str], reference: Reference) -> dict[str, Entry]:
        """Return the entries of the reference data that already have one of the names."""
        found = {}
        for name in names:
            kind = "proposition" if self.entries[name].file.stem == "propositions" else "actor"
            if entry := reference.get(name, kind):
                found[name] = entry
        return found

    def move(self, name: str, reference: Path) -> None:
        """Move an entry into a file of its own in the reference data: two branches that add entries then merge cleanly.

        UsageError for a proposition that has no sentence yet.
        """
        if self.entries[name].is_blank:
            raise UsageError(f"`{name}` has no sentence yet", hint="write its sentence first")
        source = EditedFile(self.entries[name].file)
        if source.path.stem not in FILES:
            raise UsageError(f"{source.path}: there is no such reference file")
        _settle(source, name)
        start, end = _stretch(source, name)
        entry = source.content[start:end].rstrip("\n") + "\n"
        _write_entry(free_file(reference / source.path.stem, name), entry)
        self._take_out(source, name, start, end)

    def word(self, name: str, sentence: str) -> None:
        """Give a proposition its sentence."""
        source = EditedFile(self.entries[name].file)
        node = next(value for key, value in _entries(source) if key.text == name).child("sentence")
        if node is None:
            raise UsageError(f"`{name}` is no proposition")
        source.replace(node.start, _end(source, node), scalar(sentence))
        source.save()
        self.__init__(self.folder.parent)  # type: ignore[misc]  # read anew

    def drop(self, name: str) -> None:
        """Remove an entry whose name is already known."""
        source = EditedFile(self.entries[name].file)
        self._take_out(source, name, *_stretch(source, name))

    def rename(self, old: str, new: str) -> None:
        """Give an entry another slug, wherever the proposed entries use it; the sheet is changed apart from that."""
        if not SLUG.fullmatch(new):
            raise UsageError(f"{new!r} cannot be a slug", hint="write lower-case letters, digits and single hyphens")
        if new in self.entries:
            raise UsageError(f"`{new}` is already proposed", hint="choose another slug")
        for path in sorted({entry.file for entry in self.entries.values()}):
            file = EditedFile(path)
            keys = [key for key, _ in _entries(file) if key.text == old]
            uses = [node for _, value in _entries(file) for node in name_nodes_of(value, old)]
            # From the end, so that the remaining offsets stay valid.
            for node in sorted((*keys, *uses), key=lambda node: -node.start):
                file.replace(node.start, node.end, new)
            file.save()
        self.__init__(self.folder.parent)  # type: ignore[misc]  # read anew

    def _take_out(self, source: EditedFile, name: str, start: int, end: int) -> None:
        source.replace(start, end, "")
        source.save()
        del self.entries[name]

    def unused(self, words: set[str]) -> list[str]:
        """Return the names of the entries that none of `words` needs."""
        return sorted(self.entries.keys() - self.needed(words).keys())

    def tidy(self, unused: Iterable[str]) -> None:
        """Drop entries, files without entries, and the folder if it is empty."""
        for name in unused:
            self.drop(name)
        for path in sorted(self.folder.glob("*.yaml")):
            if not _entries(EditedFile(path)):
                path.unlink()
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()


def copy_entry(name: str, package: Path, reference: Path) -> Path:
    """Copy an entry of a package into the reference data, and return the file with the copy.

    Raises UsageError if the reference data already has an entry with that slug.
    """
    source = next(file for path in sorted(package.glob("*.yaml")) if _has(file := EditedFile(path), name))
    if any(_has(EditedFile(path), name) for path in entry_files(reference)):
        raise UsageError(f"{reference}: `{name}` already exists", hint="edit that entry")
    start, end = _stretch(source, name)
    target = free_file(reference / source.path.stem, name)
    _write_entry(target, source.content[start:end].rstrip("\n") + "\n")
    return target


def _has(file: EditedFile, name: str) -> bool:
    return any(key.text == name for key, _ in _entries(file))


def possible_names(fields: Iterable[tuple[str, str]]) -> set[str]:
    """Return the words in fields (key and value as written) that may be names: all except free text."""
    return {word for key, value in fields if key not in FREE_TEXT for word in re.findall(r"[a-z0-9-]+", value)}


def name_nodes_of(value: YamlNode, name: str) -> list[YamlNode]:
    """Return the values and mapping keys at and below a node that equal this name, except in free text."""
    if value.kind == "list":
        return [node for item in value.items for node in name_nodes_of(item, name)]
    if value.kind != "mapping":
        return [value] if value.text == name else []
    inner = [(key, item) for key, item in value.entries if key.text not in FREE_TEXT]
    keys = [key for key, _ in inner if key.text == name]
    return [*keys, *(node for _, item in inner for node in name_nodes_of(item, name))]


def _proposed(slug: str, path: Path, node: YamlNode, content: str) -> ProposedName:
    label, description = (node.child(key) for key in ("label", "description"))
    if label is None:
        label = node.child("sentence")
    fields = [(key.text, content[value.start : value.end]) for key, value in node.entries]
    described = description is not None and description.text.startswith(DESCRIBED)
    called = label.text if label is not None else ""
    words, unclear, suggested = (node.child(key) for key in ONLY_PROPOSED)
    return ProposedName(
        slug,
        path,
        called,
        described,
        frozenset(possible_names(fields)),
        words.text if words is not None else "",
        *(tuple(item.text for item in value.items) if value is not None else () for value in (suggested, unclear)),
    )


def _settle(file: EditedFile, name: str) -> None:
    """Remove from an entry the keys of proposed entries, and a description that only marks it as proposed."""
    for key in (*ONLY_PROPOSED, "description"):
        fields = next(value for found, value in _entries(file) if found.text == name).entries
        index = next((at for at, (found, value) in enumerate(fields) if _goes(key, found, value)), None)
        if index is None:
            continue
        if index + 1 < len(fields):
            start, end = fields[index][0].start, fields[index + 1][0].start
        else:
            start, end = (_end(file, fields[at][1]) for at in (index - 1, index))
        file.replace(start, end, "")


def _goes(key: str, found: YamlNode, value: YamlNode) -> bool:
    return found.text == key and (key in ONLY_PROPOSED or DRAFTED.fullmatch(value.text) is not None)


def _end(file: EditedFile, node: YamlNode) -> int:
    """Return the end of a value, without the white space after it."""
    return node.start + len(file.content[node.start : node.end].rstrip())


def _document(file: EditedFile) -> Document:
    return parse_yaml(file.content.encode(), str(file.path))


def _entries(file: EditedFile) -> list[tuple[YamlNode, YamlNode]]:
    root = _document(file).root
    return root.entries if root is not None else []


def _stretch(file: EditedFile, name: str) -> tuple[int, int]:
    """Return the start of an entry and the start of the next one."""
    entries = _entries(file)
    index = next(index for index, (key, _) in enumerate(entries) if key.text == name)
    end = entries[index + 1][0].start if index + 1 < len(entries) else len(file.content)
    return entries[index][0].start, end


def _write_entry(path: Path, entry: str) -> None:
    """Write an entry into a file of its own, with a reference to the editor schema if the repository has one."""
    schema = path.parents[3] / "schema" / f"{path.parent.name}.json"
    line = f"# yaml-language-server: $schema=../../../schema/{schema.name}\n" if schema.is_file() else ""
    write_in_folder(path, (line + entry).encode())
