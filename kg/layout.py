"""The layout of a folder of seeds: the names of its folders and files, and how the folder of a source is recognised."""

from __future__ import annotations

import os

from kg.errors import InputError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.findings import Finding

__all__ = [
    "PROPOSED",
    "RDF_SUFFIXES",
    "REFERENCE",
    "SOURCE_FILES",
    "entry_files",
    "free_file",
    "holds_source",
    "is_file",
    "is_folder",
    "is_member",
    "is_rdf",
    "is_source_folder",
    "is_table",
    "lost_link",
    "members_of",
    "refuse_strays",
    "seeds_of",
    "source_file",
    "source_folders",
    "unnameable",
    "unread_beside",
    "unread_source",
]

#: The folder of the reference data, beside those of the sources.
REFERENCE = "reference"
_SEEDS = "seeds"
#: The folder beside a sheet with unchecked names; its files are like those of the reference data.
PROPOSED = "reference.proposed"
#: Suffixes by which a file is recognised as RDF.
RDF_SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".json")
#: Possible names of a source's file in its folder, in order of preference.
SOURCE_FILES = ("sheet.yaml", "sheet.yml", *(f"sheet{suffix}" for suffix in RDF_SUFFIXES), "source.yaml")


#: Suffixes of files that may be the text of a source, and names of files that are not.
_TEXTS = (".txt", ".html", ".htm", ".md", ".text")
#: What is said of a link to a path that does not exist, and of one that leads in a circle.
_LOST = "a link to a file that is not there"
_NOTES = ("readme", "license", "licence", "notes", "notice", "changelog", "contributing")


def entry_files(reference: Path) -> list[Path]:
    """Return the YAML files of a folder of reference data, sorted: with many entries, or in subfolders with one."""
    return sorted(
        path for end in ("yaml", "yml") for level in ("*", "*/*") for path in reference.glob(f"{level}.{end}")
    )


def free_file(folder: Path, name: str) -> Path:
    """Return a file in a folder of entries for a new entry of this name: `NAME.yaml`, unless that has others."""
    number, path = 1, folder / f"{name}.yaml"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{name}-{number}.yaml"
    return path


def is_rdf(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is RDF, by its suffix."""
    return os.path.splitext(path)[1].lower() in RDF_SUFFIXES


def is_table(path: str | os.PathLike[str]) -> bool:
    """Return whether a file describes tables, by its name."""
    return os.path.basename(path) == "source.yaml"


def holds_source(folder: str | os.PathLike[str]) -> bool:
    """Return whether a path is the folder of a source."""
    return any(os.path.isfile(os.path.join(folder, name)) for name in SOURCE_FILES)


def is_member(name: str) -> bool:
    """Return whether an entry of a folder of seeds may be a source, by its name: not if hidden, or `reference`."""
    return not name.startswith(".") and name != REFERENCE


def members_of(seeds: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
    """Return the entries of a folder of seeds that may be sources (see `is_member`), sorted by name.

    Raises InputError when the folder cannot be read.
    """
    try:
        with os.scandir(seeds) as entries:
            found = [entry for entry in entries if is_member(entry.name)]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=os.fspath(seeds)) from None
    return sorted(found, key=lambda entry: entry.name)


def seeds_of(folder: Path) -> Path:
    """Return the seeds in the folder of a repository, and any other folder as it is.

    Whoever names a repository means its seeds: its other folders would be taken for sources.
    """
    inside = folder / _SEEDS
    return inside if inside.is_dir() and not holds_source(inside) and not (folder / REFERENCE).is_dir() else folder


def source_folders(seeds: str | os.PathLike[str]) -> dict[str, str]:
    """Return the paths of the sources in a folder of seeds by name: the folders that contain a source's file.

    Raises InputError when the folder cannot be read.
    """
    return {entry.name: entry.path for entry in members_of(seeds) if is_source_folder(entry)}


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder, or a link to one; a link that leads in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a file, or a link to one; a link that leads in a circle is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def lost_link(entry: os.DirEntry[str]) -> Finding | None:
    """Return a finding for a member of the folder of seeds that is a link to nothing; None for others.

    It may have been the folder of a source, whose name has no dot, and which would otherwise be missing without a word.
    """
    if "." in entry.name or not entry.is_symlink() or os.path.exists(entry.path):
        return None
    from kg.findings import Finding  # not above: `kg query` calls this, and needs no findings

    message = f"`{entry.name}` is {_LOST}: put the folder of the source in its place, or remove it"
    return Finding("unread-file", message, file=entry.path, line=1, column=1)


def is_source_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether a member of the folder of seeds is the folder of a source."""
    return is_folder(entry) and not unnameable("", entry.name) and holds_source(entry.path)


def source_file(path: Path) -> Path:
    """Return the file from which a source is read; `path` is its folder or a file.

    Raises InputError when there is none in the folder, or more than one.
    """
    if not path.is_dir():
        return path
    try:
        names = {name.lower() for name in os.listdir(path)}  # one look instead of one for each possible name
    except PermissionError:
        names = set(SOURCE_FILES)
    found = [name for name in SOURCE_FILES if name in names and (path / name).is_file()]
    if not found:
        reason = "no sheet.yaml, source.yaml, sheet.ttl or other RDF file named `sheet` in this folder"
        raise InputError(reason, file=str(path))
    if len(found) > 1:
        raise InputError(f"{' and '.join(found)} both describe this source", file=str(path), hint="keep one of them")
    return path / found[0]


def unread_source(folder: str, files: Iterable[str], folders: Iterable[str] = ()) -> Finding | None:
    """Return a finding for a folder of seeds that is not a source, None if nothing in it was meant as one.

    `files` and `folders` are the names in it. A file with nearly the name of a sheet, a text, and a source one folder
    too deep would otherwise be ignored silently.
    """
    from kg.findings import Finding, Severity

    names, folders = sorted(files), list(folders)
    # `Sheet.yaml`, `sheet.yaml.txt`, `sheet (1).yaml`: names that editors and downloads produce.
    near = [name for name in names if name.lower().startswith("sheet")]
    near += [name for name in folders if name in SOURCE_FILES]
    deep = [name for name in sorted(folders) if holds_source(os.path.join(folder, name))]
    if near:
        advice = _not_a_file(os.path.join(folder, near[0])) if near[0] in SOURCE_FILES else _renamed(near[0])
        message = f"`{near[0]}` is not recognised as the sheet of a source: {advice}"
        return Finding("unread-file", message, file=os.path.join(folder, near[0]), line=1, column=1)
    if deep:
        message = "this source is one folder too deep and would be ignored: move its folder up, beside reference/"
        place = os.path.join(folder, deep[0])
        file = next(name for name in SOURCE_FILES if os.path.isfile(os.path.join(place, name)))
        return Finding("unread-file", message, file=os.path.join(place, file), line=1, column=1)
    texts = [name for name in names if name.lower().endswith(_TEXTS) and not name.lower().startswith(_NOTES)]
    if not texts:
        return None
    message = f"this folder has a text but no sheet: add `sheet.yaml` beside `{texts[0]}`"
    return Finding("unread-file", message, Severity.WARNING, os.path.join(folder, texts[0]), line=1, column=1)


def unread_beside(folder: str, names: Iterable[str]) -> list[Finding]:
    """Return a finding for each ignored file beside that of a source that was meant as RDF or a sheet."""
    from kg.findings import Finding

    found = []
    for name in sorted(names):
        place = os.path.join(folder, name)
        rdf = is_rdf(name) and not name.lower().endswith(".json")
        near = name.lower().startswith("sheet") and not name.lower().endswith(".json")
        if name not in SOURCE_FILES and (rdf or near or _is_sheet(place)):
            message = "this file is ignored, since a source has one file: move it to a folder of its own"
            found.append(Finding("unread-file", message, file=place, line=1, column=1))
    return found


def _not_a_file(place: str) -> str:
    """Return why something with the name of a sheet is none."""
    lost = os.path.islink(place) and not os.path.exists(place)
    return f"it is {_LOST}" if lost else "a sheet is a file"


def _renamed(name: str) -> str:
    """Return what to do about a file with nearly the name of a sheet."""
    plain = name.lower().removesuffix(".txt")
    wanted = next((known for known in SOURCE_FILES if plain == known), None)
    known = "sheet.yaml, or RDF such as sheet.ttl"
    return f"rename it to `{wanted}`" if wanted else f"save it as {known}"


def unnameable(folder: str, name: str) -> Finding | None:
    """Return a finding for a folder whose name is not UTF-8, as in old archives; None for others."""
    try:
        name.encode()
    except UnicodeEncodeError:
        from kg.findings import Finding  # not above: `kg query` calls this, and needs no findings
        from kg.redact import clean

        shown = clean(name)
        message = f"`{shown}` cannot name a source: rename the folder to lower-case letters, digits and hyphens"
        return Finding("source-slug", message, file=clean(os.path.join(folder, name)), line=1, column=1)
    return None


def refuse_strays(files: Iterable[str]) -> None:
    """Raise InputError if one of the files, which belong to no source, is RDF (but not .json) or a sheet."""
    for file in files:
        rdf = is_rdf(file) and not file.lower().endswith(".json")
        if os.path.isfile(file) and (rdf or _is_sheet(file)):
            hint = f"move it into a folder of its own, as sheet{os.path.splitext(file)[1]}"
            raise InputError(
                f"{'RDF' if rdf else 'a sheet'} that belongs to no source would be ignored", file=file, hint=hint
            )


def _is_sheet(file: str) -> bool:
    """Return whether a YAML file has the two keys of a sheet; by its name alone it could be anything."""
    if not file.endswith((".yaml", ".yml")) or not os.path.isfile(file):  # opening a pipe would wait
        return False
    try:
        with open(file, "rb") as content:
            return {b"source", b"statements"} <= {line.partition(b":")[0] for line in content.read().splitlines()}
    except OSError:
        return False
